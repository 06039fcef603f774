"""What the search offers at the end of an edge: exactly what would fit there."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.analysis.candidates import fitting_before, fitting_behind
from engine.analysis.inference import Severity, infer
from engine.errors import PortOccupiedError
from engine.graph.branching import add_before, add_behind
from engine.graph.model import Graph
from engine.layers import registry
from presets.lenet import lenet5
from tests import graphs

EDITED = st.lists(graphs.EDITS, max_size=15).map(lambda steps: graphs.edited(steps, lenet5()))
WITH_INPUT = [spec.type for spec in registry.all_specs() if spec.inputs]


def behind(graph: Graph, name: str) -> list[str]:
    return [spec.type for spec in fitting_behind(infer(graph), graph.by_name[name].id)]


def before(graph: Graph, name: str, port: str = "input") -> list[str]:
    return [spec.type for spec in fitting_before(infer(graph), graph.by_name[name].id, port)]


def errors(graph: Graph) -> set[str | None]:
    return {found.node_id for found in infer(graph).diagnostics if found.severity is Severity.ERROR}


def test_behind_maps_comes_what_works_on_maps():
    types = behind(lenet5(), "conv1")
    assert {"Conv2d", "MaxPool2d", "ReLU", "BatchNorm2d", "Flatten", "Add", "Concat", "Output"} <= set(types)
    assert "Input" not in types
    assert types[-1] == "Output"  # nothing goes on from it


def test_behind_a_row_of_values_come_no_maps():
    types = behind(lenet5(), "flatten")
    assert {"Linear", "ReLU", "Dropout", "Output"} <= set(types)
    assert not {"Conv2d", "MaxPool2d", "BatchNorm2d", "Input"} & set(types)


def test_a_window_larger_than_the_map_does_not_fit():
    graph = graphs.chain(("AdaptiveAvgPool2d", {"name": "gap"}))
    assert "MaxPool2d" not in behind(graph, "gap")
    assert "Conv2d" not in behind(graph, "gap")
    assert "AdaptiveAvgPool2d" in behind(graph, "gap")


def test_while_a_shape_is_unknown_everything_with_an_input_is_offered():
    loose = Graph(lenet5().nodes)
    assert set(behind(loose, "conv2")) == set(WITH_INPUT)


def test_before_a_convolution_comes_what_makes_maps():
    types = before(Graph(lenet5().nodes), "conv2")
    assert {"Input", "Conv2d", "MaxPool2d", "ReLU", "Add"} <= set(types)
    assert not {"Flatten", "Output"} & set(types)


def test_before_another_input_of_an_add_comes_what_can_have_its_shape():
    graph = graphs.chain(("Flatten", {"name": "flat"}), ("Add", {"name": "add"}))
    assert "Flatten" in before(graph, "add", "input1")
    assert "Conv2d" not in before(graph, "add", "input1")


@given(EDITED, st.data())
def test_what_is_offered_behind_works_there_and_nothing_else_does(graph, data):
    inference = infer(graph)
    known = [node_id for node_id, facts in inference.nodes.items() if facts.output is not None]
    sources = [node_id for node_id in known if graph.nodes[node_id].spec.has_output]
    assume(sources)
    source = data.draw(st.sampled_from(sources))
    offered = {spec.type for spec in fitting_behind(inference, source)}
    for type_ in WITH_INPUT:
        wired = add_behind(graph, type_, source, (0.0, 0.0), "new")
        facts = infer(wired).nodes["new"]
        works = facts.output is not None or (facts.diagnostic and facts.diagnostic.severity is Severity.INCOMPLETE)
        if not registry.get(type_).is_variadic:
            assert bool(works) == (type_ in offered)


@given(EDITED, st.data())
def test_what_is_offered_before_can_be_wired_and_breaks_nothing(graph, data):
    free = [
        (node.id, port)
        for node in graph.nodes.values()
        for port in node.spec.ports(graph.incoming(node.id))
        if port not in graph.incoming(node.id)
    ]
    assume(free)
    target, port = data.draw(st.sampled_from(free))
    for spec in fitting_before(infer(graph), target, port):
        assert spec.has_output
        wired = add_before(graph, spec.type, target, port, (0.0, 0.0), "new")
        assert wired.incoming(target)[port].source == "new"
        if spec.inputs:  # its own input is missing, so whatever is behind it waits
            assert errors(wired) - errors(graph) == set()


def test_an_occupied_port_is_refused():
    graph = lenet5()
    with pytest.raises(PortOccupiedError, match="already has an edge"):
        add_before(graph, "Conv2d", graph.by_name["conv2"].id, "input", (0.0, 0.0), "new")
