"""A node's output on the screen: each pixel, each bar and each readout against the frame."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from engine.probes.frames import ActivationFrame, ChannelGradientFrame, ChannelStats, MapFrame
from gui.plots.activations import ActivationsPlot
from gui.plots.color_scale import ColorScale
from gui.plots.numbers import short
from gui.plots.ordering import Order
from gui.plots.palette import first
from gui.theme.appearance import appearance

LEFT = Qt.MouseButton.LeftButton


def maps(channels: int = 6, height: int = 28, width: int = 28, low: float = -1.0) -> ActivationFrame:
    values = np.random.default_rng(0).uniform(low, 1.0, (channels, height, width)).astype(np.float32)
    return ActivationFrame(step=3, values=values, num_channels=channels)


def vector(size: int) -> ActivationFrame:
    return ActivationFrame(3, np.random.default_rng(1).normal(size=size).astype(np.float32), size)


def centre(plot: ActivationsPlot, channel: int, y: int, x: int) -> QPointF:
    """Return the middle of a value's cell in the maps' widget."""
    view = plot.maps
    left, top = view.mosaic.tile(channel)
    _, height, width = view.values.shape
    across, down = (x + 0.5) * view.mosaic.tile_width / width, (y + 0.5) * view.mosaic.tile_height / height
    return QPointF(left + across, top + down) / view.devicePixelRatioF()


@pytest.mark.parametrize("low", [-1.0, 0.0])
def test_every_value_has_its_colour_on_the_screen(show, low: float) -> None:
    frame = maps(low=low)
    plot = show(ActivationsPlot(), 700, 260)
    plot.show_frame(frame)
    picture = plot.maps.grab().toImage()
    expected = ColorScale.of(frame.values).pixels(frame.values, is_dark=appearance.theme.is_dark)
    for channel, y, x in [(0, 0, 0), (0, 27, 27), (2, 13, 5), (5, 20, 9)]:
        point = centre(plot, channel, y, x)
        assert picture.pixel(point.toPoint()) == expected[channel, y, x]


def test_the_colour_bar_tells_the_range(show) -> None:
    plot = show(ActivationsPlot())
    plot.show_frame(ActivationFrame(1, np.array([[[0.25, 4.0]]], np.float32), 1))
    assert plot.footer.color_bar.labels == ("0.250", "4.00")
    plot.clear()
    plot.show_frame(ActivationFrame(1, np.array([[[-0.25, 4.0]]], np.float32), 1))
    assert plot.footer.color_bar.labels == ("−4.00", "4.00")


def test_the_mouse_reads_channel_place_and_value(show, hover) -> None:
    frame = maps()
    plot = show(ActivationsPlot())
    plot.show_frame(frame)
    hover(plot.maps, centre(plot, 4, 11, 23))
    value = f"{abs(frame.values[4, 11, 23]):#.3g}"
    assert plot.footer.readout.text().startswith("channel 4 · y 11 · x 23 · ")
    assert plot.footer.readout.text().endswith(value)
    hover(plot.maps, None)
    assert plot.footer.readout.text() == ""


def test_the_readout_survives_a_smaller_layer_under_the_mouse(show, hover) -> None:
    plot = show(ActivationsPlot())
    plot.show_frame(maps())
    hover(plot.maps, centre(plot, 5, 27, 27))
    plot.show_frame(maps(2, 3, 3))
    plot.clear()
    assert plot.footer.readout.text() == ""
    assert plot.frame is None


def test_bars_stand_for_the_values_of_a_vector(show, hover) -> None:
    frame = vector(10)
    plot = show(ActivationsPlot())
    plot.show_frame(frame)
    bars = plot.bars.bars()
    assert plot.bars.isVisible()
    assert len(bars) == 10
    low, high = plot.bars.limits()
    assert (low, high) == (frame.values.min(), frame.values.max())
    pixels_per_unit = (max(bar.bottom() for bar in bars) - min(bar.top() for bar in bars)) / (high - low)
    assert [bar.height() for bar in bars] == pytest.approx((np.abs(frame.values) * pixels_per_unit).tolist(), abs=1.01)
    zero = bars[int(frame.values.argmax())].bottom()
    for value, bar in zip(frame.values, bars, strict=True):
        assert (bar.bottom() if value > 0 else bar.top()) == zero
    hover(plot.bars, bars[7].center())
    assert plot.bars.place == 7
    assert plot.footer.readout.text().startswith("index 7 · ")


def test_bars_are_painted_where_they_are_said_to_be(show) -> None:
    plot = show(ActivationsPlot())
    plot.show_frame(ActivationFrame(1, np.array([1.0, 2.0, 4.0], np.float32), 3))
    picture = plot.bars.grab().toImage()
    for bar in plot.bars.bars():
        assert QColor(picture.pixel(bar.center().toPoint())) == first(appearance.theme)


def test_a_long_vector_is_shown_as_cells(show, hover) -> None:
    frame = vector(4096)
    plot = show(ActivationsPlot())
    plot.show_frame(frame)
    assert plot.cells.isVisible()
    assert np.array_equal(plot.cells.values[:, 0, 0], frame.values)
    left, top = plot.cells.mosaic.tile(4095)
    hover(plot.cells, QPointF(left + 0.5, top + 0.5))
    assert plot.footer.readout.text().startswith("index 4095 · ")


def test_a_vector_changes_between_bars_and_cells_with_the_room(show, qtbot) -> None:
    plot = show(ActivationsPlot(), width=900)
    plot.show_frame(vector(200))
    assert plot.bars.isVisible()
    plot.resize(300, 140)
    qtbot.waitUntil(plot.cells.isVisible)


def test_what_is_not_finite_is_shown_without_a_fault(show) -> None:
    plot = show(ActivationsPlot())
    for values in (
        np.full((2, 3, 3), np.nan, np.float32),
        np.array([[[np.inf, -np.inf, 0.0]]], np.float32),
        np.array([np.nan, np.inf, 1.0], np.float32),
        np.full(4, np.nan, np.float32),
        np.zeros(5, np.float32),
        np.zeros((1, 2, 2), np.float32),
    ):
        plot.show_frame(ActivationFrame(1, values, len(values)))
        plot.grab()


def test_maps_follow_the_theme(show) -> None:
    plot = show(ActivationsPlot())
    frame = maps()
    plot.show_frame(frame)
    was_dark = appearance.theme.is_dark
    appearance.toggle()
    picture = plot.maps.grab().toImage()
    expected = ColorScale.of(frame.values).pixels(frame.values, is_dark=not was_dark)
    assert picture.pixel(centre(plot, 1, 14, 14).toPoint()) == expected[1, 14, 14]
    appearance.toggle()


def with_stats(frame: ActivationFrame) -> ActivationFrame:
    rows = frame.values.reshape(len(frame.values), -1)
    stats = ChannelStats(rows.min(1), rows.max(1), rows.mean(1), rows.var(1))
    return ActivationFrame(frame.step, frame.values, frame.num_channels, stats)


def test_maps_stand_in_the_order_that_is_chosen(show, qtbot, hover) -> None:
    frame = with_stats(maps())
    frame.values[2] *= 0.1
    frame = with_stats(frame)
    plot = show(ActivationsPlot(), 406, 220)
    plot.show_frame(frame)
    assert plot.ordered.places.tolist() == list(range(6))
    qtbot.mouseClick(plot.ordered.order_choice.buttons[1], LEFT)
    assert plot.ordered.places.tolist() == np.argsort(-frame.values.reshape(6, -1).var(1), kind="stable").tolist()
    assert np.array_equal(plot.maps.values, frame.values[plot.ordered.places])
    hover(plot.maps, centre(plot, 5, 3, 4))
    assert plot.footer.readout.text().startswith("channel 2 · y 3 · x 4 · ")
    assert plot.footer.readout.text().endswith(f"{abs(frame.values[2, 3, 4]):#.3g}")


def test_the_order_by_gradient_waits_for_gradients(show, qtbot) -> None:
    frame = with_stats(maps())
    plot = show(ActivationsPlot())
    plot.show_frame(frame)
    with qtbot.waitSignal(plot.needs_changed):
        qtbot.mouseClick(plot.ordered.order_choice.buttons[2], LEFT)
    assert plot.ordered.order is Order.GRADIENT
    assert plot.ordered.places.tolist() == list(range(6))
    norms = np.array([0.1, 0.5, 0.0, 0.9, 0.2, 0.3], np.float32)
    plot.ordered.show_gradients(ChannelGradientFrame(3, norms, is_predicted=False))
    assert plot.ordered.places.tolist() == [3, 1, 5, 4, 0, 2]
    assert np.array_equal(plot.maps.values, frame.values[[3, 1, 5, 4, 0, 2]])


@pytest.mark.parametrize("low", [-1.0, 0.5])
def test_own_scale_stretches_each_map_and_reads_true_values(show, qtbot, hover, low: float) -> None:
    frame = maps(low=low)
    frame.values[:] *= np.logspace(0, -3, 6, dtype=np.float32)[:, None, None]
    plot = show(ActivationsPlot(), 406, 220)
    plot.show_frame(frame)
    qtbot.mouseClick(plot.ordered.scale_switch, LEFT)
    shown, values = plot.maps.values, frame.values.astype(np.float64)
    largest = abs(values).max((1, 2), keepdims=True)
    least, most = values.min((1, 2), keepdims=True), values.max((1, 2), keepdims=True)
    expected = values / largest if low < 0 else (values - least) / (most - least)
    np.testing.assert_allclose(shown, expected, atol=1e-6)
    assert plot.footer.color_bar.labels == (("−max", "max") if low < 0 else ("min", "max"))
    hover(plot.maps, centre(plot, 5, 3, 4))
    assert plot.footer.readout.text() == f"channel 5 · y 3 · x 4 · {short(float(frame.values[5, 3, 4]))}"


def test_a_click_enlarges_a_map_with_its_full_values_and_escape_leaves_it(show, qtbot, hover) -> None:
    frame = maps()
    plot = show(ActivationsPlot(), 406, 220)
    plot.show_frame(frame)
    clicked: list[tuple[int, ...]] = []
    plot.unit_clicked.connect(clicked.append)
    plot.unit_pointed.connect(clicked.append)
    with qtbot.waitSignal(plot.needs_changed):
        qtbot.mouseClick(plot.maps, LEFT, pos=centre(plot, 4, 11, 23).toPoint())
    assert clicked == [(4, 11, 23), (11, 23)]
    assert plot.channel == 4
    full = np.random.default_rng(5).normal(size=(28, 28)).astype(np.float32)
    plot.show_map(MapFrame(3, 4, full, float(full.min()), float(full.max()), float(full.mean()), float(full.var())))
    assert np.array_equal(plot.enlarged.map.values[0], full)
    assert plot.enlarged.facts.text().startswith(f"channel 4 · {short(float(full.min()))} to ")
    left, top = plot.enlarged.map.mosaic.tile(0)
    hover(plot.enlarged.map, QPointF(left + 1, top + 1))
    assert plot.footer.readout.text() == f"channel 4 · y 0 · x 0 · {short(float(full[0, 0]))}"
    qtbot.mouseClick(plot.enlarged.map, LEFT, pos=QPoint(left + 1, top + 1))
    qtbot.keyClick(plot.enlarged.map, Qt.Key.Key_Escape)
    assert plot.channel is None
    assert np.array_equal(plot.maps.values, frame.values)


def test_a_map_of_another_channel_is_passed_over(show, qtbot) -> None:
    plot = show(ActivationsPlot(), 406, 220)
    plot.show_frame(maps())
    qtbot.mouseClick(plot.maps, LEFT, pos=centre(plot, 1, 5, 5).toPoint())
    plot.show_map(MapFrame(3, 2, np.zeros((28, 28), np.float32), 0.0, 0.0, 0.0, 0.0))
    assert plot.enlarged.frame is None
