"""The watched picture as the network gets it, and what it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import PictureFrame
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel

_SIDE = 60
NOTHING = "Build a network that works, or open one, and its picture appears here."


class Preview(QWidget):
    """Pixels in the input's own size, title, class, and a sentence where another picture could not be had."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels = _Pixels()
        self._title, self._detail, self._problem = WrappedLabel(), WrappedLabel("small"), WrappedLabel("warning")
        self._title.setStyleSheet("font-weight: 600;")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._detail):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._pixels)
        row.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._problem)
        self.show_nothing()

    @property
    def text(self) -> str:
        """All that it says, line by line."""
        labels = (self._title, self._detail, self._problem)
        return "\n".join(label.text() for label in labels if label.text())

    @property
    def image(self) -> QImage:
        """The pixels that are shown; null without a picture."""
        return self._pixels.image

    def show_nothing(self) -> None:
        """Show that there is no network to look with."""
        self._say("", NOTHING, "")
        self._pixels.show_image(QImage())

    def show_frame(self, frame: PictureFrame, class_names: tuple[str, ...]) -> None:
        """Show a picture."""
        height, width = frame.pixels.shape[:2]
        size = f"{width} × {height}"
        label = frame.label
        name = class_names[label] if label is not None and label < len(class_names) else str(label)
        self._say(frame.title, f"class {name} · {size}" if label is not None else size, frame.problem)
        rgb = QImage(frame.pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        self._pixels.show_image(rgb.copy())

    def say_problem(self, sentence: str) -> None:
        """Say why another picture is not shown."""
        self._say(self._title.text(), self._detail.text(), sentence)

    def _say(self, title: str, detail: str, problem: str) -> None:
        for label, text in ((self._title, title), (self._detail, detail), (self._problem, problem)):
            label.show_text(text)


class _Pixels(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(_SIDE, _SIDE)
        appearance.changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(appearance.theme.canvas))
        if not self.image.isNull():
            size = QSizeF(self.image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
            is_smaller = self.image.width() > self.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
            painter.drawImage(place, self.image)
        painter.setPen(QColor(appearance.theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
