"""Nodes taken out of chains leave no gap, and what moves up covers nothing."""

from __future__ import annotations

import pytest

from benchmarks import networks
from engine.graph import edits
from engine.graph.closing import close, overview, shown_boxes
from engine.graph.direction import Direction
from engine.graph.gaps import remove_closing_gaps
from engine.graph.layout import CARD, ROW_HEIGHT, layered
from engine.graph.model import Graph
from engine.graph.placing import append_node
from engine.graph.splicing import remove_closing
from presets.googlenet import googlenet
from presets.lenet import lenet5
from presets.resnet import resnet18
from tests import graphs


def places(graph: Graph) -> dict[str, tuple[float, float]]:
    return {node.name: node.position for node in graph.nodes.values()}


def overlaps(graph: Graph) -> list[tuple[str, str]]:
    boxes = list(shown_boxes(graph).boxes.values())
    return [
        (one.title, other.title)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if abs(one.position[0] - other.position[0]) < CARD[0] and abs(one.position[1] - other.position[1]) < CARD[1]
    ]


def backwards(graph: Graph) -> set[tuple[str, str]]:
    """Edges that lead back, or to a node that is not at least a row behind."""
    turned, step = graph.direction.turned, graph.direction.turned((252.0, 84.0))[1]
    ends = ((graph.nodes[edge.source], graph.nodes[edge.target]) for edge in graph.edges)
    return {(a.name, b.name) for a, b in ends if turned(b.position)[1] < turned(a.position)[1] + step}


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("name", ["conv1", "pool1", "flatten", "fc2"])
def test_removing_what_was_inserted_restores_all_places(name: str, direction: Direction) -> None:
    before = layered(lenet5(), direction)
    inserted = append_node(before, "ReLU", before.by_name[name].id, "new")
    assert places(remove_closing_gaps(inserted, ["new"])) == places(before)


def test_what_stands_below_moves_up_and_the_other_column_stays() -> None:
    graph = lenet5()
    before = places(graph)
    after = places(remove_closing_gaps(graph, [graph.by_name["tanh1"].id, graph.by_name["pool1"].id]))
    for name in ("conv2", "tanh2", "pool2"):
        assert after[name] == (before[name][0], before[name][1] - 2 * ROW_HEIGHT)
    for name in ("input", "conv1", "flatten", "fc1", "output"):
        assert after[name] == before[name]


def test_room_that_the_person_left_is_kept() -> None:
    graph = graphs.chain(("ReLU", {}), ("ReLU", {}))
    graph = edits.move_nodes(graph, {"n2": (0.0, 400.0), "n3": (0.0, 500.0)})
    after = remove_closing_gaps(graph, ["n1"])
    assert (after.nodes["n2"].position, after.nodes["n3"].position) == ((0.0, 316.0), (0.0, 416.0))


def test_the_last_of_a_chain_and_one_beside_the_column_move_nothing() -> None:
    graph = graphs.chain(("ReLU", {}), ("ReLU", {}))
    assert remove_closing_gaps(graph, ["n3"]) == remove_closing(graph, ["n3"])
    aside = edits.move_nodes(graph, {"n1": (300.0, 84.0)})
    assert remove_closing_gaps(aside, ["n1"]) == remove_closing(aside, ["n1"])


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("build", [lenet5, resnet18, googlenet])
def test_in_real_networks_nothing_is_covered_and_no_edge_turns_back(build, direction: Direction) -> None:
    graph = layered(build(), direction)
    known = backwards(graph)
    for node in list(graph.nodes.values())[:60]:
        after = remove_closing_gaps(graph, [node.id])
        assert overlaps(after) == []
        new = {pair for pair in backwards(after) if pair not in known}
        bridged = {pair for pair in backwards(remove_closing(graph, [node.id])) if pair not in known}
        assert new <= bridged


def test_a_shorter_branch_leaves_the_merging_layer_where_the_longer_one_needs_it() -> None:
    graph = googlenet()
    node = graph.by_name["inception3a.conv5x5"]
    before, after = places(graph), places(remove_closing_gaps(graph, [node.id]))
    assert after["inception3a.conv5x5_relu"] != before["inception3a.conv5x5_relu"]
    assert after["inception3a.concat"] == before["inception3a.concat"]


def test_a_closed_group_is_one_box_that_moves_with_all_in_it() -> None:
    graph = overview(networks.resnet())
    closed = close(graph, ("group", "layer1")) if ("group", "layer1") not in graph.closed else graph
    before = shown_boxes(closed).boxes
    after = remove_closing_gaps(closed, [closed.by_name["maxpool"].id])
    x, y = before["group", "layer2"].position
    assert shown_boxes(after).boxes["group", "layer2"].position == (x, y - ROW_HEIGHT)
    assert overlaps(after) == []
