"""The line below maps: what is under the mouse on the left, what the colours mean on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui.plots.color_bar import ColorBar
from gui.plots.elided_label import ElidedLabel


class Footer(QWidget):
    """A readout beside a colour bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readout = ElidedLabel(role="small")
        self.readout.setObjectName("readout")
        self.color_bar = ColorBar()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.readout, 1)
        layout.addWidget(self.color_bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
