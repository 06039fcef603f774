"""The line above a chart: the quantity's name, and its numbers in the colours of the curves."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.plots.numbers import short
from gui.plots.palette import first, second, third
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers


class ChartHeader(QWidget):
    """Name on the left, numbers on the right, room for a switch between them."""

    def __init__(self, name: str, *, is_share: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_share = is_share
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2, 0, 6, 0)
        self._layout.setSpacing(8)
        self.title = QLabel(name)
        self.title.setProperty("role", "small")
        self.first_number, self.second_number, self.third_number = QLabel(), QLabel(), QLabel()
        self.third_number.setToolTip("Of the averaged weights")
        self._layout.addWidget(self.title)
        self._layout.addStretch(1)
        for label in (self.first_number, self.second_number, self.third_number):
            label.setFont(small_numbers())
            self._layout.addWidget(label)
        self.setFixedHeight(18)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def add_switch(self, switch: QToolButton) -> None:
        """Put a switch beside the name."""
        self._layout.insertWidget(1, switch)

    def show_numbers(
        self, first_value: float | None, second_value: float | None, third_value: float | None = None
    ) -> None:
        """Write the numbers of the series; None leaves one out."""
        self.third_number.setText(self._written(third_value))
        self.first_number.setText(self._written(first_value))
        self.second_number.setText(self._written(second_value))

    def _written(self, value: float | None) -> str:
        if value is None:
            return ""
        return f"{value:.1%}" if self._is_share else short(value)

    def _restyle(self) -> None:
        for label, color in ((self.first_number, first), (self.second_number, second), (self.third_number, third)):
            label.setStyleSheet(f"color: {QColor(color(appearance.theme)).name()}; font-size: 11px;")
