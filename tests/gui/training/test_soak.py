"""An hour of LeNet-5 in miniature: all its steps through the mailbox, thousands of looks through every view.

A warning of Qt's or Python's fails it, as it does any test. What grows with the steps is what is kept of each: a record
of 40 bytes, and its place on the curves.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.compiling.compiler import compile_graph
from engine.probes.network import Network
from engine.probes.pictures import Pictures
from engine.probes.probes import Probes
from gui.plots.gradients_view import Aspect
from gui.training.live_views import LiveViews
from tests import memory, networks
from tests.gui.training.conftest import EPOCH, STARTED, Stage
from tests.probing import Clock

STEPS_A_LOOK, STEPS_A_SECOND, LOOKS_AN_EPOCH = 360, 300, 30
LOOKS_AN_HOUR = 3600 * STEPS_A_SECOND // STEPS_A_LOOK
MEASURED_EVERY = 150
SETTLED_AFTER = 6
"""Measurements: by then each trail has dropped half of its rows once, and each view has been in front."""
COMPARED = 4
CURVE_BYTES_A_STEP = 16
"""What a step takes on the curves, where its place and its value stand as numbers of 8 bytes; measured: 8.3."""
MOST_GROWTH_MB = 3.0
MOST_BLOCKS = 10_000
"""Grad-CAM that put its network together anew with each look left 40 behind, 25,000 in all: torch.fx keeps sources."""


class Hour:
    """A run whose steps cost nothing, looked into by the real probes, shown by the real views.

    The clock goes as far with each look as the steps between two would take, so that every kind of frame is due.
    """

    def __init__(self, stage: Stage) -> None:
        graph = networks.lenet()
        self._session = stage.session
        stage.start(graph)
        self._mailbox = stage.mailbox
        self._mailbox.post_event(STARTED)
        self._module = compile_graph(graph)
        shape = graph.by_name["input"].params["shape"]
        assert isinstance(shape, tuple)
        self._images = torch.rand(8, *shape)
        self._clock = Clock()
        pictures = Pictures.without_data(shape, torch.device("cpu"))
        self._probes = Probes(Network(graph, self._module), pictures, self._mailbox, self._clock)
        self.step = 0

    @property
    def records_mb(self) -> float:
        """The room of the steps' records."""
        return self._mailbox._records.nbytes / 2**20

    def look(self) -> None:
        """Take some steps, look into the last, and have the views show it."""
        for _ in range(STEPS_A_LOOK):
            self.step += 1
            self._mailbox.post_scalars(self.step, 1.0 + 1 / self.step, 0.5, self.step / STEPS_A_SECOND, self.step)
        self._clock.now += STEPS_A_LOOK / STEPS_A_SECOND
        self._module.zero_grad()
        self._probes.before_forward(self._images)
        self._module(self._images).square().mean().backward()
        self._probes.after_backward(self.step)
        self._probes.after_step(self.step)
        if self.step % (LOOKS_AN_EPOCH * STEPS_A_LOOK) == 0:
            self._mailbox.post_event(replace(EPOCH, epoch=self.step, step=self.step))
        self._session._poll()
        assert not self._mailbox.take_faults()


def soak(stage: Stage, qtbot: QtBot, num_looks: int, measured_every: int) -> list[tuple[memory.Memory, float]]:
    """Look, with each view in front in turn; return what was in use from time to time, and of that for the records."""
    hour, views = Hour(stage), LiveViews(stage.session)
    qtbot.addWidget(views)
    views.resize(460, 840)
    views.show()
    qtbot.waitExposed(views)
    found, aspects = [], list(Aspect)
    for number in range(1, num_looks + 1):
        if number % 10 == 0:
            views.area.docks[number // 10 % len(views.area.docks)].raise_()
            views.gradients.view.aspects.buttons[aspects[number // 10 % len(aspects)]].click()
            views._watch()
        hour.look()
        QApplication.processEvents()
        if number % measured_every == 0 and memory.can_be_measured():
            found.append((memory.measure(), hour.records_mb))
            print(f"{hour.step:9,d} steps: {found[-1][0]}, records {hour.records_mb:.1f} MB")
    assert len(stage.session.records) == num_looks * STEPS_A_LOOK
    return found


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not memory.can_be_measured(), reason="asks glibc for its counts")
def test_an_hours_steps_take_no_memory_but_what_is_kept_of_each(stage: Stage, qtbot: QtBot) -> None:
    found = soak(stage, qtbot, LOOKS_AN_HOUR, MEASURED_EVERY)[SETTLED_AFTER - 1 :]
    # The lowest of some: a buffer that has just been doubled is there twice until the curves are drawn again.
    beside = [each.handed_out_mb - records for each, records in found]
    drawn = CURVE_BYTES_A_STEP * MEASURED_EVERY * STEPS_A_LOOK * (len(found) - COMPARED) / 2**20
    assert min(beside[-COMPARED:]) - min(beside[:COMPARED]) < drawn + MOST_GROWTH_MB
    blocks = [each.python_blocks for each, _ in found]
    assert min(blocks[-COMPARED:]) - min(blocks[:COMPARED]) < MOST_BLOCKS


def test_a_minutes_steps_pass(stage: Stage, qtbot: QtBot) -> None:
    """The same in seconds."""
    soak(stage, qtbot, 60, 30)
