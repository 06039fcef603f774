"""Two sliders that shift the picture: across and down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from engine.probes.frames import Shift
from gui.plots.elided_label import ElidedLabel
from gui.theme.fonts import small_numbers

MOST = 8
"""Pixels to either side: more than a few would push what is in the picture out of it."""


class ShiftSliders(QWidget):
    """Both stand in the middle at first: no shift.

    Signals:
        shifted(): `shift` is another one.
    """

    shifted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.across, self.down = _slider("Shift the picture to the right"), _slider("Shift the picture down")
        self._texts = (QLabel(), QLabel())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for word, slider, label in zip(("shift x", "y"), (self.across, self.down), self._texts, strict=True):
            label.setFont(small_numbers())
            label.setFixedWidth(label.fontMetrics().horizontalAdvance("−8 px") + 4)
            layout.addWidget(ElidedLabel(word, role="small"))
            layout.addWidget(slider, 1)
            layout.addWidget(label)
            slider.valueChanged.connect(self._tell)
        self._write()

    @property
    def shift(self) -> Shift | None:
        """By how much; None for not at all."""
        dx, dy = self.across.value(), self.down.value()
        return Shift(dx, dy) if dx or dy else None

    def _tell(self) -> None:
        self._write()
        self.shifted.emit()

    def _write(self) -> None:
        for slider, label in zip((self.across, self.down), self._texts, strict=True):
            label.setText(f"{slider.value()} px".replace("-", "−"))


def _slider(tooltip: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(-MOST, MOST)
    slider.setPageStep(2)
    slider.setToolTip(f"{tooltip}, in pixels. Arrow keys: one at a time")
    slider.setAccessibleName(tooltip)
    return slider
