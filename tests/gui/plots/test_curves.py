"""Loss and accuracy as curves: the points that are drawn, against those that were given."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from gui.plots.chart import Chart
from gui.plots.curves import CurvesPlot
from gui.plots.run_curves import RunCurves
from gui.plots.series import Series
from gui.theme.appearance import appearance


def series(*values: float, every: int = 1) -> Series:
    return Series(np.arange(1.0, len(values) + 1) * every, np.array(values))


LOSS, ACCURACY = series(2.0, 1.0, 0.5, 0.25), series(0.1, 0.4, 0.8, 1.0)
VALIDATION_LOSS, VALIDATION_ACCURACY = series(1.5, 0.5, every=2), series(0.3, 0.9, every=2)


def curves(*series: Series) -> RunCurves:
    return RunCurves("run", *series)


@pytest.fixture
def plot(show) -> CurvesPlot:
    plot = show(CurvesPlot())
    plot.show_curves(curves(LOSS, ACCURACY, VALIDATION_LOSS, VALIDATION_ACCURACY))
    return plot


def drawn(curve) -> tuple[list[float], list[float]]:
    steps, values = curve.getOriginalDataset()
    return ([], []) if steps is None else (list(steps), list(values))


def test_the_curves_are_the_numbers_given(plot: CurvesPlot) -> None:
    for chart, training, validation in (
        (plot.loss, LOSS, VALIDATION_LOSS),
        (plot.accuracy, ACCURACY, VALIDATION_ACCURACY),
    ):
        assert drawn(chart.training_curve) == (list(training.steps), list(training.values))
        assert drawn(chart.validation_curve) == (list(validation.steps), list(validation.values))


def test_the_axes_hold_all_numbers_and_begin_at_zero(plot: CurvesPlot) -> None:
    (left, right), (bottom, top) = plot.loss.plot.viewRange()
    assert left <= 0
    assert right >= 4
    assert -0.2 < bottom <= 0
    assert 2 <= top < 2.3
    bottom, top = plot.accuracy.plot.viewRange()[1]
    assert bottom <= 0
    assert 1 <= top < 1.1


def test_axes_and_numbers_are_labelled(plot: CurvesPlot) -> None:
    for chart in (plot.loss, plot.accuracy):
        assert chart.plot.getAxis("bottom").labelText == "step"
    assert plot.loss.header.first_number.text() == "0.250"
    assert plot.loss.header.second_number.text() == "0.500"
    assert plot.accuracy.header.first_number.text() == "100.0%"
    assert plot.accuracy.header.second_number.text() == "90.0%"
    assert plot.accuracy.plot.getAxis("left").tickStrings([0, 0.5, 1], 1, 0.5) == ["0%", "50%", "100%"]


def test_the_labels_at_both_ends_of_an_axis_are_drawn(plot: CurvesPlot, qtbot) -> None:
    """pyqtgraph leaves out a label that sticks out of its axis by a pixel."""
    axis = plot.accuracy.plot.getAxis("left")
    qtbot.waitUntil(lambda: axis.picture is not None)
    texts = [text for _, _, text in _draw_specs(axis)]
    assert {"0%", "50%", "100%"} <= set(texts)


def _draw_specs(axis):
    from PySide6.QtGui import QPainter, QPixmap

    pixmap = QPixmap(10, 10)
    painter = QPainter(pixmap)
    painter.setFont(axis.style["tickFont"])
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    return texts


def test_a_click_changes_the_loss_to_a_logarithmic_axis(plot: CurvesPlot, qtbot) -> None:
    qtbot.mouseClick(plot.log_switch, Qt.MouseButton.LeftButton)
    _, values = plot.loss.training_curve.getData()
    assert values == pytest.approx(np.log10(LOSS.values))
    bottom, top = plot.loss.plot.viewRange()[1]
    assert bottom <= np.log10(0.25)
    assert top >= np.log10(2.0)
    assert plot.loss.plot.getAxis("left").tickStrings([-5, -2, -1, 0, 4], 1, 1) == ["10⁻⁵", "0.01", "0.1", "1", "10⁴"]
    qtbot.mouseClick(plot.log_switch, Qt.MouseButton.LeftButton)
    _, values = plot.loss.training_curve.getData()
    assert list(values) == list(LOSS.values)


@pytest.mark.parametrize(("low", "high"), [(0.13, 0.19), (0.2, 0.6), (0.06, 0.5), (2.1e-5, 7e-5), (0.95, 1.3)])
def test_a_part_of_a_power_of_ten_has_labels_that_are_the_numbers_there(
    plot: CurvesPlot, low: float, high: float, qtbot
) -> None:
    qtbot.mouseClick(plot.log_switch, Qt.MouseButton.LeftButton)
    axis = plot.loss.plot.getAxis("left")
    (spacing, places), *_ = axis.tickValues(np.log10(low), np.log10(high), 120)
    labels = axis.tickStrings(places, 1, spacing)
    assert 2 <= len(labels) == len(set(labels)) <= 7
    assert [number(label) for label in labels] == pytest.approx([10**place for place in places], rel=1e-3)
    assert all(low * 0.999 <= 10**place <= high * 1.001 for place in places)


def number(label: str) -> float:
    """Return what a label says."""
    factor, dot, power = label.partition("·10")
    exponent = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(factor) * 10 ** int(exponent) if dot else float(factor)


def test_a_logarithmic_axis_takes_zero_and_what_is_not_finite(plot: CurvesPlot, qtbot) -> None:
    plot.log_switch.setChecked(True)
    plot.show_curves(curves(series(1.0, 0.0, np.nan, np.inf), ACCURACY, series(np.nan), series(0.5)))
    plot.grab()
    assert all(np.isfinite(plot.loss.plot.viewRange()).ravel())
    plot.show_curves(curves(series(np.nan), ACCURACY, Series(), Series()))
    plot.grab()
    assert all(np.isfinite(plot.loss.plot.viewRange()).ravel())


def test_a_loss_that_became_nan_is_a_gap(plot: CurvesPlot, qtbot) -> None:
    plot.show_curves(curves(series(1.0, np.nan, 0.5), ACCURACY, Series(), Series()))
    plot.grab()
    assert np.isnan(drawn(plot.loss.training_curve)[1][1])
    qtbot.waitUntil(lambda: plot.loss.header.first_number.text() == "0.500")


def test_the_mouse_shows_the_numbers_at_a_step_on_both_charts(plot: CurvesPlot, hover) -> None:
    moments = []
    plot.moment_changed.connect(moments.append)
    hover(plot.loss.plot.viewport(), _at_step(plot.loss, 2))
    assert moments[-1] == 2
    assert plot.loss.header.first_number.text() == "1.00"
    assert plot.loss.header.second_number.text() == "1.50"
    assert plot.accuracy.header.first_number.text() == "40.0%"
    hover(plot.loss.plot, None)
    assert moments[-1] == 4
    assert plot.loss.header.first_number.text() == "0.250"


def _at_step(chart: Chart, step: float) -> QPointF:
    box = chart.plot.getPlotItem().getViewBox()
    return QPointF(chart.plot.mapFromScene(box.mapViewToScene(QPointF(step, 1.0))))


def test_thousands_of_steps_are_thinned_for_the_screen_and_keep_their_extremes(show) -> None:
    plot = show(CurvesPlot())
    values = np.ones(50_000)
    values[31_234] = 9.0
    many = Series(np.arange(1.0, 50_001), values)
    plot.show_curves(curves(many, many, Series(), Series()))
    plot.grab()
    _, seen = plot.loss.training_curve.getData()
    assert len(seen) < 5_000
    assert seen.max() == 9.0


def test_points_of_validation_are_drawn_only_where_they_can_be_told_apart(show) -> None:
    plot = show(CurvesPlot())
    plot.show_curves(curves(LOSS, ACCURACY, series(*np.ones(5)), series(*np.ones(5))))
    assert plot.loss.validation_curve.opts["symbol"] == "o"
    plot.show_curves(curves(LOSS, ACCURACY, series(*np.ones(300)), series(*np.ones(300))))
    assert plot.loss.validation_curve.opts["symbol"] is None


def test_clear_leaves_nothing(plot: CurvesPlot) -> None:
    plot.clear()
    assert plot.moment is None
    assert drawn(plot.loss.training_curve) == ([], [])
    assert plot.loss.header.first_number.text() == ""
    plot.grab()


def test_curves_follow_the_theme(plot: CurvesPlot) -> None:
    appearance.toggle()
    assert plot.loss.plot.backgroundBrush().color().name() == appearance.theme.panel
    assert plot.loss.training_curve.opts["pen"].color().name() == appearance.theme.accent
    appearance.toggle()


def test_the_averaged_weights_have_a_curve_and_a_number_of_their_own(plot):
    epochs = np.array([10.0, 20.0])
    accuracy = Series(epochs, np.array([0.5, 0.6]))
    plot.show_curves(
        RunCurves("a", Series(epochs, epochs), Series(epochs, epochs / 40), accuracy, accuracy,
                  averaged_accuracy=Series(epochs, np.array([0.7, 0.75])))
    )  # fmt: skip
    steps, values = plot.accuracy.averaged_curve.getData()
    assert (list(steps), list(values)) == ([10.0, 20.0], [0.7, 0.75])
    plot._pace.flush()
    assert plot.accuracy.header.third_number.text() == "75.0%"
    plot.clear()
    assert plot.accuracy.header.third_number.text() == ""
