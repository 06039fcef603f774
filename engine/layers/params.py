"""The kinds of parameter a layer can have: what is valid, and how it is said when it is not.

A value is immutable and JSON-native: ``bool``, ``int``, ``float``, ``str``, ``None`` or a tuple of ints.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.errors import ParameterError, shown

Value: TypeAlias = bool | int | float | str | tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True)
class Param:
    """One named parameter of a layer.

    Attributes:
        name: torch's own name for it.
        default: the value a new node starts with.
        doc: one sentence for the inspector.
        unit: what the number counts (``px``, ``channels``, ...), shown behind the editor.
    """

    name: str
    default: Any
    doc: str
    unit: str = ""

    def validate(self, value: object) -> Value:
        """Return the value in its normal form.

        Raises:
            ParameterError: the value is of the wrong kind or outside the range.
        """
        raise NotImplementedError

    def text(self, value: Value) -> str:
        """Return the value as a person would write it: ``2``, ``2 × 3``, ``yes``."""
        return str(value)

    def refuse(self, expected: str, value: object) -> ParameterError:
        """Return the error for a value that is not what was expected."""
        return ParameterError(f"{self.name} must be {expected}. Received {shown(value)}.")


def _range_text(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f" of at least {minimum}"
    return f" of at most {maximum}" if maximum is not None else ""


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Int(Param):
    """A whole number."""

    default: int
    minimum: int | None = None
    maximum: int | None = None

    def validate(self, value: object) -> int:
        """Return the value if it is a whole number in range."""
        if not (isinstance(value, int) and _is_int(value) and self.contains(value)):
            raise self.refuse(f"a whole number{_range_text(self.minimum, self.maximum)}", value)
        return value

    def contains(self, value: int) -> bool:
        """Whether the number is within minimum and maximum."""
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, kw_only=True)
class Float(Param):
    """A finite number."""

    default: float
    minimum: float | None = None
    maximum: float | None = None

    def validate(self, value: object) -> float:
        """Return the value as a float if it is finite and in range."""
        # Compared before it is made a float: a whole number may be too large for one. NaN fails the comparison.
        if isinstance(value, bool) or not isinstance(value, int | float) or not self._lowest <= value <= self._highest:
            raise self.refuse(f"a number{_range_text(self.minimum, self.maximum)}", value)
        return float(value)

    @property
    def _lowest(self) -> float:
        return -sys.float_info.max if self.minimum is None else self.minimum

    @property
    def _highest(self) -> float:
        return sys.float_info.max if self.maximum is None else self.maximum

    def text(self, value: Value) -> str:
        """Return a short text that reads back as the same number."""
        if not isinstance(value, float):
            return str(value)
        short = f"{value:g}"
        return short if float(short) == value else repr(value)


@dataclass(frozen=True, kw_only=True)
class Bool(Param):
    """Yes or no."""

    default: bool

    def validate(self, value: object) -> bool:
        """Return the value if it is a bool."""
        if not isinstance(value, bool):
            raise self.refuse("true or false", value)
        return value

    def text(self, value: Value) -> str:
        """Return ``yes`` or ``no``."""
        return "yes" if value else "no"


@dataclass(frozen=True, kw_only=True)
class Choice(Param):
    """One of a few words.

    Attributes:
        titles: what the window calls an option, where that is not the word itself.
    """

    default: str
    options: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)

    def validate(self, value: object) -> str:
        """Return the value if it is one of the options."""
        if not isinstance(value, str) or value not in self.options:
            raise self.refuse(f"one of {', '.join(self.options)}", value)
        return value


@dataclass(frozen=True, kw_only=True)
class Ints(Param):
    """A fixed number of whole numbers, one per axis.

    Attributes:
        axes: a letter per number (``("C", "H", "W")``).
        absent: what None stands for (``"kernel_size"`` for a pooling stride); empty where None is not allowed.
    """

    default: tuple[int, ...] | None
    axes: tuple[str, ...]
    minimum: int | None = None
    maximum: int | None = None
    absent: str = ""

    def validate(self, value: object) -> tuple[int, ...] | None:
        """Return the numbers as a tuple; a single number stands for all axes alike."""
        if value is None and self.absent:
            return None
        numbers = (value,) * len(self.axes) if _is_int(value) else value
        if (
            not isinstance(numbers, tuple | list)
            or len(numbers) != len(self.axes)
            or not all(_is_int(number) for number in numbers)
            or (self.minimum is not None and min(numbers) < self.minimum)
            or (self.maximum is not None and max(numbers) > self.maximum)
        ):
            expected = f"{len(self.axes)} whole numbers ({', '.join(self.axes)})"
            raise self.refuse(f"{expected}{_range_text(self.minimum, self.maximum)}, or one for all", value)
        return tuple(numbers)

    def text(self, value: Value) -> str:
        """Return ``2`` where all axes agree, otherwise ``2 × 3``; what None stands for if it is None."""
        if not isinstance(value, tuple):
            return self.absent
        return str(value[0]) if len(set(value)) == 1 and self.is_pair else " × ".join(map(str, value))

    @property
    def is_pair(self) -> bool:
        """Whether it is a height and a width, which mostly agree."""
        return self.axes == ("H", "W")


MAX_PIXELS = 4096
"""Largest height, width, window, step and padding: beyond it one map of one image fills the memory."""


def pair(name: str, default: int | None, doc: str, *, minimum: int, unit: str = "px", absent: str = "") -> Ints:
    """Return a height and width parameter, as torch's two-dimensional layers have them."""
    both = None if default is None else (default, default)
    return Ints(
        name=name,
        default=both,
        doc=doc,
        axes=("H", "W"),
        minimum=minimum,
        maximum=MAX_PIXELS,
        unit=unit,
        absent=absent,
    )
