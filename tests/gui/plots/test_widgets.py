"""The small parts: a line of text that may be cut, a pace that loses nothing, a legend with room for its names."""

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QFontMetrics

from gui.plots.elided_label import ElidedLabel
from gui.plots.legend import Legend
from gui.plots.pace import Pace
from gui.theme.fonts import small_numbers


def test_a_text_that_does_not_fit_is_whole_in_the_tooltip(show) -> None:
    label = show(ElidedLabel("A sentence of some length that a narrow strip has no room for."), 120, 20)
    assert label.is_elided
    assert label.toolTip() == label.text()
    label.resize(800, 20)
    assert not label.is_elided
    assert label.toolTip() == ""


def test_a_few_letters_are_not_worth_showing(show) -> None:
    blank = show(ElidedLabel(""), 26, 20).grab().toImage()
    assert show(ElidedLabel("norm of each layer"), 26, 20).grab().toImage() == blank


def test_a_pace_passes_the_first_request_on_at_once_and_the_last_one_later(qtbot) -> None:
    parent = QObject()
    pace = Pace(50, parent)
    times = []
    pace.due.connect(lambda: times.append(len(times)))
    for _ in range(10):
        pace.request()
    assert len(times) == 1
    qtbot.waitUntil(lambda: len(times) == 2)
    qtbot.wait(120)
    assert len(times) == 2
    pace.flush()
    assert len(times) == 3


def test_a_legend_has_room_for_its_names(show) -> None:
    for is_of_bars in (False, True):
        legend = show(Legend("training", "validation", is_of_bars=is_of_bars))
        metrics = QFontMetrics(small_numbers())
        needed = sum(metrics.horizontalAdvance(name) for name in ("training", "validation"))
        assert legend.sizeHint().width() > needed
        assert isinstance(legend.sizeHint(), QSize)
        legend.grab()
