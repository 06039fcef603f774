"""Takes the README's pictures of the real window, while it really trains.

    python docs/screenshots.py [FOLDER]

Needs no display. Pictures are 1360 × 850 at double resolution and go to this folder unless another is named.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from engine.graph import closing, edits
from engine.graph.builder import GraphBuilder
from engine.graph.groups import members
from engine.graph.model import Graph
from engine.probes.frames import Quantity
from gui.application import make_application
from gui.main_window import MainWindow
from gui.theme.appearance import appearance
from gui.training.run_session import RunState
from presets import registry as presets

PATIENCE_S = 120
VIEW_SIZE = (470, 300)


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window live until a condition holds.

    Raises:
        TimeoutError: it does not hold within two minutes.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE_S} s in vain")
        QApplication.processEvents()
        time.sleep(0.01)


def settle(window: MainWindow) -> None:
    """Let the window lay itself out, let boxes come to their places, and paint."""
    until = time.monotonic() + 0.8
    wait_until(lambda: time.monotonic() > until and not window.canvas.glide.is_under_way)


def training_lenet5(window: MainWindow, path: Path) -> None:
    """Picture LeNet-5 half-way through its training, with the second convolution selected."""
    window.open_preset("lenet5")
    window.canvas.select([window.session.graph.by_name["conv2"].id])
    window.train()
    half = window.session.document.training.epochs * 20
    wait_until(lambda: len(window.run_session.records) > half)
    window.grab().save(str(path))
    window.run_session.close()


def layer_views(window: MainWindow, folder: Path) -> None:
    """Picture each view of what a layer computes, floating, after a run of a LeNet-5 with maxima and ReLU."""
    window.session.edit("Build", lambda _: lenet_with_maxima())
    window.session.set_training("lr", 0.01)  # at 0.05 most of its ReLUs die
    window.canvas.select([window.session.graph.by_name["conv2"].id])
    window.train()
    wait_until(lambda: window.run_session.state is RunState.FINISHED)
    views = window.live_views
    assert views is not None
    for panel in (views.activations, views.pooling, views.convolution, views.filters, views.levels):
        dock = views.area.dock_of(panel)
        dock.setFloating(True)
        dock.resize(*VIEW_SIZE)
        settle(window)
        dock.grab().save(str(folder / f"xray-{panel.title_row.name.lower()}.png"))
        dock.setFloating(False)
    window.run_session.close()


def lenet_with_maxima() -> Graph:
    """Return a network whose pooling keeps some values and drops others."""
    net = GraphBuilder()
    x = net.input((1, 32, 32))
    for number, channels in ((1, 6), (2, 16)):
        x = net.add("Conv2d", x, name=f"conv{number}", out_channels=channels, kernel_size=5)
        x = net.add("ReLU", x, name=f"relu{number}")
        x = net.add("MaxPool2d", x, name=f"pool{number}", kernel_size=2)
    x = net.add("Linear", net.add("Flatten", x, name="flatten"), name="fc", out_features=10)
    return net.output(x)


def how_it_learns(window: MainWindow, folder: Path) -> None:
    """Picture curves, gradients, predictions and attributions of LeNet-5, each by itself, beside a former run."""
    window.open_preset("lenet5")
    window.show_live_views(True)
    views = window.live_views
    assert views is not None
    views.gradients.view.aspects.press(1)
    for lr in (0.01, 0.05):
        window.session.set_training("lr", lr)
        window.train()
        wait_until(lambda: window.run_session.state is RunState.FINISHED)
    views.predictions.view.choice.press(1)
    views.why.view.methods.press(2)
    for name in ("curves", "gradients", "predictions", "why"):
        dock = views.area.dock_of(getattr(views, name))
        dock.setFloating(True)
        dock.resize(640, 300)
        dock.show()
        until = time.monotonic() + 3
        wait_until(lambda until=until: time.monotonic() > until)  # type: ignore[misc]  # its frames are on their way
        dock.grab().save(str(folder / f"xray-{name}.png"))
        dock.setFloating(False)
    window.run_session.close()


def xray_on_canvas(window: MainWindow, path: Path) -> None:
    """Picture LeNet-5 in training with thumbnails, gradients and what flows back, and a drawn digit as its picture."""
    actions = window.actions_
    window.open_preset("lenet5")
    window.canvas.select([])
    for switch in (actions.thumbnails, actions.backprop, actions.picture):
        switch.setChecked(True)
    window.menus.colors.action_of(Quantity.GRADIENT).trigger()
    window.train()
    window.show_live_views(False)
    panel = window.xray.picture_panel
    assert panel is not None
    panel.findChild(QToolButton, "pictureDraw").click()
    draw_a_seven(panel.draw.pad)
    wait_until(lambda: len(window.run_session.records) > 200)
    settle(window)
    window.grab().save(str(path))
    window.run_session.close()
    for switch in (actions.thumbnails, actions.backprop, actions.picture):
        switch.setChecked(False)
    window.menus.colors.action_of(None).trigger()


def draw_a_seven(pad: QWidget) -> None:
    """Draw with the mouse."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    corners = [QPoint(48, 44), QPoint(120, 44), QPoint(82, 132)]
    QTest.mousePress(pad, left, none, corners[0])
    for start, end in itertools.pairwise(corners):
        for step in range(1, 13):
            QTest.mouseMove(pad, start + (end - start) * step / 12)
            QApplication.processEvents()
    QTest.mouseRelease(pad, left, none, corners[-1])


