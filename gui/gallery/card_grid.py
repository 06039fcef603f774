"""Where the cards of the gallery stand: rows of equal cards under the names of their families. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gui.gallery.sections import Section

CARD_HEIGHT = 226
GAP = 12
_MIN_WIDTH = 232
_HEADING = 34
_BELOW = 4


@dataclass(frozen=True)
class Place:
    """A card's rectangle, in pixels."""

    name: str
    left: int
    top: int
    width: int
    height: int = CARD_HEIGHT

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies on the card."""
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


@dataclass(frozen=True)
class Heading:
    """A family's name above its cards."""

    title: str
    years: str
    top: int
    height: int = _HEADING


@dataclass(frozen=True)
class CardGrid:
    """All headings and cards.

    Attributes:
        headings: the families.
        rows: cards from top to bottom, each row from left to right.
        height: of all together, in pixels.
    """

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Place, ...], ...]
    height: int

    @property
    def places(self) -> tuple[Place, ...]:
        """All cards, in their order."""
        return tuple(place for row in self.rows for place in row)

    def place_of(self, name: str) -> Place | None:
        """Return the card of a preset, if it is shown."""
        return next((place for place in self.places if place.name == name), None)

    def name_at(self, x: float, y: float) -> str:
        """Return the preset under a point; empty beside the cards."""
        return next((place.name for place in self.places if place.contains(x, y)), "")

    def beside(self, name: str, step: int) -> str:
        """Return the preset so many cards on, or the one at that end."""
        names = [place.name for place in self.places]
        return names[min(max(names.index(name) + step, 0), len(names) - 1)]

    def above(self, name: str, rows: int) -> str:
        """Return the nearest preset so many rows above (or below, where negative), or in the row at that end."""
        row, column = next(
            (row, column)
            for row, cards in enumerate(self.rows)
            for column, card in enumerate(cards)
            if card.name == name
        )
        target = self.rows[min(max(row - rows, 0), len(self.rows) - 1)]
        return target[min(column, len(target) - 1)].name


def arrange(sections: Sequence[Section], width: int) -> CardGrid:
    """Return where the cards of these families stand in this width."""
    columns = max(1, (width + GAP) // (_MIN_WIDTH + GAP))
    card_width = (width - (columns - 1) * GAP) // columns
    headings, rows, top = [], [], 0
    for section in sections:
        headings.append(Heading(section.title, section.years, top))
        top += _HEADING
        for start in range(0, len(section.presets), columns):
            row = section.presets[start : start + columns]
            rows.append(
                tuple(Place(preset.name, at * (card_width + GAP), top, card_width) for at, preset in enumerate(row))
            )
            top += CARD_HEIGHT + GAP
        top += _BELOW
    return CardGrid(tuple(headings), tuple(rows), top)
