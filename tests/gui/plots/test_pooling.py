"""A pooling layer's input and output on the screen, against the frame."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt

from engine.probes.frames import PoolingFrame, Shift, ShiftFrame
from gui.plots.color_scale import ColorScale
from gui.plots.map_dots import dots
from gui.plots.pooling import PoolingPlot

LEFT = Qt.MouseButton.LeftButton


def frame(num_channels: int = 6) -> PoolingFrame:
    before = np.random.default_rng(0).normal(size=(min(6, num_channels), 28, 28)).astype(np.float32)
    after = before.reshape(-1, 14, 2, 14, 2).mean((2, 4))
    return PoolingFrame(step=5, before=before, after=after, num_channels=num_channels)


def test_both_sides_are_the_frames_in_one_scale(show) -> None:
    shown = frame()
    plot = show(PoolingPlot())
    plot.show_frame(shown)
    assert np.array_equal(plot.before.values, shown.before)
    assert np.array_equal(plot.after.values, shown.after)
    assert plot.before.scale == plot.after.scale == ColorScale.of(shown.before, shown.after)
    assert plot.before_title.text() == "before 6 × 28 × 28"
    assert plot.after_title.text() == "after 6 × 14 × 14"
    assert not plot.before_title.is_elided
    assert not plot.after_title.is_elided


def test_titles_count_the_channels_that_are_not_shown(show) -> None:
    plot = show(PoolingPlot())
    plot.show_frame(frame(num_channels=256))
    assert plot.after_title.text() == "after 256 × 14 × 14"


def test_equal_places_are_at_equal_spots(show) -> None:
    plot = show(PoolingPlot())
    plot.show_frame(frame())
    assert plot.before.mosaic == plot.after.mosaic


def test_the_mouse_marks_a_channel_on_both_sides_and_reads_its_value(show, hover) -> None:
    shown = frame()
    plot = show(PoolingPlot())
    plot.show_frame(shown)
    left, top = plot.after.mosaic.tile(2)
    unmarked = plot.before.grab().toImage()
    hover(plot.after, QPointF(left + 1, top + 1))
    assert plot.footer.readout.text().startswith("channel 2 · y 0 · x 0 · ")
    assert plot.footer.readout.text().endswith(f"{abs(shown.after[2, 0, 0]):#.3g}")
    assert plot.before.grab().toImage() != unmarked
    hover(plot.after, None)
    assert plot.footer.readout.text() == ""
    assert plot.before.grab().toImage() == unmarked


def test_one_value_a_channel_is_a_plain_tile(show) -> None:
    before = np.random.default_rng(0).random((16, 7, 7)).astype(np.float32)
    plot = show(PoolingPlot())
    plot.show_frame(PoolingFrame(1, before, before.mean((1, 2), keepdims=True), 16))
    plot.grab()
    assert plot.after_title.text() == "after 16 × 1 × 1"


def test_clear_leaves_nothing(show) -> None:
    plot = show(PoolingPlot())
    plot.show_frame(frame())
    plot.clear()
    assert plot.frame is None
    assert plot.before.values is None
    assert plot.before_title.text() == plot.after_title.text() == ""
    assert plot.footer.color_bar.labels == ("", "")


def maximum(num_channels: int = 2, size: int = 8) -> PoolingFrame:
    before = np.random.default_rng(1).normal(size=(num_channels, size, size)).astype(np.float32)
    windows = before.reshape(num_channels, size // 2, 2, size // 2, 2).transpose(0, 1, 3, 2, 4)
    flat = windows.reshape(num_channels, size // 2, size // 2, 4)
    rows, columns = np.divmod(flat.argmax(-1), 2)
    y = 2 * np.arange(size // 2)[:, None] + rows
    x = 2 * np.arange(size // 2)[None, :] + columns
    return PoolingFrame(5, before, flat.max(-1), num_channels, (y * size + x).astype(np.int32), 0.25)


def test_a_dot_lies_on_the_place_of_each_maximum(show) -> None:
    shown = maximum()
    plot = show(PoolingPlot(), 500, 260)
    plot.show_frame(shown)
    mosaic = plot.before.mosaic
    points = dots(mosaic, shown.winners.reshape(2, -1), (8, 8))
    assert len(points) == 2 * 16
    values = {
        plot.before.values[cell.channel, cell.y, cell.x]
        for cell in (mosaic.cell_at(x, y, 8, 8) for x, y in points.tolist())
    }
    assert values == set(shown.after.ravel())
    ratio = plot.before.devicePixelRatioF()
    picture = plot.before.grab().toImage()
    x, y = points[5] / ratio
    assert picture.pixelColor(int(x), int(y)).lightness() > 230


def test_small_cells_have_no_dots(show) -> None:
    shown = maximum(64, 16)
    plot = show(PoolingPlot(), 300, 160)
    plot.show_frame(shown)
    assert len(dots(plot.before.mosaic, shown.winners.reshape(64, -1), (16, 16))) == 0


def test_a_click_shows_one_channel_alone_with_its_own_dots(show, qtbot, hover) -> None:
    shown = maximum(6)
    plot = show(PoolingPlot(), 500, 260)
    plot.show_frame(shown)
    left, top = plot.after.mosaic.tile(4)
    qtbot.mouseClick(plot.after, LEFT, pos=QPoint(left + 1, top + 1))
    assert np.array_equal(plot.before.values, shown.before[4:5])
    assert np.array_equal(plot.after.values, shown.after[4:5])
    assert plot.after_title.text() == "after · channel 4"
    left, top = plot.before.mosaic.tile(0)
    hover(plot.before, QPointF(left + 1, top + 1))
    assert plot.footer.readout.text().startswith("channel 4 · y 0 · x 0 · ")
    qtbot.mouseClick(plot.before, LEFT, pos=QPoint(left + 1, top + 1))
    assert len(plot.before.values) == 6


def test_the_slider_shifts_and_the_number_is_the_frames(show, qtbot) -> None:
    shown = maximum()
    plot = show(PoolingPlot(), 500, 260)
    plot.show_frame(shown)
    with qtbot.waitSignal(plot.needs_changed):
        qtbot.keyClick(plot.sliders.across, Qt.Key.Key_Right)
    assert plot.shift == Shift(1, 0)
    qtbot.keyClick(plot.sliders.down, Qt.Key.Key_Left)
    assert plot.shift == Shift(1, -1)
    after = shown.after + 0.1
    plot.show_shift(ShiftFrame(6, Shift(1, 0), shown.after, after, 0.5, 0.2, 0.6))
    assert not plot.facts.isVisible()  # the sliders have moved on
    plot.show_shift(ShiftFrame(6, Shift(1, -1), shown.after, after, 0.5, 0.2, 0.625))
    assert plot.facts.text() == "change: picture 62%, input 50%, output 20%, ratio 0.40"
    assert np.array_equal(plot.before.values, shown.after)
    assert np.array_equal(plot.after.values, after)
    qtbot.keyClick(plot.sliders.across, Qt.Key.Key_Left)
    qtbot.keyClick(plot.sliders.down, Qt.Key.Key_Right)
    assert plot.shift is None
    assert np.array_equal(plot.before.values, shown.before)
    assert not plot.facts.isVisible()
