"""A convolution in numbers on the screen, against the frame; moved by mouse, keys and by itself."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from engine.probes.frames import ConvolutionFrame, MapFrame, Unit
from gui.plots import sweep
from gui.plots.color_scale import ColorScale
from gui.plots.convolution import ConvolutionPlot
from gui.plots.convolution_text import sum_text
from gui.plots.number_grid import NumberGrid, cell_text
from gui.plots.numbers import short

LEFT = Qt.MouseButton.LeftButton


UNIT = Unit(1, 0, 2)


def frame(unit: Unit = UNIT, channels: int = 3, first: int = 0) -> ConvolutionFrame:
    """A 3 × 3 kernel with padding 1 and dilation 2 on maps of 8 × 8."""
    random = np.random.default_rng(unit.y * 8 + unit.x)
    patch, kernel = random.normal(size=(2, channels, 3, 3)).astype(np.float32)
    return ConvolutionFrame(
        step=4,
        unit=unit,
        patch=patch,
        kernel=kernel,
        rows=tuple(range(unit.y - 1, unit.y + 4, 2)),
        columns=tuple(range(unit.x - 1, unit.x + 4, 2)),
        first_channel=first,
        bias=-0.25,
        value=float((patch * kernel).sum() - 0.25),
        input_shape=(6, 8, 8),
        output_shape=(4, 6, 6),
    )


def output(channel: int = 0) -> MapFrame:
    values = np.random.default_rng(channel).normal(size=(6, 6)).astype(np.float32)
    return MapFrame(4, channel, values, float(values.min()), float(values.max()), 0.0, 1.0)


def test_patch_and_kernel_are_those_of_the_strongest_input(show) -> None:
    shown = frame()
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(shown)
    strongest = int(abs((shown.patch * shown.kernel).sum((1, 2))).argmax())
    assert np.array_equal(plot.patch.values, shown.patch[strongest])
    assert np.array_equal(plot.kernel.values, shown.kernel[strongest])
    assert plot.source == strongest
    total = short(float((shown.patch * shown.kernel).sum(dtype=float)))
    assert plot.total.text() == f"output[1, 0, 2]: Σ of 3 inputs {total} − bias 0.250 = {short(shown.value)}"


def test_another_input_can_be_chosen_and_is_told_from_its_group(show, qtbot) -> None:
    shown = frame(first=3)
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(shown)
    field = plot.controls.source_field
    assert field.text() == "strongest"
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "3"
    assert np.array_equal(plot.patch.values, shown.patch[0])
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert np.array_equal(plot.patch.values, shown.patch[1])
    assert plot.titles[0].text() == "input 4"
    assert plot.titles[2].text() == f"kernel: Σ {short(float(shown.channel_sums[1]))}"


def test_the_mouse_over_a_cell_tells_its_product_and_what_is_padding(show, hover) -> None:
    shown = frame()
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(shown)
    channel = plot.source
    hover(plot.kernel, plot.kernel.cell(1, 2).center())
    patch, kernel = float(shown.patch[channel, 1, 2]), float(shown.kernel[channel, 1, 2])
    assert plot.total.text() == f"y 1, x 5: {short(patch)} × {short(kernel)} = {short(patch * kernel)}"
    hover(plot.patch, plot.patch.cell(0, 0).center())
    assert plot.total.text().startswith("padding: ")
    hover(plot.patch, None)
    assert plot.total.text().startswith("output[1, 0, 2]: ")


def test_the_unit_under_the_mouse_is_asked_for_and_stays(show, qtbot, hover) -> None:
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(frame())
    plot.show_output(output())
    left, top = plot.output_map.mosaic.tile(0)
    cell = plot.output_map.mosaic.tile_width / 6
    with qtbot.waitSignal(plot.needs_changed):
        hover(plot.output_map, QPointF(left + 4.5 * cell, top + 1.5 * cell) / plot.devicePixelRatioF())
    assert plot.unit == Unit(0, 1, 4)
    hover(plot.output_map, None)
    assert plot.unit == Unit(0, 1, 4)
    assert np.array_equal(plot.output_map.values[0], output().values)


def test_buttons_step_value_by_value(show, qtbot) -> None:
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(frame(Unit(0, 1, 5)))
    plot.sweep.set_place((1, 5))
    qtbot.mouseClick(plot.controls.on, LEFT)
    assert plot.unit == Unit(0, 2, 0)
    qtbot.mouseClick(plot.controls.back, LEFT)
    qtbot.mouseClick(plot.controls.back, LEFT)
    assert plot.unit == Unit(0, 1, 4)


def test_it_moves_by_itself_but_never_past_what_has_come(show, qtbot, monkeypatch) -> None:
    plot = show(ConvolutionPlot(), 406, 200)
    plot.sweep._timer.setInterval(10)
    plot.show_frame(frame(Unit(0, 1, 1)))
    places: list[tuple[int, int]] = []
    plot.sweep.moved.connect(lambda: places.append(plot.sweep.place))
    qtbot.mouseClick(plot.controls.play, LEFT)
    qtbot.waitUntil(lambda: len(places) == 1)
    qtbot.wait(60)
    assert places == [(0, 1)]  # the frame of that place has not come
    plot.show_frame(frame(Unit(0, 0, 1)))
    qtbot.waitUntil(lambda: len(places) == 2)
    assert places[1] == (0, 2)
    qtbot.mouseClick(plot.controls.play, LEFT)
    assert not plot.sweep.is_playing


def test_clear_stops_and_begins_anew(show, qtbot) -> None:
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(frame())
    qtbot.mouseClick(plot.controls.play, LEFT)
    plot.clear()
    assert not plot.sweep.is_playing
    assert plot.unit == Unit(0, 0, 0)
    assert plot.patch.values is None
    assert plot.total.text() == ""


@pytest.mark.parametrize(("place", "by", "after"), [((0, 2), 1, (1, 0)), ((1, 2), 1, (0, 0)), ((0, 0), -1, (1, 2))])
def test_places_follow_row_by_row(place, by, after) -> None:
    assert sweep.moved(place, (2, 3), by) == after


def test_a_cell_has_the_colour_of_its_value(show) -> None:
    values = np.array([[-1.0, 0.0], [0.5, 1.0]], np.float32)
    scale = ColorScale.of(values)
    grid = show(NumberGrid(), 100, 100)
    grid.show_values(values, scale)
    picture, ratio = grid.grab().toImage(), grid.devicePixelRatioF()
    for row in range(2):
        for column in range(2):
            corner = grid.cell(row, column).topLeft() + QPointF(3, 3)
            assert picture.pixel((corner * ratio).toPoint()) == scale.pixels(values, is_dark=True)[row, column]


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.514, "−.51"), (0.0, "0"), (1.26, "1.3"), (-12.3, "−12.3"), (0.004, ".00"), (0.999, "1.0"), (9.99, "9.99")],
)
def test_numbers_in_cells_are_short(value: float, text: str) -> None:
    assert cell_text(value) == text


def test_one_input_needs_no_count() -> None:
    assert sum_text(frame(channels=1)).startswith("Σ ")
    assert "inputs" not in sum_text(frame(channels=1))


def test_the_click_holds_the_sweep(show, qtbot) -> None:
    plot = show(ConvolutionPlot(), 406, 200)
    plot.show_frame(frame())
    plot.show_output(output())
    qtbot.mouseClick(plot.controls.play, LEFT)
    left, top = plot.output_map.mosaic.tile(0)
    qtbot.mouseClick(plot.output_map, LEFT, pos=QPoint(left + 1, top + 1))
    assert not plot.sweep.is_playing
    assert plot.unit == Unit(0, 0, 0)


def test_where_there_is_more_height_than_width_numbers_are_larger_two_by_two(show) -> None:
    plot = show(ConvolutionPlot(), 580, 280)
    plot.show_frame(frame())
    in_a_row = plot.patch.width()
    assert not plot.blocks.is_tall
    plot.resize(580, 600)
    assert plot.blocks.is_tall
    QApplication.processEvents()
    assert plot.patch.width() > 1.5 * in_a_row
    assert plot.patch.mapTo(plot, QPoint()).y() < plot.input_map.mapTo(plot, QPoint()).y()
    plot.resize(580, 280)
    QApplication.processEvents()
    assert plot.patch.width() == in_a_row
