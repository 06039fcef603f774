"""The foot of a dialog that is there for reading: one button copies what it says, one closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


def copy_row(dialog: QDialog, label: str, copy: Callable[[], None], tip: str = "") -> QHBoxLayout:
    """Return the two buttons at the right; Enter closes."""
    copying, close = QPushButton(label), QPushButton("Close")
    copying.setToolTip(tip)
    copying.clicked.connect(copy)
    close.clicked.connect(dialog.accept)
    close.setDefault(True)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(copying)
    row.addWidget(close)
    return row
