"""Opens the gallery; what was built and painted for it is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.gallery.dialog import GalleryDialog
from gui.gallery.drafts import Drafts, Wish
from gui.gallery.portraits import Portraits


class GalleryWiring(QObject):
    """Holds what outlives the gallery's window."""

    def __init__(self, window: QWidget, open_preset: Callable[[str, int | None, int | None], None]) -> None:
        """Prepare; ``open_preset`` is called with a preset's name, its number of classes and its image size."""
        super().__init__(window)
        self._window = window
        self._open_preset = open_preset
        self.drafts = Drafts(self)
        self.portraits = Portraits(self.drafts, self)
        self.dialog: GalleryDialog | None = None

    def open(self) -> None:
        """Show the gallery."""
        if self.dialog is None:
            self.dialog = GalleryDialog(self.drafts, self.portraits, self._window)
            self.dialog.preset_chosen.connect(self._open_wish)
        self.dialog.begin()
        self.dialog.open()

    def _open_wish(self, wish: Wish) -> None:
        self._open_preset(wish.name, wish.num_classes, wish.input_size)

    def close(self) -> None:
        """End what may still be building."""
        self.drafts.close()
