from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.graph.repeats import Row, _Built, _repeats, repeats
from tests import graphs


def blocks(*kernels: int, name: str = "block{}") -> Graph:
    """Return groups of a convolution and a ReLU, one behind the other, with these kernel sizes."""
    net = GraphBuilder()
    x = net.input((1, 32, 32))
    for number, kernel in enumerate(kernels, start=1):
        group = name.format(number)
        x = net.add("Conv2d", x, name=f"{group}.conv", kernel_size=kernel)
        x = net.add("ReLU", x, name=f"{group}.relu")
    return net.output(x)


def paths(graph: Graph) -> list[tuple[str, ...]]:
    return [row.paths for row in repeats(graph)]


def test_a_row_of_equal_groups() -> None:
    assert repeats(blocks(3, 3, 3)) == (Row(("block1", "block2", "block3")),)


def test_other_parameters_begin_another_row() -> None:
    assert paths(blocks(3, 3, 5, 5)) == [("block1", "block2"), ("block3", "block4")]
    assert paths(blocks(3, 5, 3, 5)) == []


def test_the_first_may_differ_if_it_is_called_alike() -> None:
    assert repeats(blocks(5, 3, 3)) == (Row(("block1", "block2", "block3"), first_differs=True),)
    graph = edits.rename(edits.rename(blocks(5, 3, 3), "n1", "stem.conv"), "n2", "stem.relu")
    assert repeats(graph) == (Row(("block2", "block3")),)


def test_residual_blocks_as_torchvision_names_them() -> None:
    found = repeats(graphs.resnet(4, 2, 3))
    assert [(row.paths[0], len(row.paths), row.first_differs) for row in found] == [
        ("layer1.0", 4, True),
        ("layer3.0", 3, True),
    ]


def test_names_inside_places_and_the_order_of_adding_do_not_count() -> None:
    graph = graphs.resnet(3)
    graph = edits.rename(graph, graph.by_name["layer1.1.conv1"].id, "layer1.1.other")
    graph = edits.move_nodes(graph, dict.fromkeys(graph.nodes, (5.0, 5.0)))
    graph = replace(graph, nodes=dict(reversed(graph.nodes.items())))
    assert paths(graph) == [("layer1.0", "layer1.1", "layer1.2")]


def test_rows_inside_the_groups_of_a_row() -> None:
    graph = blocks(3, 3, 3, 3)
    for node in list(graph.nodes.values())[1:-1]:
        number = int(node.name[5]) - 1
        graph = edits.rename(graph, node.id, f"stage{number // 2}.{number % 2}.{node.spec.stem}")
    assert paths(graph) == [("stage0", "stage1"), ("stage0.0", "stage0.1"), ("stage1.0", "stage1.1")]


class TestNotChained:
    def test_side_by_side(self) -> None:
        net = GraphBuilder()
        x = net.input((1, 8, 8))
        ends = [net.add("ReLU", net.add("Conv2d", x, name=f"b{i}.conv"), name=f"b{i}.relu") for i in range(3)]
        assert paths(net.output(net.add("Add", *ends))) == []

    def test_something_between(self) -> None:
        graph = blocks(3, 3)
        graph, node = edits.add_node(graph, "ReLU")
        edge = graph.incoming("n3")["input"]
        graph = edits.connect(edits.disconnect(graph, [edge]), "n2", node.id)
        assert paths(edits.connect(graph, node.id, "n3")) == []

    def test_a_tap_on_the_first(self) -> None:
        graph, node = edits.add_node(blocks(3, 3), "ReLU")
        assert paths(edits.connect(graph, "n2", node.id)) == []

    def test_another_node_feeds_what_follows(self) -> None:
        graph = blocks(3, 3)
        graph = edits.disconnect(graph, [graph.incoming("n5")["input"]])
        assert paths(edits.connect(graph, "n3", "n5")) == []

    def test_a_second_source(self) -> None:
        """Each adds the images to what comes from the one before it."""
        net = GraphBuilder()
        x, images = net.input((1, 8, 8)), net.input((1, 8, 8), name="images")
        for block in range(2):
            x = net.add("ReLU", net.add("Add", x, images, name=f"b{block}.add"), name=f"b{block}.relu")
        assert paths(net.output(x)) == []

    def test_other_wires_inside(self) -> None:
        """Two ReLUs of one convolution, of which the second block adds the one twice."""
        net = GraphBuilder()
        x = net.input((1, 8, 8))
        for block in range(2):
            conv = net.add("Conv2d", x, name=f"b{block}.conv")
            one, two = (net.add("ReLU", conv, name=f"b{block}.relu{i}") for i in range(2))
            tanh = net.add("Tanh", two, name=f"b{block}.tanh")
            x = net.add("Add", one, one if block else two, tanh, name=f"b{block}.add")
        assert paths(net.output(x)) == []


@given(st.integers(2, 5), st.integers(1, 3))
def test_any_number_in_any_depth(count: int, depth: int) -> None:
    name = ".".join(["outer"] * (depth - 1) + ["{}"]) if depth > 1 else "block{}"
    graph = blocks(*[3] * count, name=name)
    assert [len(row) for row in paths(graph)] == [count]


@given(graphs.GRAPHS)
def test_any_graph(graph: Graph) -> None:
    """Rows are of groups that are there, and no group is in two rows."""
    found = repeats(graph)
    assert set(repeats(graph)) == set(found)
    listed = [path for row in found for path in row.paths]
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("type_", ["Attention2d"])
def test_layers_that_are_not_known(type_: str) -> None:
    graph = blocks(3, 3)
    params = {"deep": ({"a": 1},)}
    changed = {i: replace(graph.nodes[i], type=type_, params=params) for i in ("n2", "n4")}
    assert paths(replace(graph, nodes={**graph.nodes, **changed})) == [("block1", "block2")]


@given(st.lists(graphs.EDITS, max_size=20))
def test_what_is_remembered_is_what_would_be_found(steps: list[graphs.Edit]) -> None:
    graph = graphs.resnet(2, 2)
    for step in steps:
        graph = graphs.edited([step], graph)
        assert repeats(graph) == _repeats.__wrapped__(_Built(graph))


def test_a_move_asks_nothing_anew_and_a_rename_does() -> None:
    graph = graphs.resnet(3)
    found = repeats(graph)
    node = graph.by_name["layer1.1.conv1"]
    assert repeats(edits.move_nodes(graph, {node.id: (500.0, 500.0)})) is found
    renamed = edits.rename(graph, node.id, "layer1.1.first")
    assert repeats(renamed) is not found
