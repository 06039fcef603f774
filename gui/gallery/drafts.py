"""Builds presets in a thread, for their figures and their pictures; the window never waits for it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine.analysis.depth import depth
from engine.analysis.inference import Inference, infer
from engine.errors import ConvCanvasError
from engine.graph.model import Graph
from presets import registry as presets

_MAX_KEPT = 100


@dataclass(frozen=True)
class Wish:
    """A preset as it is to be built; None for the paper's own number of classes or image size."""

    name: str
    num_classes: int | None = None
    input_size: int | None = None


@dataclass(frozen=True)
class Draft:
    """A preset that was built.

    Attributes:
        graph: laid out, a large one with its groups closed.
        inference: its shapes and costs.
        depth: convolutions and fully connected layers on the longest way through it.
        problem: why it cannot be built or does not work like this; empty where all is well.
    """

    graph: Graph
    inference: Inference
    depth: int
    problem: str = ""


def drafted(wish: Wish) -> Draft:
    """Build a preset and infer its shapes; what is wrong with the wish is said in the draft."""
    try:
        graph = presets.get(wish.name).build(wish.num_classes, wish.input_size)
    except ConvCanvasError as error:
        return Draft(Graph(), infer(Graph()), 0, str(error))
    inference = infer(graph)
    problem = ""
    if inference.problems:
        first = inference.problems[0]
        name = graph.nodes[first.node_id].name if first.node_id is not None else ""
        problem = f"{name}: {first.message}" if name else first.message
    return Draft(graph, inference, depth(inference), problem)


class Drafts(QObject):
    """Drafts by wish, each built once; what was asked for last comes first.

    The thread lives while there is something to build.

    Signals:
        ready(Wish): its draft is there.
    """

    ready = Signal(object)
    _built = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts: dict[Wish, Draft] = {}
        self._wishes: list[Wish] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._built.connect(self._take)

    def draft(self, wish: Wish) -> Draft | None:
        """Return a draft if it is there; else it is built, and `ready` says when."""
        found = self._drafts.get(wish)
        if found is None:
            self._ask(wish)
        return found

    def known(self, wish: Wish) -> Draft | None:
        """Return a draft if it is there, and ask for nothing."""
        return self._drafts.get(wish)

    def forget_wishes(self) -> None:
        """Build no more of what was asked for."""
        with self._lock:
            self._wishes.clear()

    def close(self) -> None:
        """Wait for the one that is being built."""
        self.forget_wishes()
        if self._thread is not None:
            self._thread.join()

    def _ask(self, wish: Wish) -> None:
        with self._lock:
            if wish in self._wishes:
                self._wishes.remove(wish)
            self._wishes.append(wish)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="convcanvas-drafts")
                self._thread.start()

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            self._built.emit(wish, drafted(wish))  # it waits until the window has time for it

    def _next(self) -> Wish | None:
        """Return what is to be built next; None ends the thread."""
        with self._lock:
            if self._wishes:
                return self._wishes.pop()
            self._thread = None
            return None

    def _take(self, wish: Wish, draft: Draft) -> None:
        while len(self._drafts) >= _MAX_KEPT:
            del self._drafts[next(iter(self._drafts))]
        self._drafts[wish] = draft
        self.ready.emit(wish)
