"""A bar per parameter, as high as the logarithm of the frame's number; names that never touch."""

import dataclasses
import math
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from engine.probes.frames import GradientFrame
from gui.plots.gradient_bars import groups_of
from gui.plots.gradient_layout import LEFT
from gui.plots.gradient_measure import GradientMemory, Measure
from gui.plots.gradients import GradientsPlot, readout
from gui.plots.palette import first, second
from gui.theme.appearance import appearance


def frame(names: list[str], norms: np.ndarray, parameters: tuple[str, ...] = ("weight", "bias")) -> GradientFrame:
    ids = tuple(name for name in names for _ in parameters)
    return GradientFrame(9, ids, parameters * len(names), norms.astype(np.float32))


def shown(show, names: list[str], norms: np.ndarray, width: int = 406, **kinds) -> GradientsPlot:
    plot = show(GradientsPlot(), width)
    plot.show_frame(frame(names, norms, **kinds), {name: name for name in names})
    return plot


LENET = ["conv1", "conv2", "fc1", "fc2", "fc3"]


def test_bars_are_the_frames_numbers_one_to_one(show) -> None:
    norms = 10 ** np.random.default_rng(0).uniform(-4, 1, 10)
    plot = shown(show, LENET, norms)
    assert [group.node_id for group in plot.groups] == LENET
    assert [bar.norm for group in plot.groups for bar in group.bars] == norms.astype(np.float32).tolist()


def test_bars_are_as_high_as_the_logarithm(show) -> None:
    norms = 10 ** np.random.default_rng(0).uniform(-4, 1, 10)
    plot = shown(show, LENET, norms)
    rectangles = [rectangle for group in plot.bar_rectangles() for rectangle in group]
    heights = [rectangle.height() for rectangle in rectangles]
    decade = (heights[0] - heights[1]) / (math.log10(norms[0]) - math.log10(norms[1]))
    expected = [(math.log10(norm) - plot.decades.low) * decade for norm in norms]
    assert heights == pytest.approx(expected, rel=1e-3)
    assert len({rectangle.bottom() for rectangle in rectangles}) == 1


def test_bars_are_painted_in_the_colour_of_their_parameter(show) -> None:
    plot = shown(show, LENET, np.full(10, 0.5))
    picture = plot.grab().toImage()
    for weight, bias in plot.bar_rectangles():
        assert QColor(picture.pixel(weight.center().toPoint())) == first(appearance.theme)
        assert QColor(picture.pixel(bias.center().toPoint())) == second(appearance.theme)
        assert bias.width() < weight.width()
        assert weight.right() <= bias.left()


@pytest.mark.parametrize(
    ("names", "width"),
    [
        (LENET, 406),
        (LENET, 180),
        (["a_very_long_name_indeed", "b"], 200),
        ([f"layer{place // 4 + 1}.{place % 4}.conv1" for place in range(20)], 406),
        ([f"layer{place // 12 + 1}.{place % 12}.conv1" for place in range(150)], 406),
        ([f"layer{place // 12 + 1}.{place % 12}.conv1" for place in range(150)], 1200),
    ],
)
def test_no_name_touches_another_or_leaves_the_plot(show, names: list[str], width: int) -> None:
    plot = shown(show, names, np.full(2 * len(names), 0.1), width)
    layout = plot._layout
    rooms = [room for room, _ in [*plot.written_names(), *layout.written_brackets]]
    assert rooms
    assert not any(a.intersects(b) for a, b in combinations(rooms, 2))
    assert all(plot.rect().contains(room.toAlignedRect().adjusted(1, 1, -1, -1)) for room in rooms)
    assert all(name for _, name in plot.written_names())
    assert bool(layout.written_brackets) == (len(names) == 150)
    plot.grab()


def test_short_names_stand_level_and_whole(show) -> None:
    plot = shown(show, LENET, np.full(10, 0.1))
    assert [name for _, name in plot.written_names()] == LENET


def test_zero_and_not_finite_are_drawn_and_said(show) -> None:
    norms = np.array([0, 0, np.nan, np.inf, 1e-30, 0.1])
    plot = shown(show, ["conv1", "conv2", "fc1"], norms)
    plot.grab()
    assert all(bar.height() > 0 for group in plot.bar_rectangles() for bar in group)
    assert "no gradient reaches it" in readout(plot.groups[0])
    assert "NaN (not finite)" in readout(plot.groups[1])
    assert "∞ (not finite)" in readout(plot.groups[1])


def test_norms_that_are_all_zero_are_no_fault(show) -> None:
    shown(show, LENET, np.zeros(10)).grab()


def test_a_layer_with_one_parameter_has_one_bar(show) -> None:
    plot = shown(show, ["conv1", "conv2"], np.array([0.1, 0.2]), parameters=("weight",))
    assert [len(group) for group in plot.bar_rectangles()] == [1, 1]
    plot.grab()


