"""Places on the canvas as plain numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.graph.layout import CARD
from gui.canvas import geometry

POINT = st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000))


@given(st.integers(1, 40))
def test_input_ports_stand_apart_on_the_top_edge_symmetrically(count):
    ports = geometry.input_ports(count)
    xs = [x for x, _ in ports]
    assert all(y == -geometry.NODE_HEIGHT / 2 for _, y in ports)
    assert xs == sorted(set(xs))
    assert abs(sum(xs)) < 1e-6
    assert max(xs) < geometry.NODE_WIDTH / 2


@given(POINT, POINT)
def test_a_detour_has_only_level_and_upright_ways_and_leaves_down_and_arrives_from_above(start, end):
    corners = geometry.detour(start, end)
    if end[1] - start[1] > geometry.WIRE_STUB:
        assert corners is None
        return
    assert corners is not None
    assert (corners[0], corners[-1]) == (start, end)
    for (x1, y1), (x2, y2) in pairwise(corners):
        assert x1 == x2 or y1 == y2
    assert corners[1][1] > start[1]
    assert corners[-2][1] < end[1]


@given(POINT, POINT)
def test_a_plain_wire_never_turns_back(start, end):
    if geometry.detour(start, end) is None:
        first, second = geometry.wire(start, end)
        assert start[1] < first[1]
        assert second[1] < end[1]


@given(POINT)
def test_snapping_moves_by_half_a_grid_step_at_most_and_stays_put_the_second_time(point):
    snapped = geometry.snapped(point)
    assert geometry.snapped(snapped) == snapped
    assert max(abs(a - b) for a, b in zip(point, snapped, strict=True)) <= geometry.GRID / 4 + 1e-9


def test_nearest_takes_the_nearest_within_reach_or_none():
    places = {"a": (0.0, 0.0), "b": (10.0, 0.0)}
    assert geometry.nearest(places, (6.0, 0.0), 15) == "b"
    assert geometry.nearest(places, (40.0, 0.0), 15) is None


def test_a_card_is_as_large_as_the_layout_takes_it_to_be():
    assert (geometry.NODE_WIDTH, geometry.NODE_HEIGHT) == CARD


@given(POINT, POINT)
def test_an_edge_turns_straight_below_its_source_and_above_its_target(start, end):
    x, y = geometry.turn(start, end)
    assert x == start[0]
    assert y == start[1] or start[1] < y < end[1]


def test_an_edge_past_other_nodes_turns_in_the_gap_above_its_target():
    assert geometry.turn((0.0, 28.0), (126.0, 56.0)) == (0.0, 28.0)
    assert geometry.turn((0.0, 28.0), (126.0, 140.0)) == (0.0, 112.0)
    assert geometry.turn((0.0, 28.0), (15.0, 800.0)) == (0.0, 28.0)
