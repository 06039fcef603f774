"""The chart's axes and circles: values stand where they belong, and areas are in proportion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.complexity.axes import accuracy_axis, cost_axis, radius

COSTS = st.lists(st.floats(1e4, 1e12), min_size=1, max_size=30)
SHARES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30)


@given(COSTS)
def test_all_costs_lie_on_the_axis_in_their_order(costs):
    axis = cost_axis(costs)
    shares = [axis.share(cost) for cost in sorted(costs)]
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] < 1


@given(st.floats(1e4, 1e10), st.floats(1.1, 100))
def test_equal_factors_are_equal_ways(cost, factor):
    axis = cost_axis([1e4, 1e14])
    first, second = (
        axis.share(cost * factor) - axis.share(cost),
        axis.share(cost * factor**2) - axis.share(cost * factor),
    )
    assert first == pytest.approx(second)


@given(SHARES)
def test_all_accuracies_lie_on_the_axis(accuracies):
    axis = accuracy_axis(accuracies)
    assert all(0 <= axis.share(accuracy) <= 1 for accuracy in accuracies)
    assert 1 <= len(axis.ticks()) <= 8
    assert all(0 <= axis.share(tick) <= 1 for tick in axis.ticks())


def test_powers_of_ten_are_written():
    assert cost_axis([4e7, 6.2e10]).ticks() == (1e8, 1e9, 1e10)


@given(st.integers(10_000_000, 300_000_000))
def test_the_area_is_in_proportion_to_the_parameters(num_params):
    most = 306_535_400
    assert radius(num_params, most) ** 2 / radius(most, most) ** 2 == pytest.approx(num_params / most)


def test_a_small_network_can_still_be_hit():
    assert radius(1, 306_535_400) >= 2
