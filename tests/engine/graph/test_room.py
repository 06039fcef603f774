"""Room on the canvas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import networks
from engine.graph import edits
from engine.graph.closing import overview, shown_boxes
from engine.graph.layout import CARD
from engine.graph.model import Graph
from engine.graph.notes import add_note
from engine.graph.room import card_area, free_offset, note_area
from presets.lenet import lenet5

PLACE = st.tuples(st.integers(-600, 600), st.integers(-600, 600))


def is_free(graph: Graph, area: tuple[float, float, float, float]) -> bool:
    taken = [card_area(box.position) for box in shown_boxes(graph).boxes.values()]
    taken += [note_area(note.position, note.size) for note in graph.notes.values()]
    left, top, right, bottom = area
    return not any(left < r and x < right and top < b and y < bottom for x, y, r, b in taken)


@given(st.lists(PLACE, max_size=25), st.lists(PLACE, max_size=5), st.lists(PLACE, min_size=1, max_size=4))
def test_what_is_moved_there_covers_nothing(cards, notes, parts) -> None:
    graph = Graph()
    for place in cards:
        graph = edits.add_node(graph, "ReLU", position=place)[0]
    for place in notes:
        graph = add_note(graph, "", place)[0]
    dx, dy = free_offset(graph, [card_area(part) for part in parts])
    assert all(is_free(graph, card_area((x + dx, y + dy))) for x, y in parts)


def test_a_free_place_is_taken_as_it_is() -> None:
    graph = lenet5()
    assert free_offset(graph, [card_area((2000.0, 0.0))], (12.0, 24.0)) == (12.0, 24.0)
    assert free_offset(Graph(), [card_area((0.0, 0.0))]) == (0.0, 0.0)


def test_the_nearest_is_taken_to_the_right_first() -> None:
    graph = edits.add_node(Graph(), "ReLU")[0]
    assert free_offset(graph, [card_area((0.0, 0.0))]) == (252.0, 0.0)
    assert free_offset(graph, [card_area((0.0, 0.0))], step=(48.0, 48.0)) == (0.0, 96.0)


def test_a_part_as_large_as_the_network_goes_beside_it() -> None:
    graph = networks.resnet()
    areas = [card_area(node.position) for node in graph.nodes.values()]
    dx, dy = free_offset(graph, areas)
    assert all(is_free(graph, (a + dx, b + dy, c + dx, d + dy)) for a, b, c, d in areas[:40])
    assert dx >= CARD[0]


def test_closed_groups_take_the_room_of_one_card() -> None:
    graph = overview(networks.resnet())
    hidden = graph.by_name["layer3.20.conv2"].position
    area = card_area((hidden[0], hidden[1]))
    assert (free_offset(graph, [area]) == (0.0, 0.0)) == is_free(graph, area)
