"""Which node the live views show."""

import pytest

from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Edge, Graph
from gui.training.shown_nodes import (
    Selection,
    Shown,
    shown_activations,
    shown_convolution,
    shown_pooling,
    shown_weights,
)
from tests import graphs, networks

LENET = networks.lenet()


def select(graph: Graph, name: str | None) -> Selection:
    return Selection() if name is None else Selection(graph.by_name[name].id, name)


def test_without_a_selection_the_first_convolution_is_shown() -> None:
    assert shown_activations(LENET, Selection()).node == LENET.by_name["conv1"]


@pytest.mark.parametrize("name", ["input", "tanh1", "fc2", "output"])
def test_any_selected_node_is_shown(name: str) -> None:
    assert shown_activations(LENET, select(LENET, name)).node == LENET.by_name[name]


def test_a_node_that_came_later_is_named() -> None:
    shown = shown_activations(LENET, Selection("unknown", "conv4"))
    assert shown.node is None
    assert shown.reason == "conv4 is not part of this run: it was added after Train."
    assert shown_activations(LENET, Selection("unknown")).reason.startswith("The selected node is not part of this run")


def test_a_node_that_leads_nowhere_is_not_waited_for() -> None:
    graph, node = edits.add_node(LENET, "Conv2d", name="aside")
    shown = shown_activations(graph, Selection(node.id, "aside"))
    assert shown.node is None
    assert shown.reason == "aside does not lead to the Output, so this run does not compute it."


def test_without_a_convolution_something_must_be_selected() -> None:
    net = GraphBuilder()
    graph = net.output(net.add("Flatten", net.input((1, 8, 8))))
    assert shown_activations(graph, Selection()).reason == "Select a node to see its maps."


@pytest.mark.parametrize(
    ("selected", "shown"),
    [(None, "pool1"), ("pool2", "pool2"), ("conv1", "pool1"), ("conv2", "pool2"), ("fc1", "pool1"), ("input", "pool1")],
)
def test_pooling_is_the_selected_or_the_next_or_the_first(selected: str | None, shown: str) -> None:
    assert shown_pooling(LENET, select(LENET, selected)).node == LENET.by_name[shown]


def test_pooling_of_an_unknown_node_is_the_first() -> None:
    assert shown_pooling(LENET, Selection("unknown", "pool9")).node == LENET.by_name["pool1"]


def test_a_network_without_pooling_says_so() -> None:
    net = GraphBuilder()
    graph = net.output(net.add("Flatten", net.input((1, 8, 8))))
    assert shown_pooling(graph, Selection()).reason == "This network has no pooling layer."


def test_a_network_that_cannot_run_is_no_fault() -> None:
    conv1, tanh1 = LENET.by_name["conv1"].id, LENET.by_name["tanh1"].id
    into_conv1 = LENET.incoming(conv1)["input"]
    looped = Graph(LENET.nodes, (LENET.edges - {into_conv1}) | {Edge(tanh1, conv1, "input")})
    assert shown_activations(looped, Selection()).node == LENET.by_name["conv1"]
    assert shown_pooling(looped, Selection()).node == LENET.by_name["pool1"]


def test_pooling_that_leads_nowhere_is_not_said_to_be_missing():
    graph, pool = edits.add_node(graphs.chain(("ReLU", {})), "MaxPool2d")
    graph = edits.connect(graph, "n1", pool.id)
    assert shown_pooling(graph, Selection()) == Shown(None, "No pooling layer leads to the Output of this network.")


@pytest.mark.parametrize(
    ("selected", "convolution", "weights"),
    [
        (None, "conv1", "conv1"),
        ("input", "conv1", "conv1"),
        ("pool1", "conv1", "conv1"),
        ("conv2", "conv2", "conv2"),
        ("tanh3", "conv2", "fc1"),
        ("fc2", "conv2", "fc2"),
    ],
)
def test_convolution_and_weights_are_the_last_before_what_is_selected(
    selected: str | None, convolution: str, weights: str
) -> None:
    graph = networks.lenet()
    selection = Selection(graph.by_name[selected].id, selected) if selected is not None else Selection()
    assert shown_convolution(graph, selection).node is graph.by_name[convolution]
    assert shown_weights(graph, selection).node is graph.by_name[weights]


def test_a_network_without_weights_says_so() -> None:
    net = GraphBuilder()
    graph = net.output(net.add("Flatten", net.input((1, 8, 8)), name="flatten"))
    assert shown_convolution(graph, Selection()).reason == "No convolution leads to the Output of this network."
    assert shown_weights(graph, Selection()).reason == "No layer with weights leads to the Output of this network."
