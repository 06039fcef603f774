"""A curve's numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.series import Series, limits, smoothed


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


@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), min_size=1, max_size=40),
    st.integers(1, 50),
)
def test_smoothing_is_the_mean_of_the_last_known_values(values: list[float], window: int) -> None:
    found = smoothed(Series(np.arange(len(values), dtype=float), np.array(values)), window).values
    for place, value in enumerate(found):
        last = [one for one in values[max(0, place + 1 - window) : place + 1] if not math.isnan(one)]
        if window == 1:
            np.testing.assert_equal(value, values[place])
        elif last:
            assert value == pytest.approx(float(np.mean(last)), rel=1e-6, abs=1e-6)
        else:
            assert math.isnan(value)
