"""A curve's numbers."""

import numpy as np

from gui.plots.series import Series, limits


def series(*values: float) -> Series:
    return Series(np.arange(1.0, len(values) + 1), np.array(values))


def test_the_value_at_a_step_is_the_last_at_or_before_it() -> None:
    epochs = Series(np.array([10.0, 20.0]), np.array([0.5, 0.25]))
    assert [epochs.at(step) for step in (9, 10, 19, 20, 99)] == [None, 0.5, 0.5, 0.25, 0.25]
    assert Series().at(1) is None


def test_limits_pass_over_what_is_not_finite() -> None:
    assert limits(series(1.0, np.nan, np.inf), series(-2.0)) == (-2.0, 1.0)
    assert limits(Series(), series(np.nan)) is None


def test_limits_for_a_logarithm_pass_over_zero_too() -> None:
    assert limits(series(0.0, 0.5, -1.0, np.nan, 2.0), positive=True) == (0.5, 2.0)
