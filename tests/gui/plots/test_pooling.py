"""A pooling layer's input and output on the screen, against the frame."""

import numpy as np
from PySide6.QtCore import QPointF

from engine.probes.frames import PoolingFrame
from gui.plots.color_scale import ColorScale
from gui.plots.pooling import PoolingPlot


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
