"""Which circles have their name beside them: as many as there is room for, the most important first. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HEIGHT = 15.0
_GAP = 4.0


@dataclass(frozen=True)
class Circle:
    """A circle on the chart, in pixels."""

    name: str
    x: float
    y: float
    radius: float

    def is_hit(self, x: float, y: float) -> bool:
        """Whether a point lies in it, or so near that it is meant."""
        reach = max(self.radius, 6.0)
        return (x - self.x) ** 2 + (y - self.y) ** 2 <= reach**2


@dataclass(frozen=True)
class Label:
    """A name and the rectangle in which it is written, in pixels."""

    name: str
    left: float
    top: float
    width: float
    height: float = _HEIGHT

    def touches(self, other: Label) -> bool:
        """Whether two names would run into each other, or into one."""
        across = self.left < other.left + other.width + _GAP and other.left < self.left + self.width + _GAP
        return across and self.top < other.top + other.height and other.top < self.top + self.height

    def covers(self, circle: Circle) -> bool:
        """Whether a name lies over the middle of a circle."""
        x = min(max(circle.x, self.left), self.left + self.width)
        y = min(max(circle.y, self.top), self.top + self.height)
        reach = min(circle.radius, 4.0)
        return (x - circle.x) ** 2 + (y - circle.y) ** 2 < reach**2


def placed(
    circles: Sequence[Circle], widths: Sequence[float], room: tuple[float, float, float, float], first: Iterable[str]
) -> tuple[Label, ...]:
    """Return the names that can be written without touching each other or covering a circle's middle.

    Args:
        circles: all circles.
        widths: of their names, in pixels.
        room: left, top, right and bottom of the chart.
        first: names that are to be placed before all others, in this order.
    """
    order = {name: place for place, name in enumerate(first)}
    queue = sorted(range(len(circles)), key=lambda at: (order.get(circles[at].name, len(order)), -circles[at].radius))
    labels: list[Label] = []
    for at in queue:
        for label in _candidates(circles[at], widths[at]):
            others = [circle for circle in circles if circle is not circles[at]]
            if _fits(label, room) and not _collides(label, labels, others):
                labels.append(label)
                break
    return tuple(labels)


def _candidates(circle: Circle, width: float) -> tuple[Label, ...]:
    """Return where the name of a circle may stand: to its right, its left, above and below it, or askew."""
    beside, askew = circle.radius + _GAP, 0.75 * circle.radius + 1
    middle = circle.y - _HEIGHT / 2
    straight = (
        Label(circle.name, circle.x + beside, middle, width),
        Label(circle.name, circle.x - beside - width, middle, width),
        Label(circle.name, circle.x - width / 2, circle.y - circle.radius - _HEIGHT, width),
        Label(circle.name, circle.x - width / 2, circle.y + circle.radius, width),
    )
    lefts, tops = (circle.x + askew, circle.x - askew - width), (circle.y - askew - _HEIGHT, circle.y + askew)
    return (*straight, *(Label(circle.name, left, top, width) for left in lefts for top in tops))


def _collides(label: Label, labels: Sequence[Label], others: Sequence[Circle]) -> bool:
    return any(label.touches(other) for other in labels) or any(label.covers(circle) for circle in others)


def _fits(label: Label, room: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = room
    return (
        left <= label.left and label.left + label.width <= right and top <= label.top and label.top + _HEIGHT <= bottom
    )
