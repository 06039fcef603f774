"""The frame of a live view: a picture or a sentence in its place, and for its dock a title that says what is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.probes.frames import FrameKey
from gui.training.panel_title import PanelTitle
from gui.training.placeholder import Placeholder
from gui.training.shown_nodes import Selection
from gui.wrapped_label import WrappedLabel

_WIDTH, _BODY_HEIGHT, _MIN_BODY_HEIGHT = 430, 150, 96


class LivePanel(QWidget):
    """One live view. It can be folded to its title, and costs nothing then.

    Signals:
        shown_changed(): it is on the screen now, or no more.
        keys_changed(): it needs other frames now.
        folded(bool): only its title is to be seen, or all of it again.
    """

    shown_changed = Signal()
    keys_changed = Signal()
    folded = Signal(bool)

    def __init__(
        self, name: str, icon_name: str, idle_text: str, legend: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        """Make an empty panel.

        Args:
            name: its title.
            icon_name: drawn above a sentence.
            idle_text: the sentence before the first run.
            legend: stands in the title beside a picture.
            parent: Qt's.
        """
        super().__init__(parent)
        self.setObjectName(f"{name.lower()}Panel")
        self.setAccessibleName(name)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._idle_text = idle_text
        self._legend = legend
        self._is_in_front = True
        self.title_row = PanelTitle(name, legend)
        self.title_row.fold_button.toggled.connect(self.set_folded)
        self._placeholder = Placeholder(icon_name)
        self._body = QStackedWidget()
        self._body.addWidget(self._placeholder)
        self._body.setContentsMargins(12, 2, 12, 8)
        self._body.setMinimumHeight(_MIN_BODY_HEIGHT)
        self._fault = WrappedLabel("warning")
        self._fault.setObjectName("fault")
        self._fault.setContentsMargins(12, 0, 12, 8)
        self._fault.setStyleSheet("font-size: 12px;")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._body, 1)
        layout.addWidget(self._fault)
        self._fault.show_text("")
        self.show_idle()

    # What each view does in its own way

    def begin(self) -> None:
        """Forget the former run: another one begins, or there is none any more."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Say what the run's new state means for what is shown."""
        raise NotImplementedError

    def set_selection(self, selection: Selection) -> None:
        """Show what belongs to the selection, in views that follow it."""

    @property
    def key(self) -> FrameKey | None:
        """The frames that it shows; None for none."""
        return None

    @property
    def keys(self) -> frozenset[FrameKey]:
        """All frames that it needs."""
        return frozenset() if self.key is None else frozenset({self.key})

    # What is shown

    @property
    def title(self) -> str:
        """The title as it reads: ``Activations · conv1 · 6 × 28 × 28 · step 120``."""
        return self.title_row.text

    @property
    def notice(self) -> str:
        """The sentence in place of the picture; empty while there is a picture."""
        return self._placeholder.text if self._body.currentWidget() is self._placeholder else ""

    @property
    def fault(self) -> str:
        """What is said of frames that could not be made; empty for nothing."""
        return self._fault.text()

    @property
    def is_on_screen(self) -> bool:
        """Whether anybody can see it."""
        return self.isVisible() and self._is_in_front and not self.title_row.fold_button.isChecked()

    def set_in_front(self, is_in_front: bool) -> None:
        """Say whether it is the foremost of its tabs."""
        if is_in_front != self._is_in_front:
            self._is_in_front = is_in_front
            self.shown_changed.emit()

    def set_folded(self, is_folded: bool) -> None:
        """Leave only the title, or show all."""
        self.title_row.fold_button.setChecked(is_folded)
        self._body.setVisible(not is_folded)
        self.folded.emit(is_folded)
        self.shown_changed.emit()

    def set_picture(self, picture: QWidget) -> None:
        """Set what is shown by `show_picture`."""
        self._body.addWidget(picture)

    def show_picture(self) -> None:
        """Show the picture in place of a sentence."""
        self._body.setCurrentIndex(1)
        self._show_legend(True)

    def show_notice(self, text: str) -> None:
        """Show a sentence in place of the picture."""
        self._placeholder.set_text(text)
        self._body.setCurrentWidget(self._placeholder)
        self._show_legend(False)

    def show_fault(self, text: str) -> None:
        """Say below the picture, which stays, what could not be shown; nothing for an empty text."""
        if text != self._fault.text():
            self._fault.show_text(text)

    def show_idle(self) -> None:
        """Show what the panel is for."""
        self.title_row.set_detail()
        self.title_row.set_moment(None)
        self.show_notice(self._idle_text)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _BODY_HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown_changed.emit()

    def _show_legend(self, shown: bool) -> None:
        if self._legend is not None:
            self._legend.setVisible(shown)
