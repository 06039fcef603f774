"""Kernels and weights on the screen, against the frames."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.probes.frames import Filters, FiltersFrame, WeightsFrame
from gui.plots.filters import FiltersPlot, weights_text
from gui.plots.kernels import MAX_TILES, Pages, tiles_of
from gui.plots.numbers import short
from gui.plots.ridge import rows_of


def filters(count: int = 4, inputs: int = 3, *, is_colour: bool = False) -> FiltersFrame:
    kernels = np.random.default_rng(count).normal(size=(count, inputs, 3, 3)).astype(np.float32)
    return FiltersFrame(7, 0, kernels, count, is_colour, float(kernels.min()), float(kernels.max()))


def weights() -> WeightsFrame:
    counts = np.array([1, 3, 8, 4], np.int64)
    history = np.array([[0.1, 0.4, 0.4, 0.1], [0.1, 0.3, 0.5, 0.1]], np.float32)
    edges = np.linspace(-1, 1, 5, dtype=np.float32)
    return WeightsFrame(7, edges, counts, np.array([0, 3]), history, 16, 0.125, 1e-3, 0.1, 0.5, 6.0, 2.0)


def test_each_input_of_each_filter_is_a_tile(show, hover) -> None:
    frame = filters()
    plot = show(FiltersPlot(), 406, 180)
    plot.show_frame(weights())
    plot.show_filters(frame)
    assert np.array_equal(plot.kernels.values, frame.kernels.reshape(12, 3, 3))
    assert plot.kernels_title.text() == "4 filters × 3 inputs"
    assert plot.kernels.scale.high == -plot.kernels.scale.low == max(-frame.low, frame.high)
    left, top = plot.kernels.mosaic.tile(7)
    hover(plot.kernels, QPointF(left + 1, top + 1) / plot.devicePixelRatioF())
    assert plot.footer.readout.text() == f"filter 2 · input 1 · y 0 · x 0 · {short(float(frame.kernels[2, 1, 0, 0]))}"


def test_the_first_layer_is_in_colour(show, hover) -> None:
    frame = filters(8, is_colour=True)
    plot = show(FiltersPlot(), 406, 180)
    plot.show_filters(frame)
    assert len(plot.kernels.values) == 8
    most = max(-frame.low, frame.high)
    colors = plot.kernels.scale.pixels(plot.kernels.values, is_dark=True)
    for shift, channel in ((16, 0), (8, 1), (0, 2)):
        expected = np.rint((0.5 + frame.kernels[:, channel] / (2 * most)) * 255)
        assert np.array_equal((colors >> np.uint32(shift)) & 255, expected)
    left, top = plot.kernels.mosaic.tile(5)
    picture = plot.kernels.grab().toImage()
    assert picture.pixel(left + 1, top + 1) == colors[5, 0, 0]
    hover(plot.kernels, QPointF(left + 1, top + 1) / plot.devicePixelRatioF())
    assert plot.footer.readout.text().count(",") == 2


@given(num_filters=st.integers(1, 40), num_inputs=st.integers(1, 600), is_colour=st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_pages_together_have_each_kernel_once(num_filters: int, num_inputs: int, is_colour: bool) -> None:
    whole = filters(num_filters, 3 if is_colour else num_inputs, is_colour=is_colour)
    pages = Pages.of(whole)
    seen = []
    for page in range(pages.count):
        first, first_input = pages.first_of(page)
        part = replace(whole, first=first, kernels=whole.kernels[first : first + pages.filters_a_page])
        tiles = tiles_of(part, first_input)
        assert len(tiles.values) <= MAX_TILES
        for at, tile in enumerate(tiles.values):
            number, source = tiles.place(at)
            seen.append((first + number, source))
            if not is_colour:
                assert np.array_equal(tile, whole.kernels[first + number, source])
    assert seen == [(number, source) for number in range(num_filters) for source in range(pages.num_tiles)]


def turn_wheel(widget: QWidget, place: QPoint, delta: int) -> None:
    position, none = QPointF(place), Qt.MouseButton.NoButton
    event = QWheelEvent(
        position,
        widget.mapToGlobal(position),
        QPoint(),
        QPoint(0, delta),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_buttons_and_wheel_turn_the_pages(show, qtbot: QtBot) -> None:
    whole = filters(64, 100)
    plot, asked = show(FiltersPlot(), 460, 240), []
    plot.needs_changed.connect(lambda: asked.append(plot.filters))
    plot.show_filters(whole)
    assert plot.kernels_title.text() == "0–1 of 64 filters × 100 inputs"
    qtbot.mouseClick(plot.pager.on, Qt.MouseButton.LeftButton)
    assert asked == [Filters(2, 2)]
    plot.show_filters(whole)  # still on its way when the page was turned
    assert plot.kernels_title.text() == "0–1 of 64 filters × 100 inputs"
    second = replace(whole, first=2, kernels=whole.kernels[2:4])
    plot.show_filters(second)
    assert plot.kernels_title.text() == "2–3 of 64 filters × 100 inputs"
    assert np.array_equal(plot.kernels.values, second.kernels.reshape(-1, 3, 3))
    qtbot.mouseClick(plot.pager.back, Qt.MouseButton.LeftButton)
    assert asked[-1] is None
    assert not plot.pager.back.isEnabled()
    middle = plot.kernels.mapTo(plot, plot.kernels.rect().center())
    for delta, page in ((-60, 0), (-60, 1), (-120, 2), (120, 1), (240, 0), (120, 0)):
        turn_wheel(plot, middle, delta)
        assert plot.pager.page == page
    plot.clear()
    plot.show_filters(filters(4, 3))
    assert not plot.pager.isVisible()


def test_a_wide_filter_is_paged_through_by_its_inputs(show, qtbot: QtBot) -> None:
    plot = show(FiltersPlot(), 460, 240)
    plot.show_filters(replace(filters(2, 600), num_filters=64))
    qtbot.mouseClick(plot.pager.on, Qt.MouseButton.LeftButton)
    assert plot.filters == Filters(0, 1)
    plot.show_filters(replace(filters(1, 600), num_filters=64))
    assert plot.kernels_title.text() == "0 of 64 × inputs 256–511"


def test_the_ridge_ends_with_the_weights_as_they_are(show) -> None:
    frame = weights()
    rows = rows_of(frame)
    assert rows.shape == (3, 4)
    np.testing.assert_allclose(rows**2 / (rows**2)[2, 2], np.vstack([frame.history, frame.counts / 16]) * 2, rtol=1e-5)
    plot = show(FiltersPlot(), 406, 180)
    plot.show_frame(frame)
    front = plot.ridge.line(rows, 2)
    assert min(point.y() for point in front) == front[3].y()  # the third bin is the highest
    assert plot.ridge.line(rows, 0)[0].y() < front[0].y()
    plot.ridge.grab()


def test_the_share_near_zero_is_said(show) -> None:
    plot = show(FiltersPlot(), 406, 180)
    plot.show_frame(weights())
    assert plot.facts.text() == weights_text(weights())
    assert plot.facts.text() == "12.5% near 0 (|w| < 0.001 max) · std 0.500 · L1 6.00 · L2 2.00"
    plot.clear()
    assert plot.frame is None
    assert plot.facts.text() == ""
