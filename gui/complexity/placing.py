"""Where everything on the chart stands for a size of the widget. Numbers only, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.analysis.published import PublishedModel
from gui.complexity.axes import Axis, accuracy_axis, cost_axis, radius
from gui.complexity.labels import Circle, Label, placed
from gui.complexity.points import LivePoint

LEFT, TOP, RIGHT, BOTTOM = 52.0, 12.0, 14.0, 44.0
"""Pixels around the chart's own area, for the numbers of the axes."""


@dataclass(frozen=True)
class Placing:
    """Axes in pixels, and one circle per network.

    Attributes:
        costs, accuracies: the axes.
        width, height: of the widget.
        circles: in the order of the networks.
        live: the open network's circle; None while its cost is unknown. Without an accuracy it lies on the lower axis.
        labels: the names that have room.
    """

    costs: Axis
    accuracies: Axis
    width: float
    height: float
    circles: tuple[Circle, ...]
    live: Circle | None
    labels: tuple[Label, ...]

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the chart's own area."""
        return LEFT, TOP, self.width - RIGHT, self.height - BOTTOM

    def x(self, macs: float) -> float:
        """Return where a cost lies, in pixels from the left."""
        return LEFT + self.costs.share(macs) * (self.width - LEFT - RIGHT)

    def y(self, accuracy: float) -> float:
        """Return where an accuracy lies, in pixels from the top."""
        return self.height - BOTTOM - self.accuracies.share(accuracy) * (self.height - TOP - BOTTOM)

    def circle_at(self, x: float, y: float) -> int | None:
        """Return the place of the network under a point; of several the smallest, which is drawn on top."""
        hit = [at for at, circle in enumerate(self.circles) if circle.is_hit(x, y)]
        return min(hit, key=lambda at: self.circles[at].radius, default=None)


def place(
    models: Sequence[PublishedModel],
    live: LivePoint | None,
    size: tuple[float, float],
    width_of: Callable[[str], float],
    first: Sequence[str] = (),
) -> Placing:
    """Return where everything stands.

    Args:
        models: the networks.
        live: the open one, if there is one.
        size: width and height of the widget, in pixels.
        width_of: the width of a name as it is written, in pixels.
        first: names that are to be written before all others.
    """
    known = live if live is not None and live.macs > 0 else None
    costs = cost_axis([model.macs for model in models] + ([known.macs] if known else []))
    measured = [known.accuracy] if known is not None and known.accuracy is not None else []
    accuracies = accuracy_axis([model.accuracy for model in models] + measured)
    most = max((model.num_params for model in models), default=known.num_params if known else 1)
    empty = Placing(costs, accuracies, *size, (), None, ())
    circles = tuple(
        Circle(model.name, empty.x(model.macs), empty.y(model.accuracy), radius(model.num_params, most))
        for model in models
    )
    live_circle = None
    if known is not None:
        height = known.accuracy if known.accuracy is not None else accuracies.low
        live_circle = Circle(known.title, empty.x(known.macs), empty.y(height), radius(known.num_params, most))
    labels = placed(circles, [width_of(circle.name) for circle in circles], empty.area, first)
    return Placing(costs, accuracies, *size, circles, live_circle, labels)
