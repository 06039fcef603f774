"""The heat map of thousands of rows: what is painted column by column equals what is painted all at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolTip

from engine.probes.frames import GradientHistoryFrame
from engine.probes.trail import Trail
from gui.plots.color_scale import table
from gui.plots.gradient_heat_map import GradientHeatMap
from gui.plots.gradient_picture import GradientPicture, colors
from gui.plots.gradient_rows import GradientRows
from gui.plots.numbers import exact
from gui.theme.appearance import appearance


def frame_of(norms: np.ndarray, steps: np.ndarray, parameters_a_node: int = 2) -> GradientHistoryFrame:
    """Return a frame of norms ``(T, P)``."""
    nodes = tuple(f"n{place // parameters_a_node}" for place in range(norms.shape[1]))
    names = ("weight",) * norms.shape[1]
    return GradientHistoryFrame(int(steps[-1]), nodes, names, (False,) * norms.shape[1], steps, norms.T)


@given(seed=st.integers(0, 1000), num_nodes=st.integers(1, 40), pace=st.integers(1, 9), height=st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_frame_by_frame_is_what_the_last_frame_alone_is(seed: int, num_nodes: int, pace: int, height: int) -> None:
    """Also where the trail drops every second column, and where new norms widen the range."""
    generator, trail = np.random.default_rng(seed), Trail(16)
    rows, names = GradientRows(), dict[str, str]()
    picture = GradientPicture(rows)
    for step in range(1, 60):
        values = 10.0 ** generator.uniform(-3, step / 20, 2 * num_nodes)
        values[generator.random(2 * num_nodes) < 0.05] = generator.choice([0.0, np.nan, np.inf])
        trail.add(3 * step, values.astype(np.float32))
        if step % pace == 0:
            rows.take(frame_of(trail.table, trail.steps), names)
            shown = picture.pixels(37, height)
    rows.take(frame_of(trail.table, trail.steps), names)
    shown = picture.pixels(37, height)
    alone = GradientRows()
    alone.take(frame_of(trail.table, trail.steps), names)
    np.testing.assert_array_equal(rows.norms, alone.norms)
    np.testing.assert_array_equal(shown, GradientPicture(alone).pixels(37, height))
    squares = np.nan_to_num(trail.table.astype(np.float64).reshape(len(trail), num_nodes, 2) ** 2, posinf=np.inf)
    expected = np.sqrt(squares.sum(2)).T
    frozen = np.isnan(trail.table.reshape(len(trail), num_nodes, 2)).all(2).T
    np.testing.assert_allclose(rows.norms[~frozen], expected[~frozen], rtol=1e-6)
    assert np.isnan(rows.norms[frozen]).all()


def test_columns_are_as_wide_as_their_steps_are_apart(show) -> None:
    plot = show(GradientHeatMap(), 486, 160)
    steps = np.array([0, 10, 100, 190])
    plot.show_frame(frame_of(np.float32([[1, 1], [10, 10], [100, 100], [1000, 1000]]), steps), {})
    room, end = plot.room(), 190 + 190 / 3
    for step, column in ((1, 0), (9, 0), (11, 1), (99, 1), (101, 2), (189, 2), (191, 3), (252, 3)):
        point = QPointF(room.left() + step / end * room.width(), room.center().y())
        assert plot.cell_at(point) == (0, column), step


def test_each_pixel_of_two_thousand_rows_is_a_value_that_the_mouse_reads(show, hover, qtbot) -> None:
    plot = show(GradientHeatMap(), 406, 160)
    generator = np.random.default_rng(0)
    norms = (10 ** generator.uniform(-6, 0, (200, 4000))).astype(np.float32)
    plot.show_frame(frame_of(norms, np.arange(1, 201)), {})
    rows, room = plot.rows, plot.room()
    picture = plot.grab().toImage()
    scale = rows.scale
    whole = table(False, appearance.theme.is_dark)
    for x, y in generator.integers(0, (int(room.width()) - 1, int(room.height()) - 1), (60, 2)):
        point = QPointF(room.left() + x + 0.5, room.top() + y + 0.5)
        row, column = plot.cell_at(point)
        share = (np.log10(rows.norms[row, column]) - scale.low) / (scale.high - scale.low)
        found = QColor(picture.pixel(int(room.left() + x), int(room.top() + y))).rgb()
        assert found in [int(color) for color in whole[max(0, round(share * 255) - 1) : round(share * 255) + 2]]
        shared = plot._rows_at(point)
        assert rows.norms[row, column] == rows.norms[shared.start : shared.stop, column].max()
    point = QPointF(room.left() + 50.5, room.top() + 40.5)
    hover(plot, point)
    row, column = plot.cell_at(point)
    assert exact(float(rows.norms[row, column])) in QToolTip.text()
    assert "the largest of" in QToolTip.text()
    hover(plot, None)


def test_codes_have_viridis_and_what_is_frozen_has_none(qapp) -> None:
    for is_dark in (True, False):
        found, whole = colors(is_dark), table(False, is_dark)
        assert len(found) == 256
        assert found[0] == 0
        assert (found[1], found[254], found[255]) == (int(whole[0]), int(whole[255]), int(whole[256]))


@pytest.mark.parametrize("width", [406, 1200])
def test_another_size_and_another_theme_are_painted_anew(show, width: int) -> None:
    plot = show(GradientHeatMap(), 300, 120)
    norms = (10 ** np.random.default_rng(1).uniform(-6, 0, (50, 900))).astype(np.float32)
    plot.show_frame(frame_of(norms, np.arange(1, 51)), {})
    plot.grab()
    plot.resize(width, 300)
    fresh = show(GradientHeatMap(), width, 300)
    fresh.show_frame(frame_of(norms, np.arange(1, 51)), {})
    assert plot.grab().toImage() == fresh.grab().toImage()
    appearance.toggle()
    try:
        assert plot.grab().toImage() == fresh.grab().toImage()
    finally:
        appearance.toggle()
