"""What a gesture shows while it lasts: the edge that is being pulled, the rectangle that selects."""

from __future__ import annotations

from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene


class Sketch:
    """The items in a scene that stand for no part of the document."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self.items: list[QGraphicsItem] = []

    def add(self, item: QGraphicsItem) -> None:
        """Show an item."""
        self.items.append(item)
        self._scene.addItem(item)

    def remove(self, item: QGraphicsItem) -> None:
        """Take an item away."""
        self.items.remove(item)
        self._scene.removeItem(item)
