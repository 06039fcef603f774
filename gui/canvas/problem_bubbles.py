"""Which sentences about problems stand over the canvas, and where: always in view, with the cards they are about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF

from engine.analysis.group_facts import group_facts
from engine.analysis.inference import Severity
from gui.canvas import beside, geometry
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.card_painter import CARD
from gui.canvas.items.group_item import GroupItem
from gui.canvas.problem_bubble import ProblemBubble
from gui.canvas.view import CanvasView

_MOST = 6
"""More sentences at once would hide what they are about."""


class ProblemBubbles(QObject):
    """One sentence for each card in view that has one, as long as there is room to read cards at all."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._spare: list[ProblemBubble] = []
        self.bubbles: dict[BoxItem, ProblemBubble] = {}
        canvas.installEventFilter(self)
        canvas.session.document_changed.connect(self.refresh)
        canvas.inside_changed.connect(self.refresh)
        canvas.selection_changed.connect(self.refresh)
        canvas.looked_elsewhere.connect(self.refresh)
        canvas.items_moved.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Say what is wrong with the cards that are in view now, and nothing else."""
        speaking = self._in_view()
        for item in [item for item in self.bubbles if item not in speaking]:
            bubble = self.bubbles.pop(item)
            bubble.clear()
            self._spare.append(bubble)
        for item in speaking:
            if item not in self.bubbles:
                self.bubbles[item] = self._spare.pop() if self._spare else self._make()
            self._fill(self.bubbles[item], item)
        self._arrange()

    def go_to_next(self) -> None:
        """Bring the next card with a problem into view, select it, and let keys go to its buttons."""
        items = self._speaking()
        if not items:
            self._canvas.notice.show_text("Nothing is wrong: no layer has a problem.", passing=True)
            return
        here = next((item for item, bubble in self.bubbles.items() if bubble.has_keyboard), None)
        selected = next((item for item in items if item.isSelected()), None)
        item = items[(items.index(here) + 1) % len(items)] if here in items else selected or items[0]
        self._canvas.select_items([item])
        if not self._canvas.visible_area().contains(item.pos()) or self._canvas.zoom() < geometry.FAR:
            self._canvas.look_at(item.pos())
        self.refresh()
        self.bubbles[item].take_keyboard()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.refresh()
        return False

    def _speaking(self) -> list[BoxItem]:
        """Return the cards with a problem, as one reads them."""
        items = [item for item in self._canvas.items_by_graph.speaking if item.look.bubble_text]
        turned = self._canvas.session.graph.direction.turned
        return sorted(items, key=lambda item: turned(item.box.position)[::-1])

    def _in_view(self) -> list[BoxItem]:
        """Return the cards whose sentences are shown: those one can read, the selected ones first."""
        if not self._canvas.items_by_graph.speaking:
            return []
        seen, is_far = self._canvas.visible_area(), self._canvas.zoom() < geometry.FAR
        items = [item for item in self._speaking() if seen.intersects(CARD.translated(item.pos()))]
        items = [item for item in items if item.isSelected() or not is_far]
        return sorted(items, key=lambda item: not item.isSelected())[:_MOST]

    def _make(self) -> ProblemBubble:
        bubble = ProblemBubble(self._canvas.session, self._canvas.viewport())
        bubble.pressed.connect(self._select_pressed)
        bubble.left.connect(self._canvas.setFocus)
        bubble.resized.connect(self._arrange)
        return bubble

    def _fill(self, bubble: ProblemBubble, item: BoxItem) -> None:
        node_id = item.node_ids[0]
        if isinstance(item, GroupItem):
            diagnostic = group_facts(item.box, self._canvas.session.inference).diagnostic
            node_id = (diagnostic.node_id if diagnostic is not None else None) or node_id
        bubble.show_problem(node_id, item.look.bubble_text, item.look.severity or Severity.ERROR)

    def _arrange(self) -> None:
        """Put each sentence beside its card, where it covers as little as can be."""
        if not self.bubbles:
            return
        view = beside.Rect(0, 0, self._canvas.viewport().width(), self._canvas.viewport().height())
        cards = {item: self._seen(item) for item in self._near()}
        taken = [*cards.values()]
        for item, bubble in self.bubbles.items():
            size = (bubble.width(), bubble.height())
            spot = beside.place(self._seen(item), size, view, taken, item.look.direction)
            taken.append(spot)
            bubble.move(QPoint(round(spot.left), round(spot.top)))
            bubble.show()
            bubble.raise_()

    def _near(self) -> list[BoxItem]:
        found = self._canvas.scene().items(self._canvas.visible_area())
        return [item for item in found if isinstance(item, BoxItem)]

    def _seen(self, item: BoxItem) -> beside.Rect:
        """Return where a card is in the view."""
        area = self._canvas.viewportTransform().mapRect(QRectF(CARD.translated(item.pos())))
        return beside.Rect(area.left(), area.top(), area.right(), area.bottom())

    def _select_pressed(self) -> None:
        for item, bubble in self.bubbles.items():
            if bubble is self.sender():
                self._canvas.select_items([item])
                self._canvas.setFocus()
                return
