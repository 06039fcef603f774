from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ParameterError, UnknownNodeError
from engine.graph import edits
from engine.graph.arranging import Alignment, Orientation, align, distribute, nudge
from engine.graph.model import Graph
from engine.graph.notes import add_note
from tests import graphs


def scattered(*places: tuple[float, float]) -> Graph:
    graph = Graph()
    for number, place in enumerate(places):
        graph, _ = edits.add_node(graph, "ReLU", position=place, node_id=f"n{number}")
    return graph


def places(graph: Graph) -> list[tuple[float, float]]:
    return [node.position for node in graph.nodes.values()]


THREE = scattered((0, 0), (10, 100), (40, 20))

SCATTERED = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), max_size=6).map(
    lambda drawn: scattered(*drawn)
)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Graph, list[str | tuple[str, ...]]]:
    """A graph, and its nodes as boxes of one or two."""
    graph = draw(SCATTERED)
    items: list[str | tuple[str, ...]] = list(graph.nodes)
    if len(items) > 2 and draw(st.booleans()):
        items = [("n0", "n1"), *items[2:]]
    return graph, items


class TestAlign:
    @pytest.mark.parametrize(
        ("edge", "expected"),
        [
            (Alignment.LEFT, [(0, 0), (0, 100), (0, 20)]),
            (Alignment.CENTRE, [(20, 0), (20, 100), (20, 20)]),
            (Alignment.RIGHT, [(40, 0), (40, 100), (40, 20)]),
            (Alignment.TOP, [(0, 0), (10, 0), (40, 0)]),
            (Alignment.MIDDLE, [(0, 50), (10, 50), (40, 50)]),
            (Alignment.BOTTOM, [(0, 100), (10, 100), (40, 100)]),
        ],
    )
    def test_where(self, edge: Alignment, expected: list[tuple[float, float]]) -> None:
        assert places(align(THREE, THREE.nodes, edge)) == expected

    def test_a_closed_group_keeps_its_shape(self) -> None:
        """The group's centre is at x = 5."""
        aligned = align(THREE, [("n0", "n1"), "n2"], Alignment.RIGHT)
        assert places(aligned) == [(35, 0), (45, 100), (40, 20)]

    def test_what_is_in_line_stays_the_same_object(self) -> None:
        assert align(THREE, ["n0"], Alignment.LEFT) is THREE
        assert align(THREE, [], Alignment.LEFT) is THREE
        aligned = align(THREE, THREE.nodes, Alignment.TOP)
        assert aligned.nodes["n0"] is THREE.nodes["n0"]

    def test_refuses_what_is_not_there(self) -> None:
        with pytest.raises(UnknownNodeError):
            align(THREE, ["n0", "n9"], Alignment.LEFT)

    @given(boxes(), st.sampled_from(Alignment))
    def test_twice_is_once(self, drawn: tuple[Graph, list[str | tuple[str, ...]]], edge: Alignment) -> None:
        graph, items = drawn
        once = align(graph, items, edge)
        twice = align(once, items, edge)
        for before, after in zip(places(once), places(twice), strict=True):
            assert after == pytest.approx(before)
        if all(isinstance(item, str) for item in items):
            assert twice is once

    @given(SCATTERED, st.sampled_from(Alignment))
    def test_the_other_axis_stays(self, graph: Graph, edge: Alignment) -> None:
        kept = 1 if edge in (Alignment.LEFT, Alignment.CENTRE, Alignment.RIGHT) else 0
        before, after = places(graph), places(align(graph, graph.nodes, edge))
        assert [place[kept] for place in after] == [place[kept] for place in before]
        assert len({place[1 - kept] for place in after}) <= 1


class TestDistribute:
    def test_the_outermost_stay(self) -> None:
        assert places(distribute(THREE, THREE.nodes, Orientation.HORIZONTAL)) == [(0, 0), (20, 100), (40, 20)]
        assert places(distribute(THREE, THREE.nodes, Orientation.VERTICAL)) == [(0, 0), (10, 100), (40, 50)]

    def test_two_have_nothing_between(self) -> None:
        assert distribute(THREE, ["n0", "n1"], Orientation.VERTICAL) is THREE

    @given(boxes(), st.sampled_from(Orientation))
    def test_distances_are_equal_and_the_order_stays(
        self, drawn: tuple[Graph, list[str | tuple[str, ...]]], orientation: Orientation
    ) -> None:
        graph, items = drawn
        axis = 0 if orientation is Orientation.HORIZONTAL else 1
        after = distribute(graph, items, orientation)

        def centre(graph: Graph, item: str | tuple[str, ...]) -> float:
            at = [graph.nodes[i].position[axis] for i in ([item] if isinstance(item, str) else item)]
            return (min(at) + max(at)) / 2

        order = sorted(items, key=lambda item: centre(graph, item))
        spread = [centre(after, item) for item in order]
        steps = [b - a for a, b in pairwise(spread)]
        if len(items) > 2:
            assert steps == pytest.approx([steps[0]] * len(steps))
            assert steps[0] >= -1e-9


class TestNudge:
    def test_moves_nodes_and_notes(self) -> None:
        graph, _ = add_note(THREE, "", (5, 5), note_id="t")
        moved = nudge(graph, ["n0"], 1, -2, ["t"])
        assert places(moved) == [(1, -2), (10, 100), (40, 20)]
        assert moved.notes["t"].position == (6, 3)

    @given(graphs.GRAPHS, st.integers(-50, 50), st.integers(-50, 50))
    def test_there_and_back(self, graph: Graph, dx: int, dy: int) -> None:
        there = nudge(graph, graph.nodes, dx, dy, graph.notes)
        back = nudge(there, graph.nodes, -dx, -dy, graph.notes)
        for before, after in zip(places(graph), places(back), strict=True):
            assert after == pytest.approx(before, abs=1e-6)

    def test_refuses_to_leave_the_canvas(self) -> None:
        with pytest.raises(ParameterError, match=r"^position must be"):
            nudge(THREE, THREE.nodes, 1e8, 0)
