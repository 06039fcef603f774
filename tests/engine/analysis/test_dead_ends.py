"""Branches from which no Output is reached are warned of at their first node, and what runs is not."""

from __future__ import annotations

import networkx as nx
from hypothesis import given

from engine.analysis.inference import Severity, infer
from engine.graph import edits
from engine.graph.model import Graph
from engine.graph.topology import digraph
from tests import graphs

ADVICE = "Connect it to what leads to the Output, or delete it."


def warnings(graph: Graph) -> dict[str, str]:
    """Return the warnings by the name of the node."""
    return {
        graph.nodes[found.node_id].name: found.message
        for found in infer(graph).diagnostics
        if found.severity is Severity.WARNING and found.node_id is not None
    }


def branched(*types: str) -> Graph:
    """Return input -> conv1 -> output, with layers behind conv1 that lead nowhere."""
    graph, source = graphs.chain(("Conv2d", {})), "n1"
    for type_ in types:
        graph, node = edits.add_node(graph, type_)
        graph = edits.connect(graph, source, node.id)
        source = node.id
    return graph


def test_one_node_that_feeds_nothing():
    assert warnings(branched("ReLU")) == {"relu1": f"Its output goes nowhere, so it is left out of training. {ADVICE}"}


def test_a_branch_is_warned_of_once_at_its_first_node():
    assert warnings(branched("ReLU", "MaxPool2d", "Dropout")) == {
        "relu1": f"Its output goes nowhere but to dropout1, pool1, so this branch is left out of training. {ADVICE}"
    }


def test_an_input_that_is_connected_to_nothing():
    graph, extra = edits.add_node(graphs.chain(("ReLU", {})), "Input")
    assert list(warnings(graph)) == [extra.name]


def test_what_is_missing_at_a_node_is_said_rather_than_that_it_leads_nowhere():
    graph, loose = edits.add_node(graphs.chain(("ReLU", {})), "Conv2d")
    assert warnings(graph) == {}
    found = infer(graph).nodes[loose.id].diagnostic
    assert found is not None
    assert found.severity is Severity.INCOMPLETE


def test_a_network_under_construction_is_left_in_peace():
    graph = graphs.chain(("ReLU", {}))
    assert warnings(edits.disconnect(graph, graph.inputs("n2"))) == {}
    assert warnings(edits.remove_nodes(graph, ["n2"])) == {}


def test_the_warning_goes_when_the_branch_is_connected_and_comes_back_with_undo():
    before = branched("ReLU")
    relu = before.by_name["relu1"].id
    after = edits.connect(edits.disconnect(before, before.inputs("n2")), relu, "n2")
    known = infer(after, infer(before))
    assert known == infer(after)
    assert known.nodes[relu].diagnostic is None
    assert infer(before, known) == infer(before)


def test_the_facts_of_a_warned_node_stay_the_same_object_while_nothing_changes_there():
    graph = branched("ReLU")
    relu, before = graph.by_name["relu1"].id, infer(graph)
    after = infer(edits.set_param(graph, graph.by_name["conv1"].id, "bias", False), before)
    assert after.nodes[relu] is before.nodes[relu]


def test_a_renamed_node_behind_is_named_anew():
    graph = branched("ReLU", "Dropout")
    changed = edits.rename(graph, graph.by_name["dropout1"].id, "aside")
    assert "nowhere but to aside," in infer(changed, infer(graph)).nodes[graph.by_name["relu1"].id].diagnostic.message


def test_the_network_trains_all_the_same():
    assert infer(branched("ReLU")).problems == ()


@given(graphs.GRAPHS)
def test_each_node_without_a_way_to_an_output_is_behind_one_first_node(graph: Graph):
    wiring, found = digraph(graph), infer(graph).wiring.dead_ends
    ends = [node.id for node in graph.nodes.values() if not node.spec.has_output]
    leading = set(ends).union(*(nx.ancestors(wiring, end) for end in ends))
    if any(wiring.in_degree(end) for end in ends):
        covered = [node_id for head, behind in found.items() for node_id in (head, *behind)]
        assert sorted(covered) == sorted(set(graph.nodes) - leading)
    else:
        assert not found
