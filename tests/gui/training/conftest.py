"""A run that a test writes itself, and the widgets that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.graph.model import Graph
from engine.probes.frames import FrameKey
from engine.probes.picture import PictureSource
from engine.runs.folder import RunFolder
from engine.runtime.mailbox import Mailbox
from engine.runtime.worker import Joinable
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished, RunStarted
from engine.training.longer import Longer
from gui.training.live_views import LiveViews
from gui.training.panel import LivePanel
from gui.training.run_session import RunSession
from tests import networks


class ScriptedRunner:
    """Does nothing by itself: the test posts to its mailbox, and sees what was asked of it."""

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> None:
        self.graph, self.config, self.mailbox = graph, config, mailbox
        self.calls: list[str] = []
        self.lengthened: list[Longer] = []

    def start(self, *after: Joinable) -> None:
        self.after = after
        self.calls.append("start")

    def pause(self) -> None:
        self.calls.append("pause")

    def resume(self) -> None:
        self.calls.append("resume")

    def stop(self) -> None:
        self.calls.append("stop")

    def lengthen(self, longer: Longer) -> None:
        self.calls.append("lengthen")
        self.lengthened.append(longer)

    def watch(self, keys: Iterable[FrameKey]) -> None:
        self.calls.append("watch")
        self.mailbox.watch(keys)

    def show_picture(self, source: PictureSource) -> None:
        self.calls.append("show_picture")
        self.mailbox.show_picture(source)

    def close(self, timeout: float) -> bool:
        self.calls.append("close")
        return True


class Stage:
    """A session whose runs are scripted."""

    def __init__(self) -> None:
        self.runners: list[ScriptedRunner] = []
        self.session = RunSession(self._make)

    def _make(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox, *kept: RunFolder) -> ScriptedRunner:
        self.runners.append(ScriptedRunner(graph, config, mailbox))
        return self.runners[-1]

    @property
    def runner(self) -> ScriptedRunner:
        """The present run's."""
        return self.runners[-1]

    @property
    def mailbox(self) -> Mailbox:
        """The present run's."""
        return self.runner.mailbox

    def start(self, graph: Graph | None = None) -> None:
        self.session.start(graph or networks.lenet(), TrainingConfig(epochs=15))


STARTED = RunStarted(
    device="cpu",
    device_text="CPU, 1 of 2 cores",
    num_params=61_706,
    num_train_images=1293,
    num_validation_images=144,
    num_test_images=360,
    steps_per_epoch=21,
    epochs=15,
)

EPOCH = EpochFinished(
    epoch=1,
    step=21,
    train_loss=1.5,
    train_accuracy=0.5,
    validation_loss=1.2,
    validation_accuracy=0.6,
    seconds=0.4,
)


def post_steps(mailbox: Mailbox, first: int, last: int, seconds_a_step: float = 0.01) -> None:
    """Record steps of 64 images whose loss is one by their number."""
    for step in range(first, last + 1):
        mailbox.post_scalars(step, 1 / step, 1 - 1 / step, step * seconds_a_step, 64 * step)


def put_apart(views: LiveViews, *panels: LivePanel) -> None:
    """Give views stacks of their own at the foot, so that they are seen together."""
    for panel in panels:
        views.area.addDockWidget(
            Qt.DockWidgetArea.RightDockWidgetArea, views.area.dock_of(panel), Qt.Orientation.Vertical
        )


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """A session with scripted runs."""
    stage = Stage()
    yield stage
    stage.session.close()


@pytest.fixture
def run_session(qtbot: QtBot) -> Iterator[RunSession]:
    """A session with real runs."""
    session = RunSession()
    yield session
    session.close()
