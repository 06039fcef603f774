"""Choosing an image file as the picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from engine.probes.picture import FilePicture
from gui.wrapped_label import WrappedLabel

_KINDS = "Images (*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp)"


class FilePage(QWidget):
    """A button, and the hint that a file can be dropped.

    Signals:
        chosen(FilePicture): the person wants to look at this one.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton("Choose an image…")
        self.button.setObjectName("chooseImage")
        self.button.clicked.connect(self._choose)
        hint = WrappedLabel("small")
        hint.show_text("Or drop one on the window. It is fitted to the size of the network's input.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(hint)
        layout.addStretch(1)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Choose an image", str(Path.home()), _KINDS)
        if path:
            self.chosen.emit(FilePicture(path))
