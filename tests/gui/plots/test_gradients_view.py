"""The gradients over time and their histograms: what is painted and read is the frame's numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from engine.probes.frames import GradientFrame, GradientHistogramFrame, GradientHistoryFrame
from gui.plots.color_scale import table
from gui.plots.gradient_heat_map import GradientHeatMap
from gui.plots.gradients_view import Aspect, GradientsView
from gui.plots.histogram import HistogramPlot, histograms_of
from gui.plots.numbers import exact
from gui.theme.appearance import appearance

LEFT = Qt.MouseButton.LeftButton


def history(num_layers: int, num_steps: int) -> GradientHistoryFrame:
    norms = 10 ** np.random.default_rng(0).uniform(-4, 1, (2 * num_layers, num_steps))
    names = tuple(f"layer{place // 20}.{place}" for place in range(num_layers) for _ in range(2))
    frozen = (False,) * (2 * num_layers)
    steps = 4 * np.arange(num_steps) + 1
    return GradientHistoryFrame(
        int(steps[-1]), names, ("weight", "bias") * num_layers, frozen, steps, norms.astype(np.float32)
    )


def test_a_row_is_the_norm_of_all_parameters_of_a_node(show) -> None:
    plot, frame = show(GradientHeatMap()), history(5, 12)
    plot.show_frame(frame, {})
    assert plot.rows is not None
    expected = np.hypot(frame.norms[::2].astype(np.float64), frame.norms[1::2])
    np.testing.assert_allclose(plot.rows.norms, expected, rtol=1e-6)


def test_a_cell_has_the_colour_of_its_logarithm_and_is_read_exactly(show) -> None:
    plot, frame = show(GradientHeatMap(), 500, 160), history(5, 12)
    plot.show_frame(frame, {})
    picture, room = plot.grab().toImage(), plot.room()
    scale = plot.rows.scale
    colors = table(False, appearance.theme.is_dark)
    for row, column in ((0, 0), (2, 7), (4, 11)):
        place = QPointF(room.left() + (column + 0.5) * room.width() / 12, room.top() + (row + 0.5) * room.height() / 5)
        norm = float(plot.rows.norms[row, column])
        share = (np.log10(norm) - scale.low) / (scale.high - scale.low)
        found = QColor(picture.pixel(place.toPoint())).rgb()
        nearby = [int(color) for color in colors[max(0, round(share * 255) - 1) : round(share * 255) + 2]]
        assert found in nearby
        assert plot.cell_at(place) == (row, column)
        assert plot.readout(row, column) == f"layer0.{row} · step {4 * column + 1:,}\n{exact(norm)}"


def test_what_was_frozen_is_left_empty_and_said(show) -> None:
    plot, frame = show(GradientHeatMap()), history(3, 10)
    frame.norms[2:4, 5:] = np.nan
    frozen = (False, False, True, True, False, False)
    plot.show_frame(GradientHistoryFrame(9, frame.node_ids, frame.parameters, frozen, frame.steps, frame.norms), {})
    assert plot.readout(1, 7).endswith("frozen")
    assert "frozen now" in plot.readout(1, 2)
    room = plot.room()
    empty = QPointF(room.left() + room.width() * 0.65, room.center().y())
    assert QColor(plot.grab().toImage().pixel(empty.toPoint())).saturation() < 60


@pytest.mark.parametrize("norms", [np.zeros((4, 3)), np.full((4, 3), np.nan), np.full((4, 3), np.inf)])
def test_norms_of_no_colour_are_no_fault(show, norms: np.ndarray) -> None:
    plot = show(GradientHeatMap())
    frame = GradientHistoryFrame(
        3, ("a", "a", "b", "b"), ("weight", "bias") * 2, (False,) * 4, np.arange(3), norms.astype(np.float32)
    )
    plot.show_frame(frame, {})
    plot.grab()


def test_three_hundred_layers_are_bracketed(show) -> None:
    plot = show(GradientHeatMap())
    plot.show_frame(history(300, 40), {})
    plot.grab()
    assert plot.cell_at(plot.room().center()) is not None
    plot.clear()
    assert plot.cell_at(plot.room().center()) is None


def values(*counts: list[int]) -> GradientHistogramFrame:
    edges = np.stack([np.linspace(-1 - at, 2, len(row) + 1, dtype=np.float32) for at, row in enumerate(counts)])
    return GradientHistogramFrame(3, ("weight", "bias")[: len(counts)], edges, np.array(counts), (False,) * len(counts))


def test_bins_are_as_high_as_their_counts(show) -> None:
    plot = show(HistogramPlot())
    plot.show_histograms(histograms_of(values([0, 4, 8, 2], [1, 1, 0, 3])))
    heights = [[plot.bar(place, bin_).height() for bin_ in range(4)] for place in range(2)]
    full = plot.room(0).height()
    assert heights[0] == pytest.approx([0, full / 2, full, full / 4])
    assert heights[1] == pytest.approx([full / 3, full / 3, 0, full])
    assert plot.readout(plot.bar(0, 2).center()) == "weight\n0.500 … 1.25: 8"
    assert plot.readout(QPointF(-5, 3)) == ""
    plot.grab()


def test_buttons_turn_to_another_aspect_and_measure(show, qtbot) -> None:
    view = show(GradientsView(), 420, 180)
    view.show_history(history(2, 3), {})
    assert view.aspect is Aspect.LAYERS
    with qtbot.waitSignal(view.turned):
        qtbot.mouseClick(view.aspects.buttons[Aspect.TIME], LEFT)
    assert view.aspect is Aspect.TIME
    assert view.heat_map.isVisible()
    assert not view.measures.isVisible()
    qtbot.mouseClick(view.aspects.buttons[Aspect.LAYERS], LEFT)
    frame = GradientFrame(1, ("a", "b"), ("weight", "weight"), *np.float32([[1, 2], [10, 20], [100, 200]]))
    view.show_bars(frame, {})
    qtbot.mouseClick(view.measures.buttons[2], LEFT)
    assert [group.bars[0].norm for group in view.bars.groups] == [100, 200]
    assert view.ratio.text() == "first/last 0.500"
    view.clear()
    assert view.ratio.text() == ""


def test_bars_behind_another_aspect_are_up_to_date_when_one_turns_back(show, qtbot) -> None:
    view = show(GradientsView(), 420, 180)
    qtbot.mouseClick(view.aspects.buttons[Aspect.TIME], LEFT)
    many = tuple(f"layer{place // 50 + 1}.{place}" for place in range(300))
    for scale in (1, 2):
        view.show_bars(GradientFrame(scale, many, ("weight",) * 300, np.full(300, scale, np.float32)), {})
    qtbot.mouseClick(view.aspects.buttons[Aspect.LAYERS], LEFT)
    assert view.bars.scroll_bar.isVisible()
    assert {group.bars[0].norm for group in view.bars.groups} == {2.0}
    assert view.bars.decades.high == 1


def test_before_a_run_the_time_aspect_says_how_to_begin(show, qtbot) -> None:
    view = show(GradientsView(), 460, 240)
    qtbot.mouseClick(view.aspects.buttons[Aspect.TIME], LEFT)
    assert view.no_history.isVisible()
    assert "Press Train" in view.no_history.text()
    nothing = GradientHistoryFrame(0, ("a",), ("weight",), (False,), np.empty(0, int), np.empty((1, 0), np.float32))
    view.show_history(nothing, {})
    assert view.no_history.isVisible()
    view.show_history(history(3, 4), {})
    assert view.heat_map.isVisible()
    view.clear()
    assert view.no_history.isVisible()
    qtbot.mouseClick(view.aspects.buttons[Aspect.LAYERS], LEFT)
    assert view.bars.isVisible()
