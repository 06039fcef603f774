"""How large a gradient is, in the ways that can be chosen; a frozen parameter keeps what it had last. No Qt."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from engine.probes.frames import GradientFrame


class Measure(Enum):
    """Ways to say how large a gradient is."""

    NORM = "norm"
    MEAN = "mean |g|"
    MAX = "max |g|"

    @property
    def word(self) -> str:
        """What a button calls it."""
        return self.value.partition(" ")[0]

    @property
    def doc(self) -> str:
        """One sentence: what the number is."""
        return _DOCS[self]


_DOCS = {
    Measure.NORM: "Euclidean norm of the loss's gradient by the parameter",
    Measure.MEAN: "Mean magnitude of the gradient's values",
    Measure.MAX: "Largest magnitude among the gradient's values",
}


class Magnitude(NamedTuple):
    """One parameter's number.

    Attributes:
        node_id, parameter: whose.
        measure: which number it is.
        value: NaN where it is frozen and was never learned.
        size: how many values the parameter has.
        is_frozen: whether the number is of a time when the parameter was learned.
    """

    node_id: str
    parameter: str
    measure: Measure
    value: float
    size: int
    is_frozen: bool

    def joined(self, other: Magnitude) -> Magnitude:
        """Return the number of both as if they were one long vector; what is frozen and never learned is left out."""
        if math.isnan(other.value) and other.is_frozen:
            return self
        if math.isnan(self.value) and self.is_frozen:
            return other
        total = self.size + other.size
        if self.measure is Measure.NORM:
            value = math.hypot(self.value, other.value)
        elif self.measure is Measure.MEAN:
            value = (self.value * self.size + other.value * other.size) / total
        else:
            value = max(self.value, other.value)
        return self._replace(value=value, size=total, is_frozen=self.is_frozen and other.is_frozen)


class GradientMemory:
    """Remembers the last number of each parameter, for the time when it is frozen."""

    def __init__(self) -> None:
        self._last: dict[tuple[Measure, str, str], float] = {}
        self._frame: GradientFrame | None = None

    def forget(self) -> None:
        """Begin anew: another run."""
        self._last.clear()
        self._frame = None

    def take(self, frame: GradientFrame) -> None:
        """Remember the frame's numbers of what is learned."""
        before, self._frame = self._frame, frame
        if before is not None and _learned(before) != _learned(frame):
            self._note(before)

    def _note(self, frame: GradientFrame) -> None:
        """Note a frame's numbers one by one: it is the last one before something was frozen or thawed."""
        for measure in Measure:
            for place, value in enumerate(numbers(frame, measure)):
                if not _is_frozen(frame, place):
                    self._last[measure, frame.node_ids[place], frame.parameters[place]] = value

    def magnitudes(self, frame: GradientFrame, measure: Measure) -> tuple[Magnitude, ...]:
        """Return the frame's numbers, with the last ones of what is frozen, one per parameter."""
        values, sizes = numbers(frame, measure), frame.sizes or (1,) * len(frame.norms)
        frozen = frame.frozen or (False,) * len(frame.norms)
        whose = zip(frame.node_ids, frame.parameters, strict=True)
        return tuple(
            Magnitude(*who, measure, self._last.get((measure, *who), math.nan) if is_frozen else value, size, is_frozen)
            for who, value, size, is_frozen in zip(whose, values, sizes, frozen, strict=False)
        )


def numbers(frame: GradientFrame, measure: Measure) -> list[float]:
    """Return a frame's numbers of one kind, one per parameter; none where the frame does not say them."""
    found = {Measure.NORM: frame.norms, Measure.MEAN: frame.mean_abs, Measure.MAX: frame.max_abs}[measure]
    return [] if found is None else list(found.tolist())


def _is_frozen(frame: GradientFrame, place: int) -> bool:
    return bool(frame.frozen) and frame.frozen[place]


def _learned(frame: GradientFrame) -> tuple[tuple[str, ...], tuple[str, ...], tuple[bool, ...]]:
    return frame.node_ids, frame.parameters, frame.frozen
