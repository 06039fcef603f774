"""The title of a live view: its name, what is shown, and from which step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.plots.elided_label import ElidedLabel
from gui.plots.pace import TEXT_MS, Pace
from gui.theme.appearance import appearance
from gui.theme.fonts import numbers
from gui.theme.icons import icon

HEIGHT = 32
_MAXIMIZE, _ALL_AGAIN = "Give it all the room (double-click on its tab)", "Show all views again (Esc)"


class PanelTitle(QWidget):
    """One line with buttons that fold the panel, give it all the room, and float it.

    Signals:
        double_clicked(): with the left button, anywhere on it.
    """

    double_clicked = Signal()

    def __init__(self, name: str, legend: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = name
        self._moment = ""
        self.setFixedHeight(HEIGHT)
        self._is_floating = self._is_maximized = False
        self.fold_button, self.maximize_button, self.float_button = (
            _button(f"{what}Button") for what in ("fold", "maximize", "float")
        )
        self.fold_button.setCheckable(True)
        self.fold_button.toggled.connect(self._restyle)
        self.name_label = QLabel(name)
        self.name_label.setStyleSheet("font-weight: 600;")
        self._detail_label = ElidedLabel(role="muted")
        self._moment_label = QLabel()
        self._moment_label.setProperty("role", "small")
        self._moment_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._moment_label.setFont(numbers(self._moment_label.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self.fold_button)
        layout.addWidget(self.name_label)
        layout.addWidget(self._detail_label, 1)
        if legend is not None:
            layout.addWidget(legend)
            layout.addSpacing(6)
        layout.addWidget(self._moment_label)
        for button in (self.maximize_button, self.float_button):
            layout.addWidget(button)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._show_moment)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return " · ".join(part for part in (self.name, self._detail_label.text(), self._moment) if part)

    def sizeHint(self) -> QSize:
        """Return the whole height: a dock gives a title no more than this, whatever its fixed height is."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def set_detail(self, *parts: str) -> None:
        """Say what is shown."""
        self._detail_label.set_text(" · ".join(part for part in parts if part))

    def set_moment(self, step: int | None) -> None:
        """Say after how many steps the picture is as it is; None for no picture."""
        self._moment = "before training" if step == 0 else f"step {step:,}" if step is not None else ""
        if step is None:
            self._pace.flush()
        else:
            self._pace.request()

    def set_floating(self, is_floating: bool) -> None:
        """Say whether the panel is a window of its own."""
        self._is_floating = is_floating
        self.maximize_button.setVisible(not is_floating)
        self._restyle()

    def set_maximized(self, is_maximized: bool) -> None:
        """Say whether it has all the room."""
        self._is_maximized = is_maximized
        self._restyle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def _show_moment(self) -> None:
        self._moment_label.setText(self._moment)

    def _restyle(self) -> None:
        is_folded, color = self.fold_button.isChecked(), appearance.theme.muted
        self.fold_button.setIcon(icon("chevron-right" if is_folded else "chevron-down", color))
        self.fold_button.setToolTip(f"{'Show' if is_folded else 'Fold'} {self.name}")
        self.maximize_button.setIcon(icon("minimize-2" if self._is_maximized else "maximize-2", color))
        self.maximize_button.setToolTip(_ALL_AGAIN if self._is_maximized else _MAXIMIZE)
        self.float_button.setIcon(icon("picture-in-picture-2", color))
        self.float_button.setToolTip("Put it back among the others" if self._is_floating else "Float it as a window")


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setIconSize(QSize(14, 14))
    button.setStyleSheet("padding: 2px; border-radius: 4px;")
    return button
