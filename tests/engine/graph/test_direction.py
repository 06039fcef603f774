"""A network that leads to the right behaves as the same one that leads down, with x and y exchanged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import networks
from engine.graph import edits
from engine.graph.closing import arranged, close, open_up, overview, shown_boxes
from engine.graph.diff import apply, diff
from engine.graph.direction import Direction
from engine.graph.layout import CARD, layered
from engine.graph.model import Graph
from engine.graph.placing import append_node, free_place, next_place, place_on_edge
from engine.project import format as project_format
from engine.project.document import Document
from presets.lenet import lenet5
from tests import graphs

RIGHT = Direction.RIGHT
WAYS = pytest.mark.parametrize("direction", Direction)


def exchanged(graph: Graph) -> Graph:
    """The same network with x and y exchanged and the other direction."""
    places = {node.id: (node.position[1], node.position[0]) for node in graph.nodes.values()}
    direction = Direction.DOWN if graph.direction is RIGHT else RIGHT
    return replace(edits.move_nodes(graph, places), direction=direction)


def covered(graph: Graph) -> list[tuple[str, str]]:
    boxes = list(shown_boxes(graph).boxes.values())
    return [
        (one.title, other.title)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if abs(one.position[0] - other.position[0]) < CARD[0] and abs(one.position[1] - other.position[1]) < CARD[1]
    ]


@given(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), st.sampled_from(Direction))
def test_turning_twice_changes_nothing(pair: tuple[float, float], direction: Direction) -> None:
    assert direction.turned(direction.turned(pair)) == pair


def test_only_a_layout_of_the_whole_network_turns_it() -> None:
    graph = graphs.chain(("ReLU", {}), ("ReLU", {}))
    assert graph.direction is Direction.DOWN
    assert layered(graph, RIGHT).direction is RIGHT
    assert layered(graph, RIGHT, only=tuple(graph.nodes)).direction is Direction.DOWN
    assert arranged(arranged(graph, RIGHT)).direction is Direction.DOWN
    assert edits.rename(layered(graph, RIGHT), "n1", "first").direction is RIGHT


def test_the_direction_is_part_of_a_difference_and_of_a_file() -> None:
    down = graphs.chain(("ReLU", {}))
    right = layered(down, RIGHT)
    assert diff(down, right).direction is RIGHT
    assert apply(diff(down, right), down) == right
    assert apply(diff(right, down), right) == down
    assert diff(replace(down, direction=RIGHT), down)
    assert project_format.loads(project_format.dumps(Document(right))).graph == right
    assert '"direction"' not in project_format.dumps(Document(down))


def test_a_file_of_the_first_version_leads_down() -> None:
    text = project_format.dumps(Document(graphs.chain(("ReLU", {})))).replace('"version": 2', '"version": 1')
    assert project_format.loads(text).graph.direction is Direction.DOWN


def test_new_nodes_go_where_the_wires_lead() -> None:
    graph = layered(lenet5(), RIGHT)
    down = exchanged(graph)
    conv = graph.by_name["conv2"]
    (edge,) = graph.outgoing(conv.id)
    for change in (
        lambda graph: edits.move_nodes(graph, {conv.id: next_place(graph, conv.id)}),
        lambda graph: edits.move_nodes(graph, {conv.id: next_place(graph, conv.id, -2)}),
    ):
        x, y = change(graph).nodes[conv.id].position
        assert y == conv.position[1]
        assert x != conv.position[0]
        assert change(down).nodes[conv.id].position[0] == conv.position[1]
    appended = append_node(graph, "ReLU", conv.id, "new")
    assert appended.nodes["new"].position == next_place(graph, conv.id)
    assert covered(appended) == []
    loose, node = edits.add_node(graph, "ReLU", node_id="new")
    assert place_on_edge(loose, node.id, edge).nodes["new"].position == next_place(graph, conv.id)
    assert covered(place_on_edge(loose, node.id, edge)) == []
    x, y = free_place(graph, conv.position)
    assert x == conv.position[0]
    assert y > conv.position[1]


@WAYS
@pytest.mark.parametrize("path", ["layer1", "layer4"])
def test_closing_is_the_inverse_of_opening(direction: Direction, path: str) -> None:
    start = overview(replace(networks.resnet(), direction=direction))
    assert start.direction is direction
    assert covered(start) == []
    steps = [("group", path), ("row", f"{path}.0"), ("group", f"{path}.1")]
    opened = start
    for key in steps:
        opened = open_up(opened, key)
        assert covered(opened) == []
    again = opened
    for key in reversed(steps):
        again = close(again, key)
    for node_id, node in again.nodes.items():
        assert node.position == pytest.approx(start.nodes[node_id].position, abs=1e-6)


def test_stand_ins_of_what_is_outside_are_left_and_right_of_a_group_dived_into() -> None:
    boxes = shown_boxes(overview(replace(networks.resnet(), direction=RIGHT)), "layer2").boxes
    inner = [box.position[0] for box in boxes.values() if box.kind not in ("source", "target")]
    for box in boxes.values():
        assert box.direction is RIGHT
        if box.kind == "source":
            assert box.position[0] < min(inner) - CARD[0]
        if box.kind == "target":
            assert box.position[0] > max(inner) + CARD[0]
