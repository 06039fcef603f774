"""Where new nodes go, and that the others make room."""

from __future__ import annotations

import pytest

from engine.errors import UnknownPortError
from engine.graph import edits
from engine.graph.layout import ROW_HEIGHT
from engine.graph.model import Graph
from engine.graph.placing import append_node, free_place, place_on_edge
from presets.lenet import lenet5
from tests import graphs


def overlaps(graph: Graph) -> list[tuple[str, str]]:
    nodes = list(graph.nodes.values())
    return [
        (one.name, other.name)
        for place, one in enumerate(nodes)
        for other in nodes[place + 1 :]
        if abs(one.position[0] - other.position[0]) < 204 and abs(one.position[1] - other.position[1]) < 56
    ]


def wires(graph: Graph) -> set[tuple[str, str]]:
    return {(graph.nodes[edge.source].name, graph.nodes[edge.target].name) for edge in graph.edges}


@pytest.mark.parametrize("behind", [node.name for node in lenet5().nodes.values()][:-1])
def test_a_layer_appended_anywhere_in_a_chain_goes_into_it_and_covers_nothing(behind):
    graph = lenet5()
    node = graph.by_name[behind]
    (onward,) = graph.outgoing(node.id)
    after = append_node(graph, "ReLU", node.id, "new")
    assert {(behind, "relu1"), ("relu1", graph.nodes[onward.target].name)} <= wires(after)
    assert (behind, graph.nodes[onward.target].name) not in wires(after)
    assert overlaps(after) == []


def test_behind_a_node_without_successor_it_is_connected_below():
    graph = graphs.chain(("Conv2d", {}))
    graph = append_node(graph, "Input", graph.by_name["conv1"].id, "new")  # no input of its own: only placed
    after = append_node(graph, "ReLU", "new", "relu")
    assert ("input2", "relu1") in wires(after)
    assert overlaps(after) == []


def test_behind_an_output_nothing_can_be_appended():
    graph = graphs.chain(("Conv2d", {}))
    with pytest.raises(UnknownPortError, match="output has no output"):
        append_node(graph, "ReLU", graph.by_name["output"].id, "new")


def test_what_stands_beside_the_column_stays():
    graph = lenet5()
    (edge,) = graph.outgoing(graph.by_name["input"].id)
    before = graph.by_name["fc1"].position
    graph, node = edits.add_node(graph, "ReLU")
    after = place_on_edge(graph, node.id, edge)
    assert after.by_name["fc1"].position == before
    x, y = graph.by_name["conv1"].position
    assert after.by_name["conv1"].position == (x, y + ROW_HEIGHT)


def test_a_free_place_is_the_wanted_one_or_to_the_right():
    graph = graphs.chain(("Conv2d", {}))
    taken = graph.by_name["conv1"].position
    assert free_place(graph, (5000.0, 0.0)) == (5000.0, 0.0)
    x, y = free_place(graph, taken)
    assert x > taken[0]
    assert y == taken[1]
