"""After a change of layout the boxes glide to their new places, so that the eye can follow them.

The document has changed already: only the items are late. Whatever the person does next finds them in place.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QVariantAnimation, Signal

from gui.canvas import geometry
from gui.canvas.items.box_item import BoxItem
from gui.canvas.sync import CanvasSync
from gui.canvas.zoom_view import ZoomView
from gui.theme import motion

_MOST = 600
"""More boxes could not be drawn often enough to be seen gliding."""

_ENDING = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.Wheel,
    QEvent.Type.Hide,
)


class Glide(QObject):
    """Carries boxes from where they were to where they belong; one glide at a time.

    Signals:
        moved(): boxes are a step further.
    """

    moved = Signal()

    def __init__(self, view: ZoomView, items: CanvasSync) -> None:
        super().__init__(view)
        self._view = view
        self._items = items
        self._ways: dict[BoxItem, tuple[QPointF, QPointF]] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._carry)
        self._animation.finished.connect(self.finish)
        for widget in (view, view.viewport()):
            widget.installEventFilter(self)

    @property
    def is_under_way(self) -> bool:
        """Whether boxes are not yet where they belong."""
        return bool(self._ways)

    def start(self, departures: Mapping[BoxItem, geometry.Point]) -> None:
        """Let boxes glide from these places to where they are; a short step is made at once, as a nudge is."""
        self.finish()
        ways = {item: (QPointF(*place), item.pos()) for item, place in departures.items()}
        is_short = all((end - start).manhattanLength() < geometry.GRID for start, end in ways.values())
        if is_short or len(ways) > _MOST or not self._view.isVisible():
            return
        duration_ms = motion.glide_ms()
        if duration_ms:
            self._ways = ways
            self._carry(0.0)
            self._animation.setDuration(duration_ms)
            self._animation.start()

    def finish(self) -> None:
        """Put all boxes where they belong, at once."""
        if self._ways:
            self._carry(1.0)
            self._ways = {}
            self._animation.stop()

    def place_of(self, item: BoxItem) -> QPointF:
        """Return where a box will be at the end."""
        return self._ways[item][1] if item in self._ways else item.pos()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._ways and event.type() in _ENDING:
            self.finish()
        return False

    def _carry(self, part: float) -> None:
        """Put each box on its way: 0 is where it was, 1 where it belongs."""
        for item, (start, end) in self._ways.items():
            item.setPos(start + (end - start) * part if part < 1.0 else end)
        self._items.follow(self._ways)
        self.moved.emit()
