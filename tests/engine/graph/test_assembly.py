from dataclasses import replace

import pytest

from engine.errors import (
    CycleError,
    DuplicateNodeError,
    NodeNameError,
    ParameterError,
    PortOccupiedError,
    UnknownNodeError,
    UnknownPortError,
)
from engine.graph.assembly import assemble
from engine.graph.model import Edge, Node
from engine.layers import registry
from tests import graphs

INPUT, CONV, RELU, OUTPUT = graphs.chain(("Conv2d", {}), ("ReLU", {})).nodes.values()
NODES = (INPUT, CONV, RELU, OUTPUT)
WIRE = Edge("n0", "n1", "input")


def test_keeps_the_order_of_the_nodes() -> None:
    assert tuple(assemble(reversed(NODES), []).nodes.values()) == NODES[::-1]


def test_refuses_an_id_twice() -> None:
    with pytest.raises(DuplicateNodeError, match=r"^conv1 and relu1 have the same id, 'n1'\. Give one of them"):
        assemble([CONV, replace(RELU, id="n1")], [])


def test_refuses_a_name_twice() -> None:
    with pytest.raises(NodeNameError, match=r"^There is already a node named 'conv1'\."):
        assemble([CONV, replace(RELU, name="conv1")], [])


def test_refuses_a_place_off_the_canvas() -> None:
    with pytest.raises(ParameterError, match=r"^position must be"):
        assemble([replace(CONV, position=(0.0, float("nan")))], [])


def test_refuses_an_edge_to_nowhere() -> None:
    with pytest.raises(UnknownNodeError, match=r"^The edge at conv1 leads to a node that is not there, 'n7'\. Remove"):
        assemble(NODES, [Edge("n7", "n1", "input")])
    with pytest.raises(UnknownNodeError, match=r"^The edge leads to a node that is not there, 'n7'\. Remove"):
        assemble(NODES, [Edge("n7", "n8", "input")])


def test_refuses_ports_that_are_not_there() -> None:
    with pytest.raises(UnknownPortError, match=r"^Conv2d has no input port 'bias'\."):
        assemble(NODES, [Edge("n0", "n1", "bias")])
    with pytest.raises(UnknownPortError, match=r"^output has no output"):
        assemble(NODES, [Edge("n3", "n1", "input")])


def test_refuses_two_edges_at_a_port() -> None:
    with pytest.raises(PortOccupiedError, match=r"^relu1 already has an edge at input\."):
        assemble(NODES, [Edge("n0", "n2", "input"), Edge("n1", "n2", "input")])
    with pytest.raises(PortOccupiedError, match=r"^conv1 already has an edge at input\."):
        assemble(NODES, [WIRE, WIRE])


def test_refuses_a_cycle() -> None:
    with pytest.raises(CycleError, match=r"^conv1, relu1 depend on their own output\. Remove one of the edges"):
        assemble(NODES, [Edge("n1", "n2", "input"), Edge("n2", "n1", "input")])
    with pytest.raises(CycleError, match=r"^conv1 depends on its own output\."):
        assemble(NODES, [Edge("n1", "n1", "input")])


def test_names_few_of_many_nodes_on_a_cycle() -> None:
    nodes = [Node(f"n{i}", f"relu{i}", "ReLU", registry.get("ReLU").complete({})) for i in range(500)]
    ring = [Edge(f"n{i}", f"n{(i + 1) % 500}", "input") for i in range(500)]
    with pytest.raises(CycleError, match=r"^(relu\d+, ){5}relu\d+ and 494 more depend on their own output\."):
        assemble(nodes, ring)
