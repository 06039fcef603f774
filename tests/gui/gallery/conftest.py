"""The gallery, opened as a person opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from gui.gallery.dialog import GalleryDialog
from gui.main_window import MainWindow
from tests.gui.conftest import Hand

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def gallery(window: MainWindow, hand: Hand) -> Iterator[GalleryDialog]:
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_P, CTRL_SHIFT)
    dialog = window.gallery.dialog
    assert dialog is not None
    yield dialog
    dialog.reject()
    window.gallery.close()


@pytest.fixture
def finger(gallery: GalleryDialog) -> Hand:
    """The hand at the gallery."""
    return Hand(gallery)  # type: ignore[arg-type]
