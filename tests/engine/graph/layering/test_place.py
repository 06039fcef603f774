from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.graph.direction import Direction
from engine.graph.layering.place import SIDE_GAP, STACK_GAP, Size, place

Wires = list[tuple[str, str]]


@st.composite
def boxes_and_wires(draw: st.DrawFn) -> tuple[dict[str, Size], Wires]:
    count = draw(st.integers(1, 16))
    size = st.tuples(st.sampled_from((204, 300, 520)), st.sampled_from((56, 90, 400)))
    sizes = {f"b{number}": draw(size) for number in range(count)}
    pairs = st.sampled_from(list(combinations(sizes, 2)) or [("b0", "b0")])
    return sizes, draw(st.lists(pairs, max_size=24)) if count > 1 else []


@given(boxes_and_wires(), st.sampled_from(Direction))
def test_boxes_of_any_size_keep_their_distance_and_begin_at_zero(
    given_: tuple[dict[str, Size], Wires], direction: Direction
) -> None:
    sizes, wires = given_
    places = place(sizes, wires, direction)
    assert list(places) == list(sizes)
    for one, other in combinations(sizes, 2):
        gap_x = abs(places[one][0] - places[other][0]) - (sizes[one][0] + sizes[other][0]) / 2
        gap_y = abs(places[one][1] - places[other][1]) - (sizes[one][1] + sizes[other][1]) / 2
        assert gap_x >= SIDE_GAP - 1 or gap_y >= STACK_GAP - 1
    assert min(places[box][0] - sizes[box][0] / 2 for box in sizes) == pytest.approx(0, abs=1)
    assert min(places[box][1] - sizes[box][1] / 2 for box in sizes) == pytest.approx(0, abs=1)


@given(boxes_and_wires())
def test_a_source_ends_above_its_targets(given_: tuple[dict[str, Size], Wires]) -> None:
    sizes, wires = given_
    places = place(sizes, wires)
    for source, target in wires:
        bottom = places[source][1] + sizes[source][1] / 2
        assert places[target][1] - sizes[target][1] / 2 >= bottom + STACK_GAP


@given(boxes_and_wires())
def test_equal_boxes_are_placed_equal_whatever_their_wires_are_called(
    given_: tuple[dict[str, Size], Wires],
) -> None:
    sizes, wires = given_
    renamed = place({f"x{box}": size for box, size in sizes.items()}, [(f"x{a}", f"x{b}") for a, b in wires])
    assert renamed == {f"x{box}": at for box, at in place(sizes, wires).items()}


def test_branches_stand_in_the_order_of_the_ports_they_arrive_at() -> None:
    sizes = dict.fromkeys(["input", "left", "middle", "right", "join"], (204.0, 56.0))
    wires = [("input", name) for name in ("right", "left", "middle")]
    places = place(sizes, [*wires, ("left", "join"), ("middle", "join"), ("right", "join")])
    assert places["left"][0] < places["middle"][0] < places["right"][0]
    assert places["input"][0] == places["middle"][0] == places["join"][0]


def test_a_side_input_stands_right_above_what_it_feeds() -> None:
    chain = [f"n{number}" for number in range(8)]
    sizes = dict.fromkeys([*chain, "side", "scaled"], (204.0, 56.0))
    wires = [*pairwise(chain), ("side", "scaled"), ("scaled", "n6")]
    places = place(sizes, wires)
    assert places["scaled"][1] == places["n5"][1]
    assert places["side"][1] == places["n4"][1]


def test_parts_stand_beside_each_other_and_single_boxes_in_short_columns() -> None:
    sizes = dict.fromkeys([f"n{number}" for number in range(14)], (204.0, 56.0))
    places = place(sizes, [("n0", "n1"), ("n2", "n3")])
    columns = sorted({x for x, _ in places.values()})
    assert [sum(x == column for x, _ in places.values()) for column in columns] == [2, 2, 8, 2]


def test_a_box_wider_than_others_pushes_its_neighbours_and_not_the_rest() -> None:
    sizes = {"input": (204.0, 56.0), "wide": (520.0, 400.0), "small": (204.0, 56.0), "join": (204.0, 56.0)}
    places = place(sizes, [("input", "wide"), ("input", "small"), ("wide", "join"), ("small", "join")])
    assert places["small"][0] - places["wide"][0] == (520 + 204) / 2 + SIDE_GAP
    assert places["input"][0] == places["join"][0]
    assert places["wide"][1] - places["input"][1] == (56 + 400) / 2 + STACK_GAP


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="feed each other"):
        place({"a": (1, 1), "b": (1, 1)}, [("a", "b"), ("b", "a")])


def test_a_wire_to_nowhere_is_refused() -> None:
    with pytest.raises(KeyError):
        place({"a": (1, 1)}, [("a", "b")])
