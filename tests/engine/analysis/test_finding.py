"""Find node: every way in which a person may ask, and that it asks the graph and not its own idea of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.finding import find
from engine.analysis.inference import infer
from engine.graph.model import Graph
from presets.lenet import lenet5
from tests import graphs


def found(graph: Graph, query: str) -> list[str]:
    return [graph.nodes[node_id].name for node_id in find(infer(graph), query)]


BRANCHY = graphs.chain(
    ("Conv2d", {"name": "stem.conv", "out_channels": 64, "kernel_size": (7, 7), "stride": 2, "padding": 3}),
    ("MaxPool2d", {"name": "stem.pool", "kernel_size": 2}),
    ("Conv2d", {"name": "branch7x7.conv", "kernel_size": (1, 7), "bias": False, "padding_mode": "reflect"}),
    ("Dropout", {"name": "dropout", "p": 0.25}),
    shape=(3, 64, 64),
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("conv", ["stem.conv", "branch7x7.conv"]),
        ("STEM", ["stem.conv", "stem.pool"]),
        ("maxpool", ["stem.pool"]),
        ("stem conv", ["stem.conv"]),
        ("64x32x32", ["stem.conv"]),
        ("32×32", ["stem.conv"]),
        ("32 x 32", ["stem.conv"]),
        ("16 * 16", ["stem.pool"]),
        ("64×16", ["stem.pool"]),
        ("2x32", []),
        ("branch7x7", ["branch7x7.conv"]),
        ("kernel_size=7", ["stem.conv"]),
        ("kernel_size = 7", ["stem.conv"]),
        ("kernel_size 7x7", ["stem.conv"]),
        ("kernel 1x7", ["branch7x7.conv"]),
        ("kernel_size=1×7 conv", ["branch7x7.conv"]),
        ("kernel_size=1", []),
        ("stride 2", ["stem.conv", "stem.pool"]),  # a pooling stride left out is the kernel's
        ("stride:2 64x32", ["stem.conv"]),
        ("bias=no", ["branch7x7.conv"]),
        ("bias false", ["branch7x7.conv"]),
        ("BIAS=True", ["stem.conv"]),
        ("reflect", ["branch7x7.conv"]),
        ("padding_mode=reflect", ["branch7x7.conv"]),
        ("p=0.25", ["dropout"]),
        ("p 25e-2", ["dropout"]),
        ("p=.5", []),
        ("=0.25", ["dropout"]),
        ("kernel_size=", ["stem.conv", "stem.pool", "branch7x7.conv"]),
        ("ceil_mode", ["stem.pool"]),
        ("", []),
        ("  ", []),
        ("nothing like it", []),
    ],
)
def test_what_a_query_finds(query, names):
    assert found(BRANCHY, query) == names


def test_lenet_by_shape():
    assert found(lenet5(), "16x5x5") == ["pool2"]
    assert found(lenet5(), "kernel_size=5") == ["conv1", "conv2"]


def test_nodes_without_a_known_shape_are_found_by_name():
    graph = graphs.edited([], BRANCHY)
    loose = Graph(graph.nodes, frozenset())
    assert found(loose, "stem") == ["stem.conv", "stem.pool"]
    assert found(loose, "32x32") == []


@given(graphs.GRAPHS, st.text(max_size=12))
def test_any_text_finds_some_of_the_nodes_once_each(graph, query):
    ids = find(infer(graph), query)
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(graph.nodes)


@given(graphs.GRAPHS)
def test_every_node_is_found_by_its_name_its_type_its_shape_and_each_parameter(graph):
    inference = infer(graph)
    for node_id, node in graph.nodes.items():
        assert node_id in find(inference, node.name)
        assert node_id in find(inference, node.type.upper())
        shape = inference.nodes[node_id].output
        if shape is not None and len(shape) > 1:
            assert node_id in find(inference, "x".join(map(str, shape)))
        for param in node.spec.params:
            value = node.params[param.name]
            if value is not None:
                text = "x".join(map(str, value)) if isinstance(value, tuple) else param.text(value)
                assert node_id in find(inference, f"{param.name}={text}")
                assert node_id in find(inference, f"{param.name} = {text}")


@given(graphs.wild_graphs())
def test_nodes_on_cycles_are_found_too(graph):
    for node in graph.nodes.values():
        assert node.id in find(infer(graph), node.name)


@given(graphs.GRAPHS, st.sampled_from(("conv", "stride 1", "1x32", "kernel_size=3")), st.sampled_from(("1", "in", "2")))
def test_another_word_only_narrows(graph, query, word):
    inference = infer(graph)
    assert set(find(inference, f"{word} {query}")) == set(find(inference, query)) & set(find(inference, word))
