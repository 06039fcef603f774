"""Where a sentence stands beside the card that it is about, as plain numbers without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.graph.direction import Direction

GAP = 10.0
"""Pixels between a card and its sentence."""
MARGIN = 8.0
"""Pixels between a sentence and the edge of the view."""


class Rect(NamedTuple):
    """An area of the view, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Rect) -> float:
        """Return how many square pixels two areas share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


def place(
    card: Rect, size: tuple[float, float], view: Rect, taken: Sequence[Rect], direction: Direction = Direction.DOWN
) -> Rect:
    """Return the area for a sentence of a size: beside its card, where it covers least, and inside the view.

    To the sides come first where wires lead down, as the next card is below; above and below where they lead right.
    A sentence that is larger than the view begins at its top left.

    Args:
        card: what the sentence is about.
        size: width and height of the sentence.
        view: what can be seen.
        taken: what should not be covered: other cards and sentences.
        direction: where wires lead.
    """
    tried = [_within(spot, view) for spot in _spots(card, size, direction)]
    return min(tried, key=lambda spot: 4 * spot.overlap(card) + sum(spot.overlap(other) for other in taken))


def _spots(card: Rect, size: tuple[float, float], direction: Direction) -> list[Rect]:
    """Return the areas right, left, below and above a card, in the order in which they are preferred."""
    width, height = size
    x, y = (card.left + card.right) / 2 - width / 2, (card.top + card.bottom) / 2 - height / 2
    aside = [(card.right + GAP, y), (card.left - GAP - width, y)]
    upright = [(x, card.bottom + GAP), (x, card.top - GAP - height)]
    places = aside + upright if direction is Direction.DOWN else upright + aside
    return [Rect(left, top, left + width, top + height) for left, top in places]


def _within(spot: Rect, view: Rect) -> Rect:
    """Return the area moved into the view."""
    width, height = spot.right - spot.left, spot.bottom - spot.top
    left = max(view.left + MARGIN, min(spot.left, view.right - MARGIN - width))
    top = max(view.top + MARGIN, min(spot.top, view.bottom - MARGIN - height))
    return Rect(left, top, left + width, top + height)
