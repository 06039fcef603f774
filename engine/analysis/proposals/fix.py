"""A remedy for a diagnostic, as the button beside it says and does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.graph.model import Graph


@dataclass(frozen=True)
class Fix:
    """An edit that solves a problem.

    Attributes:
        title: what it does, as on a button and in the undo menu: ``Insert Flatten``.
        change: the edit, from graph to graph like any other; raises `GraphError` where it cannot be made any more.
    """

    title: str
    change: Callable[[Graph], Graph]

    def apply(self, graph: Graph) -> Graph:
        """Return the graph with the edit made to it.

        Raises:
            GraphError: it has changed so much that the edit cannot be made.
        """
        return self.change(graph)
