"""Drawing the picture: the pad, its brush, and a clean slate."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from gui.xray.pad import DEFAULT_BRUSH, DrawingPad

_BRUSH_RANGE = (10, 50)
"""Of the brush's width, in tenths of the pad's pixels."""


class DrawPage(QWidget):
    """What is drawn is looked at while the hand still draws.

    Signals:
        chosen(DrawnPicture): there is something else on the pad.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = DrawingPad()
        self.pad.drawn.connect(self.chosen)
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setObjectName("brush")
        self.brush.setToolTip("Width of the brush")
        self.brush.setRange(*_BRUSH_RANGE)
        self.brush.setValue(round(10 * DEFAULT_BRUSH))
        self.brush.valueChanged.connect(self._set_brush)
        self.clear = QPushButton("Clear")
        self.clear.setObjectName("clearPad")
        self.clear.clicked.connect(self.pad.clear)
        row = QHBoxLayout()
        row.addWidget(QLabel("brush"))
        row.addWidget(self.brush, 1)
        row.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(row)
        layout.addStretch(1)

    def _set_brush(self, tenths: int) -> None:
        self.pad.set_brush(tenths / 10)
