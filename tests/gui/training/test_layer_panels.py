"""Filters and levels of a real run: brought to the front by a click, they show what the run's network has."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from engine.probes.frames import Frame, FrameKey, FrameKind
from engine.training.config import TrainingConfig
from gui.training.live_views import LiveViews
from gui.training.run_session import RunSession, RunState
from tests import networks

LEFT = Qt.MouseButton.LeftButton


def front(views: LiveViews, name: str, qtbot: QtBot) -> None:
    bars = [bar for bar in views.area.findChildren(QTabBar) if bar.isVisible()]
    bar, place = next((bar, at) for bar in bars for at in range(bar.count()) if bar.tabText(at) == name)
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())


def test_each_layer_view_shows_the_runs_own_numbers(qtbot: QtBot, run_session: RunSession) -> None:
    graph = networks.lenet()
    views = LiveViews(run_session)
    qtbot.addWidget(views)
    views.resize(430, 900)
    views.show()
    shown: dict[FrameKey, Frame] = {}
    run_session.frames_received.connect(shown.update)
    run_session.start(graph, TrainingConfig(epochs=1))
    qtbot.waitUntil(lambda: run_session.state is RunState.FINISHED, timeout=120_000)
    views.set_selection(graph.by_name["conv2"].id, "conv2")

    front(views, "Filters", qtbot)
    filters = FrameKey(FrameKind.FILTERS, graph.by_name["conv2"].id)
    qtbot.waitUntil(lambda: views.filters.plot.frame is not None and filters in shown, timeout=20_000)
    assert np.array_equal(views.filters.plot.kernels.values, shown[filters].kernels.reshape(-1, 5, 5))
    assert "2,400 weights" in views.filters.title

    front(views, "Levels", qtbot)
    qtbot.waitUntil(lambda: views.levels.plot.frame is not None, timeout=20_000)
    assert "Conv2d(6, 16, kernel_size=(5, 5)" in views.levels.plot.code.toPlainText()
    assert views.levels.plot.frame.autograd.grad_fn == "ConvolutionBackward0"
    assert views.levels.plot.frame.tensor.shape == (1, 16, 10, 10)

    front(views, "Convolution", qtbot)
    qtbot.waitUntil(lambda: views.convolution.plot.output_map.values is not None, timeout=20_000)
    plot = views.convolution.plot
    qtbot.waitUntil(lambda: plot.frame is not None and plot.frame.unit == plot.unit, timeout=20_000)
    sum_ = (plot.frame.patch.astype(np.float64) * plot.frame.kernel).sum() + plot.frame.bias
    np.testing.assert_allclose(sum_, plot.frame.value, rtol=1e-4)
    np.testing.assert_allclose(plot.output_map.values[0, plot.unit.y, plot.unit.x], plot.frame.value, rtol=1e-4)
