"""Keeps an error inside a look from ending the run: whoever waits for the frame is told, and training goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from engine.graph.model import Graph
from engine.probes.frames import Fault, FrameKey
from engine.probes.sink import FrameSink

_ADVICE = "Training is not affected. Choose another node, picture or view, or report this as a mistake of the program."


class Faults:
    """Reports errors in the place of frames.

    Args:
        graph: whose nodes are named.
        sink: gets them.
        note: called with each key at fault and the step, so that it is not tried again at once.
    """

    def __init__(self, graph: Graph, sink: FrameSink, note: Callable[[FrameKey, int], None]) -> None:
        self._graph = graph
        self._sink = sink
        self._note = note

    @contextmanager
    def reported(self, keys: Collection[FrameKey], step: int) -> Iterator[None]:
        """Report an error that is raised inside to those who wait for these frames."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 — a view that fails must not take hours of training with it
            self.report(keys, step, error)

    def report(self, keys: Collection[FrameKey], step: int, error: Exception) -> None:
        """Report an error to those who wait for these frames."""
        for key in keys:
            self._note(key, step)
            self._sink.post_fault(key, Fault(step, f"{self._what(key)} at step {step:,}. {_said(error)} {_ADVICE}"))

    def _what(self, key: FrameKey) -> str:
        node = self._graph.nodes.get(key.node_id or "")
        place = f"{node.name}: " if node is not None else ""
        kind = key.kind.value if node is not None else key.kind.value.capitalize()
        return f"{place}{kind} could not be shown"


def _said(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0].rstrip(".")
    return f"{type(error).__name__}: {first}." if first else f"{type(error).__name__}."
