from time import process_time

import pytest

from engine.errors import GraphError, NodeNameError, PortOccupiedError, UnknownNodeError
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph


def residual() -> Graph:
    net = GraphBuilder()
    x = net.input((3, 8, 8))
    y = net.add("Conv2d", x, name="block.conv", out_channels=3, padding=1)
    return net.output(net.add("Add", y, x, name="block.add"))


def test_wires_sources_in_their_order() -> None:
    graph = residual()
    sources = [graph.nodes[edge.source].name for edge in graph.inputs(graph.by_name["block.add"].id)]
    assert sources == ["block.conv", "input"]


def test_the_same_network_is_built_equal_each_time() -> None:
    assert residual() == residual()


def test_no_two_nodes_lie_on_the_same_place() -> None:
    positions = [node.position for node in residual().nodes.values()]
    assert len(set(positions)) == len(positions)


def test_mistakes_are_refused_where_they_are_made() -> None:
    net = GraphBuilder()
    with pytest.raises(GraphError, match="ReLU has no parameter 'inplace'"):
        net.add("ReLU", net.input((1, 8, 8)), inplace=True)


def test_names_are_refused_where_they_are_given() -> None:
    net = GraphBuilder()
    x = net.add("ReLU", net.input((1, 8, 8)), name="block.relu")
    for name in ("block.relu", "block", "block.relu.inner"):
        with pytest.raises(NodeNameError):
            net.add("ReLU", x, name=name)


def test_a_source_has_to_be_there_and_to_have_an_input_to_go_to() -> None:
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    with pytest.raises(UnknownNodeError, match="no node with the id 'n7'"):
        net.add("ReLU", "n7")
    with pytest.raises(PortOccupiedError):
        net.add("ReLU", x, x)


def test_automatic_names_count_on() -> None:
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    for _ in range(3):
        x = net.add("ReLU", x)
    assert set(net.output(x).by_name) == {"input", "relu1", "relu2", "relu3", "output"}


def test_a_network_of_a_thousand_nodes_is_built_at_once() -> None:
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    begin = process_time()
    for place in range(1000):
        x = net.add("ReLU", x, name=f"relu{place}")
    net.output(x)
    assert process_time() - begin < 0.5  # 0.06 s here; 1.5 s where each step copies the network