def a_mistake(window: MainWindow, path: Path) -> None:
    """Picture a network with a kernel that is too large, and what waits for it."""
    window.open_preset("lenet5")
    window.show_live_views(False)
    node = window.session.graph.by_name["conv2"]
    window.session.edit("Set kernel", lambda graph: edits.set_param(graph, node.id, "kernel_size", 15))
    window.canvas.select([node.id])
    window.canvas.zoom_to_fit()
    settle(window)
    window.grab().save(str(path))


def resnet18(window: MainWindow, closed: Path, opened: Path) -> None:
    """Picture ResNet-18 with its layers closed, and with one of them open."""
    graph = presets.get("resnet18").build()
    window.session.edit("Open ResNet-18", lambda _: graph)
    window.canvas.select([])
    window.canvas.zoom_to_fit()
    settle(window)
    window.grab().save(str(closed))
    window.session.edit("Open layer2", lambda graph: closing.open_up(graph, ("group", "layer2")))
    window.session.edit("Open a block", lambda graph: closing.open_up(graph, ("group", "layer2.0")))
    window.canvas.select([window.session.graph.by_name["layer2.0.add"].id])
    window.canvas.zoom_to(window.canvas.selected_area().adjusted(-420, -560, 420, 140))
    settle(window)
    window.grab().save(str(opened))


def resnet152(window: MainWindow, path: Path) -> None:
    """Picture ResNet-152 as it opens: 517 nodes in a few boxes."""
    window.open_preset("resnet152")
    window.canvas.select([])
    settle(window)
    window.grab().save(str(path))


def inception(window: MainWindow, path: Path) -> None:
    """Picture GoogLeNet with its first module open."""
    window.open_preset("googlenet")
    group = ("group", "inception3a")
    window.session.edit("Open", lambda graph: closing.open_up(graph, group))
    window.canvas.select(members(window.session.graph, group[1]))
    window.canvas.zoom_to(window.canvas.selected_area().adjusted(-60, -120, 60, 120))
    window.canvas.select([])
    settle(window)
    window.grab().save(str(path))


def complexity_chart(window: MainWindow, path: Path) -> None:
    """Picture the chart of accuracy against cost, with ResNet-50 open and its published point under the mouse."""
    window.open_preset("resnet50")
    window.complexity.open()
    dialog = window.complexity.dialog
    assert dialog is not None
    wait_until(lambda: bool(dialog.chart.models))
    settle(window)
    dialog.grab().save(str(path))
    dialog.close()


def analysis(window: MainWindow, path: Path) -> None:
    """Picture the analysis table and the effective field of a unit, behind a finished run of LeNet-5."""
    window.open_preset("lenet5")
    window.canvas.select([window.session.graph.by_name["conv2"].id])
    window.show_live_views(False)
    for toggle in window.docks.insights.toggles:
        toggle.trigger()
    window.train()
    wait_until(lambda: window.run_session.state is RunState.FINISHED)
    receptive = window.docks.insights.receptive
    assert receptive is not None
    receptive.toggle.click()
    wait_until(lambda: receptive.picture.effective is not None)
    window.show_live_views(False)
    window.canvas.zoom_to_fit()
    settle(window)
    window.grab().save(str(path))
    window.run_session.close()
    for toggle in window.docks.insights.toggles:
        toggle.trigger()


def compared_runs(window: MainWindow, path: Path) -> None:
    """Picture the list of runs with two of LeNet-5 compared, one with a learning rate that is too small."""
    with TemporaryDirectory() as folder:
        window.running.places.default = Path(folder)
        window.open_preset("lenet5")
        window.show_live_views(False)
        for lr in (0.05, 0.003):
            window.session.set_training("lr", lr)
            window.train()
            wait_until(lambda: window.run_session.state is RunState.FINISHED)
        window.show_live_views(False)
        window.runs.toggle.trigger()
        wait_until(lambda: window.runs.panel is not None and window.runs.panel.isVisible())
        panel = window.runs.panel
        assert panel is not None
        panel.table.selectAll()
        window.canvas.zoom_to_fit()
        settle(window)
        window.grab().save(str(path))
        window.runs.toggle.trigger()
        window.run_session.close()
        window.running.places.default = None


def gallery(window: MainWindow, path: Path) -> None:
    """Picture the gallery with a network that is being looked at."""
    window.gallery.open()
    dialog = window.gallery.dialog
    assert dialog is not None
    dialog.cards.set_current("googlenet")
    until = time.monotonic() + 6
    wait_until(lambda: time.monotonic() > until)  # its pictures are painted one by one
    dialog.grab().save(str(path))
    dialog.reject()


def main() -> int:
    """Take all pictures; return the exit code."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    application = make_application()
    if not appearance.theme.is_dark:
        appearance.toggle()
    window = MainWindow()
    window.resize(1360, 850)
    window.show()
    training_lenet5(window, folder / "lenet5-training.png")
    layer_views(window, folder)
    how_it_learns(window, folder)
    xray_on_canvas(window, folder / "canvas-live.png")
    a_mistake(window, folder / "mistake.png")
    resnet18(window, folder / "resnet18-closed.png", folder / "resnet18-open.png")
    resnet152(window, folder / "resnet152.png")
    inception(window, folder / "inception.png")
    analysis(window, folder / "analysis.png")
    compared_runs(window, folder / "runs.png")
    gallery(window, folder / "gallery.png")
    complexity_chart(window, folder / "accuracy-against-cost.png")
    window.session.start_anew()
    window.close()
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
