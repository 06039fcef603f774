"""Which Output answers, and what falls away with the others."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.outputs import auxiliary_nodes, is_auxiliary, is_end, main_outputs
from tests.networks import lenet, with_auxiliary_head


def test_what_only_an_auxiliary_output_needs_falls_away() -> None:
    graph = with_auxiliary_head(lenet(), "pool1")
    names = {graph.nodes[node_id].name for node_id in auxiliary_nodes(graph)}
    assert names == {"aux.flatten", "aux.fc", "aux.output"}
    assert [node.name for node in main_outputs(graph)] == ["output"]
    assert is_auxiliary(graph.by_name["aux.output"])
    assert is_end(graph.by_name["output"])
    assert not is_auxiliary(graph.by_name["output"])


def test_a_network_without_them_loses_nothing() -> None:
    assert auxiliary_nodes(lenet()) == frozenset()


def test_without_a_main_output_all_that_leads_to_them_is_theirs() -> None:
    graph = with_auxiliary_head(lenet(), "pool1")
    graph = edits.remove_nodes(graph, [graph.by_name["output"].id])
    names = {graph.nodes[node_id].name for node_id in auxiliary_nodes(graph)}
    assert names == {"input", "conv1", "tanh1", "pool1", "aux.flatten", "aux.fc", "aux.output"}
    assert main_outputs(graph) == ()
