"""Closing groups and rows to one box and opening them in place."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks import networks
from engine.errors import UnknownGroupError
from engine.graph.closing import arranged, close, open_up, overview, shown_boxes
from engine.graph.groups import make_group, rename_group
from engine.graph.layering.place import STACK_GAP
from engine.graph.layout import CARD
from engine.graph.model import Graph
from engine.project import format as project_format
from engine.project.document import Document
from presets.lenet import lenet5
from presets.registry import get


@pytest.fixture(scope="module")
def resnet() -> Graph:
    """ResNet-152 as it begins: layers closed, rows of bottlenecks folded in them."""
    return overview(networks.resnet())


def places(graph: Graph) -> dict[str, tuple[float, float]]:
    return {node_id: node.position for node_id, node in graph.nodes.items()}


def overlaps(graph: Graph) -> list[tuple[str, str]]:
    boxes = list(shown_boxes(graph).boxes.values())
    return [
        (one.title, other.title)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if abs(one.position[0] - other.position[0]) < CARD[0] and abs(one.position[1] - other.position[1]) < CARD[1]
    ]


def test_a_large_network_begins_as_a_few_boxes_in_one_column(resnet):
    boxes = shown_boxes(resnet).boxes
    assert [box.title for box in boxes.values()] == [
        *("input", "conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4"),
        *("avgpool", "flatten", "fc", "output"),
    ]
    assert sum(len(box.node_ids) for box in boxes.values()) == len(resnet.nodes)
    assert overlaps(resnet) == []


def test_a_row_of_bottlenecks_is_one_box_in_its_layer(resnet):
    opened = open_up(resnet, ("group", "layer3"))
    (row,) = [box for box in shown_boxes(opened).boxes.values() if box.kind == "row"]
    assert len(row.paths) == 36
    assert overlaps(opened) == []
    unfolded = open_up(opened, row.key)
    ys = sorted(box.position[1] for box in shown_boxes(unfolded).boxes.values() if box.title.startswith("layer3."))
    assert {round(lower - upper) for upper, lower in pairwise(ys)} == {round(CARD[1] + STACK_GAP)}
    assert len([box for box in shown_boxes(unfolded).boxes.values() if box.kind == "group"]) == 3 + 36
    assert overlaps(unfolded) == []


@pytest.mark.parametrize("path", ["layer1", "layer2", "layer3", "layer4"])
def test_closing_is_the_inverse_of_opening(resnet, path):
    steps = [("group", path), ("row", f"{path}.0"), ("group", f"{path}.1")]
    opened = resnet
    for key in steps:
        opened = open_up(opened, key)
    assert places(opened) != places(resnet)
    again = opened
    for key in reversed(steps):
        again = close(again, key)
    assert again.closed == resnet.closed
    for node_id, (x, y) in places(again).items():
        assert (x, y) == pytest.approx(resnet.nodes[node_id].position, abs=1e-6)


def test_closing_a_new_group_moves_no_other_column_and_covers_nothing():
    graph = lenet5()
    first = [graph.by_name[name].id for name in ("conv1", "tanh1", "pool1")]
    grouped = make_group(graph, first, "block1")
    closed = close(grouped, ("group", "block1"))
    assert overlaps(closed) == []
    for name in ("flatten", "fc1", "output", "input"):
        assert closed.by_name[name].position == graph.by_name[name].position
    x, y = graph.by_name["conv1"].position
    assert shown_boxes(closed).boxes["group", "block1"].position == (x, y)
    opened = open_up(closed, ("group", "block1"))
    assert overlaps(opened) == []
    again = close(opened, ("group", "block1"))
    for node_id, place in places(again).items():
        assert place == pytest.approx(places(closed)[node_id])


def test_everything_open_covers_nothing(resnet):
    graph = resnet
    for _ in range(60):
        closed = [box.key for box in shown_boxes(graph).boxes.values() if box.kind in ("group", "row")]
        if not closed or len(graph.closed) < 40:
            break
        graph = open_up(graph, closed[-1])
        assert overlaps(graph) == []


def test_arranging_moves_only_places_and_is_the_same_twice(resnet):
    once = arranged(resnet)
    assert {node_id: replace(node, position=(0.0, 0.0)) for node_id, node in once.nodes.items()} == {
        node_id: replace(node, position=(0.0, 0.0)) for node_id, node in resnet.nodes.items()
    }
    assert once.closed == resnet.closed
    assert overlaps(once) == []


def test_what_is_not_there_cannot_be_closed_or_opened(resnet):
    with pytest.raises(UnknownGroupError, match="no group 'layer9'"):
        close(resnet, ("group", "layer9"))
    with pytest.raises(UnknownGroupError, match=r"layer1\.0 is not drawn as one box"):
        open_up(resnet, ("group", "layer1.0"))


def test_a_renamed_group_stays_closed(resnet):
    renamed = rename_group(resnet, "layer1", "stage1")
    assert ("group", "stage1") in renamed.closed
    assert ("group", "layer1") not in renamed.closed
    assert "stage1" in [box.title for box in shown_boxes(renamed).boxes.values()]


def test_what_is_closed_is_saved(resnet):
    document = Document(resnet)
    assert project_format.loads(project_format.dumps(document)) == document


def behind_boxes(graph: Graph) -> list[tuple[str, str]]:
    """Return the wires that run straight down from their source through a box, before they turn above their target.

    Or above the frame that the target is in, which begins beside the box that stands beside it.
    """
    boxes = shown_boxes(graph).boxes
    wires = [(boxes[wire.source], boxes[wire.target]) for wire in shown_boxes(graph).wires.values()]
    return [
        (source.title, target.title)
        for source, target in wires
        for box in boxes.values()
        if abs(box.position[0] - source.position[0]) < CARD[0] / 2
        and source.position[1] < box.position[1] <= target.position[1] - CARD[1]
    ]


@pytest.mark.parametrize("order", [("aux1", "aux2"), ("aux2", "aux1"), ("inception4c", "aux1", "inception4a")])
def test_no_wire_to_an_auxiliary_classifier_runs_behind_boxes(order: tuple[str, ...]) -> None:
    start = get("googlenet").build()
    graph = start
    for path in order:
        graph = open_up(graph, ("group", path))
        assert behind_boxes(graph) == []
        assert overlaps(graph) == []
    for path in reversed(order):
        graph = close(graph, ("group", path))
    for node_id, place in places(graph).items():
        assert place == pytest.approx(places(start)[node_id])


def test_an_open_auxiliary_classifier_covers_none_below_it_that_it_is_not_wired_to() -> None:
    start = get("googlenet").build()
    opened = open_up(start, ("group", "aux1"))
    columns: dict[float, list[float]] = {}
    for box in shown_boxes(opened).boxes.values():
        columns.setdefault(box.position[0], []).append(box.position[1])
    for ys in columns.values():
        assert all(lower - upper >= CARD[1] for upper, lower in pairwise(sorted(ys)))
    assert close(opened, ("group", "aux1")) == start
