"""A person who never rests: random edits and undos at a real window, by mouse and keys, the same for the same seed."""

from __future__ import annotations

import random

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QSpinBox

from gui.main_window import MainWindow
from tests.gui.conftest import Hand

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_MOST_NODES = 40
_MOST_STEPS = 100
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Restless:
    """Acts on the current network of a window.

    Attributes:
        chance: what decides; whoever wants to decide along may draw from it too.
        counts: how often each act was done.
    """

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.hand = Hand(window)
        self.chance = random.Random(seed)
        self.counts: dict[str, int] = {}
        self._num_steps = 0
        self._acts = {
            self.undo: 38,
            self.redo: 6,
            self.place: 14,
            self.append: 6,
            self.connect: 12,
            self.move: 10,
            self.set_number: 8,
            self.delete: 5,
            self.delete_all: 1,
            self.nudge: 4,
            self.duplicate: 2,
            self.copy_and_paste: 2,
            self.cancel: 2,
            self.look_around: 2,
            self.select_an_area: 2,
        }

    def act(self) -> str:
        """Do something and return what."""
        session = self.window.session
        if len(session.graph.nodes) > _MOST_NODES or self._num_steps > _MOST_STEPS:
            act = self.undo_all
        else:
            (act,) = self.chance.choices(list(self._acts), list(self._acts.values()))
        act()
        self._num_steps += 1
        self.counts[act.__name__] = self.counts.get(act.__name__, 0) + 1
        return act.__name__

    def undo(self) -> None:
        self.hand.key(Qt.Key.Key_Z, CONTROL)

    def undo_all(self) -> None:
        """Go back to the beginning: whatever comes next, what was undone is forgotten."""
        while self.window.session.history.undo_label is not None:
            self.undo()
        self._num_steps = 0

    def redo(self) -> None:
        self.hand.key(Qt.Key.Key_Z, CONTROL | SHIFT)

    def place(self) -> None:
        """Drag a layer from the palette to the canvas."""
        entry = self.chance.choice(self.window.palette_.entries)
        if entry.isVisible() and not entry.visibleRegion().isEmpty():
            self._drag(self.hand.at(entry), self._anywhere())

    def append(self) -> None:
        """Choose a layer in the palette, so that it comes behind the selected one."""
        entry = self.chance.choice(self.window.palette_.entries)
        if entry.isVisible() and not entry.visibleRegion().isEmpty():
            place = self.hand.at(entry)
            self.hand.click(place)
            self.hand.key(Qt.Key.Key_Return)

    def connect(self) -> None:
        """Drag from an output to anything that is or is not an input."""
        first, second = self._node(), self._node()
        if first is None or second is None:
            return
        start = next(iter(first.ports(outputs=True).values()), None)
        ends = list(second.ports(outputs=False).values())
        if start is not None:
            end = self._on_canvas(*self.chance.choice(ends)) if ends else self._anywhere()
            self._drag(self._on_canvas(*start), end)
            if self.window.workspace.current.search.popup is not None:  # the edge was let go in empty space
                self.hand.key(self.chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))

    def move(self) -> None:
        node = self._node()
        if node is not None:
            self._drag(self._card(node), self._anywhere())

    def set_number(self) -> None:
        """Type a number into a field of the inspector."""
        node = self._node()
        if node is None:
            return
        self.hand.click(self._card(node))
        fields = [field for field in self.window.inspector.findChildren(QSpinBox) if field.isVisible()]
        if fields:
            self.hand.enter(self.chance.choice(fields), str(self.chance.randrange(1, 40)))
            self.window.canvas.setFocus()

    def delete(self) -> None:
        node = self._node()
        if node is not None:
            self.hand.click(self._card(node))
            self.hand.key(Qt.Key.Key_Delete)

    def delete_all(self) -> None:
        self.window.canvas.setFocus()
        self.hand.key(Qt.Key.Key_A, CONTROL)
        self.hand.key(Qt.Key.Key_Delete)

    def nudge(self) -> None:
        self.window.canvas.setFocus()
        self.hand.key(self.chance.choice(_ARROWS))

    def duplicate(self) -> None:
        self.hand.key(Qt.Key.Key_D, CONTROL)

    def copy_and_paste(self) -> None:
        self.hand.key(Qt.Key.Key_C, CONTROL)
        self.hand.key(Qt.Key.Key_V, CONTROL)

    def cancel(self) -> None:
        """Begin to move a node, and change one's mind."""
        node = self._node()
        if node is not None:
            start, end = self._card(node), self._anywhere()
            self.hand.press(start)
            self.hand.move(end)
            self.hand.key(Qt.Key.Key_Escape)
            self.hand.release(end)

    def look_around(self) -> None:
        self.hand.key(self.chance.choice((Qt.Key.Key_0, Qt.Key.Key_1)), CONTROL)

    def select_an_area(self) -> None:
        self._drag(self._anywhere(), self._anywhere())

    def _drag(self, start: QPoint, end: QPoint) -> None:
        self.hand.move(start)
        self.hand.press(start)
        for step in (1, 2, 3):
            self.hand.move(start + (end - start) * step / 3)
        self.hand.release(end)

    def _node(self):  # type: ignore[no-untyped-def]
        """Return the item of a node that can be seen, if there is one; else look at everything."""
        canvas = self.window.canvas
        room = canvas.viewport().rect().adjusted(20, 20, -20, -20)
        seen = [item for item in canvas.items_by_graph.nodes.values() if room.contains(canvas.mapFromScene(item.pos()))]
        if not seen:
            self.hand.key(Qt.Key.Key_1, CONTROL)
            return None
        return self.chance.choice(seen)

    def _card(self, item) -> QPoint:  # type: ignore[no-untyped-def]
        return self.hand.on_canvas(item.pos())

    def _on_canvas(self, x: float, y: float) -> QPoint:
        place = self.hand.on_canvas(QPointF(x, y))
        inside = self._canvas_area()
        return QPoint(
            min(max(place.x(), inside.left()), inside.right()), min(max(place.y(), inside.top()), inside.bottom())
        )

    def _anywhere(self) -> QPoint:
        """Return a place on the canvas, in the window's pixels."""
        inside = self._canvas_area()
        return QPoint(
            self.chance.randrange(inside.left(), inside.right()), self.chance.randrange(inside.top(), inside.bottom())
        )

    def _canvas_area(self) -> QRect:
        viewport = self.window.canvas.viewport()
        return QRect(self.hand.at(viewport, QPoint(0, 0)), viewport.size()).adjusted(30, 30, -30, -30)
