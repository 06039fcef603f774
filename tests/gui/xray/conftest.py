"""A window whose networks are looked into by a script: the test posts the frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from engine.graph.model import Graph
from engine.probes.frames import ColoursFrame, Frame, FrameKey, FrameKind, ThumbnailImage, ThumbnailsFrame
from engine.probes.picture import PictureSource
from engine.runtime.mailbox import Mailbox
from engine.runtime.worker import Joinable
from engine.training.config import TrainingConfig
from gui.xray import idle_look


class ScriptedInspector:
    """Does nothing by itself."""

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> None:
        self.graph, self.config, self.mailbox = graph, config, mailbox
        self.is_closed = False

    def start(self, *after: Joinable) -> None:
        pass

    def join(self) -> None:
        pass

    def watch(self, keys: Iterable[FrameKey]) -> None:
        self.mailbox.watch(keys)

    def show_picture(self, source: PictureSource) -> None:
        self.mailbox.show_picture(source)

    def close(self, timeout: float) -> bool:
        self.is_closed = True
        return True


class Script:
    """The inspectors that a window began."""

    def __init__(self) -> None:
        self.inspectors: list[ScriptedInspector] = []

    def make(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> ScriptedInspector:
        self.inspectors.append(ScriptedInspector(graph, config, mailbox))
        return self.inspectors[-1]

    @property
    def present(self) -> ScriptedInspector | None:
        """The one that looks now."""
        return next((each for each in reversed(self.inspectors) if not each.is_closed), None)

    def key(self, kind: FrameKind) -> FrameKey | None:
        """Return what is asked for of a kind."""
        keys = self.present.mailbox.watched if self.present is not None else frozenset[FrameKey]()
        return next((key for key in keys if key.kind is kind), None)

    def post(self, kind: FrameKind, frame: Frame) -> None:
        """Answer what is asked for."""
        key = self.key(kind)
        assert self.present is not None, "nobody looks"
        assert key is not None, f"nobody asks for {kind}"
        self.present.mailbox.post_frame(key, frame)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Have a window's networks looked into by a script."""
    script = Script()
    monkeypatch.setattr(idle_look, "_engine_inspector", script.make)
    return script


def colours(graph: Graph, step: int = 0, seed: int = 0) -> ColoursFrame:
    """Return random values for all nodes; every third has no parameters."""
    generator, node_ids = np.random.default_rng(seed), tuple(graph.nodes)
    draw: Callable[[], np.ndarray] = lambda: (10 ** generator.uniform(-5, 1, len(node_ids))).astype(np.float32)  # noqa: E731
    gradient = draw()
    gradient[::3] = np.nan
    dead = generator.uniform(0, 1, len(node_ids)).astype(np.float32)
    return ColoursFrame(step, node_ids, gradient, draw(), dead, dead, draw(), draw())


def thumbnails(node_ids: Iterable[str], seed: int = 0, size: int = 4) -> ThumbnailsFrame:
    """Return random unsigned maps."""
    generator = np.random.default_rng(seed)
    images = {}
    for node_id in node_ids:
        values = generator.uniform(0, 1, (size, size)).astype(np.float32)
        images[node_id] = ThumbnailImage(values, float(values.min()), float(values.max()), 0)
    return ThumbnailsFrame(0, images)