def test_the_mouse_reads_exact_numbers(show, hover, qtbot) -> None:
    plot = shown(show, LENET, np.linspace(0.0123456789, 0.9, 10))
    hover(plot, plot.bar_rectangles()[0][0].center())
    qtbot.waitUntil(lambda: QToolTip.text() == readout(plot.groups[0]))
    assert "weight  0.01234568" in QToolTip.text()
    hover(plot, None)
    QToolTip.hideText()


def test_clear_leaves_nothing(show) -> None:
    plot = shown(show, LENET, np.full(10, 0.1))
    plot.clear()
    assert plot.groups == ()
    assert plot.bar_rectangles() == []
    assert plot.written_names() == []
    plot.grab()


def with_all(names: list[str], step: int = 1) -> GradientFrame:
    """A frame with a weight and a bias a layer whose three numbers are told apart by their sizes."""
    random = np.random.default_rng(step)
    count = 2 * len(names)
    numbers = random.uniform(0.1, 1, (3, count)).astype(np.float32) * np.float32([[1], [10], [100]])
    ids = tuple(name for name in names for _ in range(2))
    return GradientFrame(step, ids, ("weight", "bias") * len(names), *numbers, (), tuple(range(1, count + 1)))


@pytest.mark.parametrize(
    ("measure", "array"), [(Measure.NORM, "norms"), (Measure.MEAN, "mean_abs"), (Measure.MAX, "max_abs")]
)
def test_the_measure_that_is_chosen_is_shown(show, measure: Measure, array: str) -> None:
    plot, shown_frame = show(GradientsPlot()), with_all(LENET)
    plot.show_frame(shown_frame, {})
    plot.set_measure(measure)
    assert [bar.norm for group in plot.groups for bar in group.bars] == getattr(shown_frame, array).tolist()


def test_a_frozen_layer_keeps_its_past_and_says_so(show) -> None:
    plot, before = show(GradientsPlot()), with_all(LENET)
    plot.show_frame(before, {})
    past = plot.groups[0].bars
    frozen = np.array([True, True, *[False] * 8])
    after = with_all(LENET, step=2)
    for numbers in (after.norms, after.mean_abs, after.max_abs):
        assert numbers is not None
        numbers[frozen] = np.nan
    after = dataclasses.replace(after, frozen=tuple(frozen.tolist()))
    plot.show_frame(after, {})
    assert [bar.norm for bar in plot.groups[0].bars] == [bar.norm for bar in past]
    assert all(bar.is_frozen for bar in plot.groups[0].bars)
    assert "frozen: its last one" in readout(plot.groups[0])
    assert plot.groups[1].bars[0].norm == after.norms[2]
    plot.grab()
    plot.set_measure(Measure.MAX)
    assert before.max_abs is not None
    assert plot.groups[0].bars[0].norm == before.max_abs[0]


def test_a_layer_that_was_always_frozen_has_no_number(show) -> None:
    plot = show(GradientsPlot())
    always = dataclasses.replace(with_all(["a", "b"]), norms=np.array([np.nan, np.nan, 1, 1], np.float32))
    plot.show_frame(dataclasses.replace(always, frozen=(True, True, False, False)), {})
    assert "weight   (frozen)" in readout(plot.groups[0])
    plot.grab()


def test_a_hundred_and_fifty_layers_scroll_under_a_steady_axis(show, hover) -> None:
    names = [f"layer{place // 50 + 1}.{place % 50}.conv1" for place in range(155)]
    plot = shown(show, names, np.full(310, 0.1))
    assert plot.scroll_bar.isVisible()
    bars = plot.bar_rectangles()
    assert bars[0][0].left() >= LEFT - 1
    assert bars[-1][0].left() > plot.width()
    wheel(plot, -12000)
    assert plot.bar_rectangles()[-1][-1].right() <= plot.width() + 1
    assert plot._layout.group_at(plot.width() - 2.0) == 154
    # There is no room for the name of layer4.
    assert {name for _, name in plot._layout.written_brackets} == {"layer1", "layer2", "layer3", ""}


def wheel(widget: QWidget, turned: int) -> None:
    """Turn the mouse wheel over the middle of a widget."""
    place = QPointF(widget.rect().center())
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place, widget.mapToGlobal(place), QPoint(), QPoint(0, turned), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_layers_of_layers_are_joined_as_one_long_vector() -> None:
    random = np.random.default_rng(3)
    parts = [random.normal(size=size) for size in (3, 5, 4)]
    frame = GradientFrame(
        1,
        ("a",) * 3,
        ("f.weight", "g.weight", "h.weight"),
        *(
            np.array([of(part) for part in parts])
            for of in (np.linalg.norm, lambda p: abs(p).mean(), lambda p: abs(p).max())
        ),
        sizes=(3, 5, 4),
    )
    whole = np.concatenate(parts)
    expected = {Measure.NORM: np.linalg.norm(whole), Measure.MEAN: abs(whole).mean(), Measure.MAX: abs(whole).max()}
    for measure, value in expected.items():
        (group,) = groups_of(GradientMemory().magnitudes(frame, measure), {})
        assert group.bars[0].norm == pytest.approx(value)
