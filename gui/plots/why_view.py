"""Why the network gives the picture a class: the way to ask, the class, the answer over the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QSlider, QVBoxLayout, QWidget

from engine.probes.frames import Method, PictureFrame, Why, WhyFrame
from gui.plots.choice import Choice
from gui.plots.color_bar import ColorBar
from gui.plots.why_picture import WhyPicture

_METHODS = {
    Method.GRAD_CAM: "Where the last maps that count for the class are active (Selvaraju et al. 2017)",
    Method.SALIENCY: "How much the score changes with each pixel: |∂score/∂pixel| (Simonyan et al. 2013)",
    Method.OCCLUSION: "How far the score falls when a square of the picture is covered (Zeiler and Fergus 2014)",
    Method.INTEGRATED_GRADIENTS: "What each pixel adds on the way from the mean picture (Sundararajan et al. 2017)",
}
_PATIENCE_MS = 150
"""An answer that comes sooner needs no progress bar, which would only flicker."""


class WhyView(QWidget):
    """Shows `WhyFrame`s. Its colour bar is for whoever frames it: it stands in the title.

    Signals:
        asked(): another question is to be answered.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.picture, self.color_bar = WhyPicture(), ColorBar()
        self.methods = Choice({method.value.removesuffix(" gradients"): doc for method, doc in _METHODS.items()})
        self.classes = QComboBox()
        self.classes.setToolTip("The class that is asked about")
        self.opacity = QSlider(Qt.Orientation.Vertical)
        self.opacity.setRange(0, 100)
        self.opacity.setToolTip("How much the colours cover the picture")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "danger")
        self.progress = QProgressBar()
        self._patience = QTimer(self)
        self._lay_out()
        self.methods.chosen.connect(self._ask)
        self.classes.currentIndexChanged.connect(self._ask)
        self.opacity.valueChanged.connect(self._cover)
        self.opacity.setValue(round(100 * self.picture.opacity))
        self._patience.timeout.connect(self.progress.show)
        self.clear()

    @property
    def ask(self) -> Why:
        """The question."""
        chosen = self.classes.currentIndex()
        return Why(list(_METHODS)[self.methods.place], None if chosen <= 0 else chosen - 1)

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        if tuple(names) != self._names or not self.classes.count():
            self._names = tuple(names)
            was_blocked = self.classes.blockSignals(True)
            self.classes.clear()
            self.classes.addItems(["likeliest", *names])
            self.classes.blockSignals(was_blocked)

    def name_of(self, label: int) -> str:
        """Return what a class is called."""
        return self._names[label] if label < len(self._names) else str(label)

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is asked about."""
        self.picture.show_picture(frame)

    def show_frame(self, frame: WhyFrame) -> None:
        """Show an answer, or why there is none."""
        self._patience.stop()
        self.progress.hide()
        self.problem.setText(frame.problem)
        self.problem.setVisible(bool(frame.problem))
        if frame.problem:
            self.picture.clear()
        else:
            self.picture.show_frame(frame)
        self.color_bar.set_scale(self.picture.scale)

    def wait(self) -> None:
        """Show that the answer is being computed."""
        self.picture.clear()
        self.color_bar.set_scale(None)
        self.problem.hide()
        self._patience.start()

    def clear(self) -> None:
        """Show nothing."""
        self.wait()
        self._patience.stop()
        self.progress.hide()

    def _lay_out(self) -> None:
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(3)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        head, body = QHBoxLayout(), QHBoxLayout()
        for row in (head, body):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
        head.addWidget(self.methods)
        head.addStretch(1)
        head.addWidget(self.classes)
        body.addWidget(self.picture, 1)
        body.addWidget(self.opacity)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self.progress)
        layout.addWidget(self.problem)
        layout.addLayout(body, 1)

    def _ask(self, place: int = 0) -> None:
        self.wait()
        self.asked.emit()

    def _cover(self, percent: int) -> None:
        self.picture.set_opacity(percent / 100)
