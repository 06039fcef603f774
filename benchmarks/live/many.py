"""Views of very many layers: how many frames a second 2,000 series are shown with, how long a colour update holds up.

python benchmarks/live/many.py SECONDS

A run that is a script posts what the worker would post for 1,000 convolutions with weight and bias; the window's own
views take it from the mailbox and paint it, as fast as they can. Prints its figures as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, sleep, thread_time

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QApplication

from benchmarks.live.apart import keep_apart
from benchmarks.networks import resnet
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import ColoursFrame, FrameKey, FrameKind, GradientFrame, GradientHistoryFrame, Quantity
from engine.probes.past import MAX_COLUMNS
from engine.probes.picture import PictureSource
from engine.probes.trail import Trail
from engine.runtime.mailbox import Mailbox
from engine.runtime.worker import Joinable
from engine.training.config import TrainingConfig
from engine.training.events import RunStarted
from engine.training.longer import Longer
from gui.application import make_application
from gui.main_window import MainWindow
from gui.plots.gradients_view import Aspect
from gui.training.live_views import LiveViews
from gui.training.panel import LivePanel
from gui.training.run_session import RunnerLike, RunSession
from gui.xray import idle_look

NUM_LAYERS = 1_000
STEPS_A_FRAME = 10
SIZE = (430, 900)
STARTED = RunStarted("cpu", "CPU", 0, 1, 1, 1, 1000, 100)


class Script(RunnerLike):
    """Stands in the place of a run, or of an inspection: holds its mailbox."""

    made: Script

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        Script.made = self

    def start(self, *after: Joinable) -> None:
        """Begin nothing."""

    def pause(self) -> None:
        """Hold nothing."""

    def resume(self) -> None:
        """Let nothing go on."""

    def stop(self) -> None:
        """End nothing."""

    def lengthen(self, longer: Longer) -> None:
        """Go on for no longer."""

    def join(self) -> None:
        """Wait for nothing."""

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames."""
        self.mailbox.watch(keys)

    def show_picture(self, source: PictureSource) -> None:
        """Look at a picture."""

    def close(self, timeout: float) -> bool:
        """End at once."""
        return True


class Gradients:
    """Random gradients of a network's layers, a little others with each step."""

    def __init__(self, graph: Graph) -> None:
        nodes = [node.id for node in graph.nodes.values() if node.spec.type == "Conv2d"]
        self._node_ids = tuple(node_id for node_id in nodes for _ in range(2))
        self._names = ("weight", "bias") * len(nodes)
        self._frozen = (False,) * len(self._names)
        self._trail = Trail(MAX_COLUMNS)
        self._draw = np.random.default_rng(0)
        self._logs = self._draw.uniform(-5, 1, len(self._names))
        self.step = 0

    def post(self, mailbox: Mailbox) -> None:
        """Post what a worker would after some more steps."""
        for _ in range(STEPS_A_FRAME):
            self.step += 1
            mailbox.post_scalars(self.step, 1 / self.step, 0.5, 0.01 * self.step, 64 * self.step)
        self._logs += self._draw.normal(0, 0.05, len(self._logs))
        norms: npt.NDArray[np.float32] = (10**self._logs).astype(np.float32)
        self._trail.add(self.step, norms)
        whose = self._node_ids, self._names
        mailbox.post_frame(
            FrameKey(FrameKind.GRADIENTS),
            GradientFrame(
                self.step,
                *whose,
                norms,
                norms * np.float32(0.1),
                norms * np.float32(0.5),
                self._frozen,
                (9,) * len(norms),
            ),
        )
        mailbox.post_frame(
            FrameKey(FrameKind.GRADIENT_HISTORY),
            GradientHistoryFrame(self.step, *whose, self._frozen, self._trail.steps, self._trail.table.T),
        )


def main() -> None:
    seconds = float(sys.argv[1])
    keep_apart()
    application = make_application()
    figures = series_figures(application, seconds) | colour_figures(application, seconds)
    print(json.dumps(figures), flush=True)


def series_figures(application: QApplication, seconds: float) -> dict[str, float]:
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    for place in range(NUM_LAYERS):
        x = net.add("Conv2d", x, name=f"layer{place // 50}.{place % 50}", out_channels=1, kernel_size=3, padding=1)
    graph = net.output(x)
    session = RunSession(Script)
    views = LiveViews(session)
    views.resize(*SIZE)
    views.show()
    application.processEvents()
    session.start(graph, TrainingConfig())
    Script.made.mailbox.post_event(STARTED)
    bring_to_front(views, views.gradients)
    gradients, figures = Gradients(graph), {}
    for _ in range(2):  # the first frame shows the buttons
        gradients.post(Script.made.mailbox)
        session._poll()
        application.processEvents()

    def frame() -> None:
        gradients.post(Script.made.mailbox)
        session._poll()
        application.processEvents()

    for aspect in (Aspect.LAYERS, Aspect.TIME):
        views.gradients.view.aspects.buttons[aspect].click()
        figures[f"frames_per_s_2000_series_{aspect.name.lower()}"] = round(per_second(frame, seconds), 1)
    session.close()
    return {"frames_per_s_2000_series": min(figures.values()), **figures}


def bring_to_front(views: LiveViews, panel: LivePanel) -> None:
    next(dock for dock in views.area.docks if dock.panel is panel).raise_()
    QApplication.processEvents()
    assert panel.is_on_screen


def per_second(frame: Callable[[], None], seconds: float) -> float:
    for _ in range(5):
        frame()
    begin, count = perf_counter(), 0
    while (passed := perf_counter() - begin) < seconds:
        frame()
        count += 1
    return count / passed


def colour_figures(application: QApplication, seconds: float) -> dict[str, float]:
    """Return the most work at a stretch for the colours of ResNet-152's 517 open nodes, backprop on: thread's time."""
    idle_look._engine_inspector = Script
    window = MainWindow()
    window.resize(1360, 850)
    window.show()
    graph = resnet()
    window.session.edit("Open", lambda _: graph)
    window.canvas.zoom_to_fit()
    window.actions_.backprop.setChecked(True)
    window.menus.colors.action_of(Quantity.GRADIENT).trigger()
    live = window.xray.canvas_live
    assert live is not None
    held_up: list[float] = []
    draw, end = np.random.default_rng(0), perf_counter() + 1 + seconds
    while (now := perf_counter()) < end:
        if not live._showing.isActive() and not live._rest.isActive():
            live._take({FrameKey(FrameKind.COLOURS): colours(graph, draw)})
        begin = thread_time()
        application.processEvents()
        if now > end - seconds:
            held_up.append(1000 * (thread_time() - begin))
        sleep(0.001)
    window.xray.close()
    window.session.start_anew()
    window.close()
    return {"colour_update_max_ms_517_nodes": round(max(held_up), 1)}


def colours(graph: Graph, draw: np.random.Generator) -> ColoursFrame:
    values = [(10 ** draw.uniform(-5, 1, len(graph.nodes))).astype(np.float32) for _ in range(6)]
    return ColoursFrame(1, tuple(graph.nodes), *values)


if __name__ == "__main__":
    main()
