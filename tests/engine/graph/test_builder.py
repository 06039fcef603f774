import pytest

from engine.errors import GraphError
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
