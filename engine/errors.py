"""Every error a person can meet: its text says what is wrong, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from reprlib import Repr


class ConvCanvasError(Exception):
    """Base of all errors whose text is a full sentence meant for the person at the window."""


class GraphError(ConvCanvasError):
    """An edit that would make the graph invalid; the graph stays as it was."""


class UnknownLayerError(GraphError):
    """A layer type that is not in the registry."""


class UnknownNodeError(GraphError):
    """A node id that is not in the graph."""


class UnknownEdgeError(GraphError):
    """An edge that is not in the graph."""


class UnknownNoteError(GraphError):
    """A note's id that is not in the graph."""


class UnknownGroupError(GraphError):
    """A group's path that no node's name lies in."""


class DuplicateNodeError(GraphError):
    """A node id that is in the graph already."""


class UnknownPortError(GraphError):
    """A port that the layer does not have."""


class NodeNameError(GraphError):
    """A node name that is taken, reserved or not a dotted Python path."""


class ParameterError(GraphError):
    """A parameter that the layer does not have, or a value outside its range."""


class PortOccupiedError(GraphError):
    """An input port that already has its one edge."""


class CycleError(GraphError):
    """An edge that would make a node depend on its own output."""


class ShapeError(ConvCanvasError):
    """Incoming shapes that a layer cannot work on."""


class CompileError(ConvCanvasError):
    """A graph that cannot become a module.

    Attributes:
        node: name of the node at fault, or None where the graph as a whole is.
    """

    def __init__(self, message: str, node: str | None = None) -> None:
        super().__init__(message)
        self.node = node


class TrainingError(ConvCanvasError):
    """A run that cannot start or go on.

    Attributes:
        node: name of the node at fault, or None where the run as a whole is.
    """

    def __init__(self, message: str, node: str | None = None) -> None:
        super().__init__(message)
        self.node = node


class DataError(TrainingError):
    """Images that cannot be found, read or divided."""


class FormatError(ConvCanvasError):
    """A file that is not a readable project."""


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the closest option, or an empty string.

    Case does not count, so ``conv2D`` finds ``Conv2d``.
    """
    if len(word) > 100:  # no typing error, and slow to compare
        return ""
    by_lower = {option.lower(): option for option in options}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f" Did you mean '{by_lower[close[0]]}'?" if close else ""


_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 60
_SHORT.maxlevel = 3


def shown(value: object) -> str:
    """Return a value as Python writes it, cut short where it is long, so that it fits into a sentence."""
    return _SHORT.repr(value)
