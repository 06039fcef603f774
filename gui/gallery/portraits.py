"""The pictures on the cards, each painted once for each theme and size."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from gui.gallery.drafts import Drafts, Wish
from gui.gallery.thumbnail import thumbnail
from gui.theme.appearance import appearance

_Key = tuple[Wish, int, int, float, str]
_MAX_KEPT = 200


class Portraits(QObject):
    """Thumbnails of drafts. One is painted between two events at most, so that the window goes on answering.

    Signals:
        painted(Wish): its picture is there.
    """

    painted = Signal(object)

    def __init__(self, drafts: Drafts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._pictures: dict[_Key, QPixmap] = {}
        self._waiting: dict[_Key, QSize] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._paint_next)
        drafts.ready.connect(self._go_on)

    def portrait(self, wish: Wish, size: QSize, ratio: float) -> QPixmap | None:
        """Return a picture if it is there; else it is painted, and `painted` says when."""
        key = (wish, size.width(), size.height(), ratio, appearance.theme.name)
        found = self._pictures.get(key)
        if found is None and key not in self._waiting:
            self._waiting[key] = size
            if self._drafts.draft(wish) is not None:
                self._timer.start()
        return found

    def forget_wishes(self) -> None:
        """Paint no more of what was asked for."""
        self._waiting.clear()
        self._timer.stop()

    def _go_on(self, wish: Wish) -> None:
        if any(key[0] == wish for key in self._waiting):
            self._timer.start()

    def _paint_next(self) -> None:
        key = next((key for key in self._waiting if self._drafts.known(key[0]) is not None), None)
        if key is None:
            return
        size = self._waiting.pop(key)
        wish, draft = key[0], self._drafts.known(key[0])
        if draft is not None and key[4] == appearance.theme.name:
            while len(self._pictures) >= _MAX_KEPT:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = thumbnail(draft.graph, draft.inference, size, key[3], appearance.theme)
            self.painted.emit(wish)
        if self._waiting:
            self._timer.start()
