"""Former runs, smoothing, zoom and export of the curves."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.errors import FormatError
from gui.plots.curves import CurvesPlot
from gui.plots.run_curves import RunCurves, table
from gui.plots.series import Series

LEFT = Qt.MouseButton.LeftButton


def run(title: str, seed: int, num_steps: int = 40) -> RunCurves:
    random, steps = np.random.default_rng(seed), np.arange(1.0, num_steps + 1)
    every = Series(steps[9::10], random.random(num_steps // 10))
    lr = Series(steps[[0, -1]], np.array([0.05, 0.05]))
    return RunCurves(
        title, Series(steps, random.random(num_steps)), Series(steps, random.random(num_steps)), every, every, every, lr
    )


@pytest.fixture
def plot(show) -> CurvesPlot:
    plot = show(CurvesPlot(), 430, 180)
    plot.show_curves(run("LeNet-5 · run 3", 3))
    return plot


def drawn(curve) -> tuple[list[float], list[float]]:
    steps, values = curve.getOriginalDataset()
    return list(steps), list(values)


def test_former_runs_lie_behind_and_can_be_left_out(plot: CurvesPlot) -> None:
    former = [run("run 1", 1, 60), run("run 2", 2)]
    plot.show_former(former)
    assert [drawn(curve) for curve in plot.loss.former_curves] == [
        (list(one.loss.steps), list(one.loss.values)) for one in former
    ]
    assert plot.loss.plot.viewRange()[0][1] >= 60
    assert all(curve.zValue() < plot.loss.training_curve.zValue() for curve in plot.loss.former_curves)
    first = plot.menu.runs[0]
    assert first.text() == "run 1"
    first.trigger()
    assert [drawn(curve)[1] for curve in plot.accuracy.former_curves] == [list(former[1].accuracy.values)]
    plot.loss.set_log(True)
    plot.grab()


def test_the_second_chart_shows_what_is_chosen(plot: CurvesPlot, qtbot) -> None:
    assert plot.accuracy.isVisible()
    plot.second.actions()[1].trigger()
    assert plot.shows_gradient
    assert plot.gradient.isVisible()
    assert plot.gradient.training.values.tolist() == run("", 3).gradient_norm.values.tolist()
    plot.second.actions()[2].trigger()
    assert plot.lr.isVisible()
    assert plot.lr.header.first_number.text() == "0.0500"


def test_smoothing_draws_means_and_keeps_the_numbers(plot: CurvesPlot) -> None:
    action = next(action for action in plot.menu.actions() if "of 10 " in action.text())
    action.trigger()
    steps, values = drawn(plot.loss.training_curve)
    raw = run("", 3).loss.values
    assert values[-1] == pytest.approx(raw[-10:].mean())
    assert len(steps) == 40
    assert action.isChecked()
    plot.menu.actions()[0].trigger()
    assert drawn(plot.loss.training_curve)[1] == list(raw)


def test_a_drawn_rectangle_zooms_and_a_double_click_shows_all_again(plot: CurvesPlot) -> None:
    chart = plot.loss
    whole = chart.plot.viewRange()
    view = chart.plot.viewport()
    QApplication.processEvents()
    box = chart.plot.getPlotItem().getViewBox()
    area = chart.plot.mapFromScene(box.sceneBoundingRect()).boundingRect()
    start, end = area.center() - QPoint(30, 15), area.center() + QPoint(20, 15)
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (end - start) * share, 20)
    QTest.mouseRelease(view, LEFT, pos=end)
    assert chart.is_zoomed
    (left, right), _ = chart.plot.viewRange()
    assert whole[0][0] < left < right < whole[0][1]
    plot.show_curves(run("", 3, 400))
    assert chart.plot.viewRange()[0] == [left, right]
    QTest.mouseDClick(view, LEFT, pos=area.center())
    assert not chart.is_zoomed
    assert chart.plot.viewRange()[0][1] >= 400


def test_the_table_has_every_number_once() -> None:
    runs = [run("a", 1), run("b", 2)]
    rows = list(csv.DictReader(table(runs).splitlines()))
    assert len(rows) == 80
    for one in runs:
        own = [row for row in rows if row["run"] == one.title]
        assert [float(row["loss"]) for row in own] == one.loss.values.tolist()
        validated = [row for row in own if row["validation_loss"]]
        assert [int(row["step"]) for row in validated] == one.validation_loss.steps.tolist()
        assert [float(row["validation_loss"]) for row in validated] == one.validation_loss.values.tolist()


def test_curves_are_written_as_picture_drawing_and_table(plot: CurvesPlot, tmp_path: Path) -> None:
    plot.show_former([run("run 1", 1)])
    for suffix in (".png", ".svg", ".csv"):
        plot.export_to(tmp_path / f"curves{suffix}")
    assert QImage(str(tmp_path / "curves.png")).width() == 2 * plot._body.width()
    drawing = ElementTree.parse(tmp_path / "curves.svg").getroot()
    assert len([part for part in drawing.iter() if part.tag.endswith(("path", "polyline"))]) > 4
    written = {row["run"] for row in csv.DictReader((tmp_path / "curves.csv").read_text().splitlines())}
    assert written == {"LeNet-5 · run 3", "run 1"}
    with pytest.raises(FormatError, match=r"curves\.csv was not exported"):
        plot.export_to(tmp_path / "nowhere" / "curves.csv")


def test_the_menus_open_by_a_click_and_obey_the_keys(plot: CurvesPlot, qtbot) -> None:
    """Down to the second entry, Return."""

    def take_the_second() -> None:
        menu = QApplication.activePopupWidget()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)

    QTimer.singleShot(100, take_the_second)
    with qtbot.waitSignal(plot.menu.smoothing_chosen) as chosen:
        qtbot.mouseClick(plot.more, LEFT)
    assert chosen.args == [10]
