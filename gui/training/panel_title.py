"""The title of a live view: its name, what is shown, and from which step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.plots.elided_label import ElidedLabel
from gui.plots.pace import TEXT_MS, Pace
from gui.theme.appearance import appearance
from gui.theme.fonts import numbers
from gui.theme.icons import icon

HEIGHT = 32


class PanelTitle(QWidget):
    """One line with a button that folds the panel."""

    def __init__(self, name: str, legend: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = name
        self._moment = ""
        self.setFixedHeight(HEIGHT)
        self.fold_button = QToolButton()
        self.fold_button.setObjectName("foldButton")
        self.fold_button.setCheckable(True)
        self.fold_button.setIconSize(QSize(14, 14))
        self.fold_button.setStyleSheet("padding: 2px; border-radius: 4px;")
        self.fold_button.toggled.connect(self._restyle)
        self.name_label = QLabel(name)
        self.name_label.setStyleSheet("font-weight: 600;")
        self._detail_label = ElidedLabel(role="muted")
        self._moment_label = QLabel()
        self._moment_label.setProperty("role", "small")
        self._moment_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._moment_label.setFont(numbers(self._moment_label.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        layout.setSpacing(6)
        layout.addWidget(self.fold_button)
        layout.addWidget(self.name_label)
        layout.addWidget(self._detail_label, 1)
        if legend is not None:
            layout.addWidget(legend)
            layout.addSpacing(6)
        layout.addWidget(self._moment_label)
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
        """Say from which step the picture is; None for none."""
        self._moment = f"step {step:,}" if step is not None else ""
        if step is None:
            self._pace.flush()
        else:
            self._pace.request()

    def _show_moment(self) -> None:
        self._moment_label.setText(self._moment)

    def _restyle(self) -> None:
        is_folded = self.fold_button.isChecked()
        self.fold_button.setIcon(icon("chevron-right" if is_folded else "chevron-down", appearance.theme.muted))
        self.fold_button.setToolTip(f"{'Show' if is_folded else 'Fold'} {self.name}")
