"""Parameters of many nodes: each once, and set as one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ParameterError
from engine.graph import edits
from engine.graph.common_params import common_params, set_params, shown_value, value_in_force
from engine.graph.model import Graph
from tests import graphs, strategies

MANY = graphs.chain(
    ("Conv2d", {"name": "a", "kernel_size": (3, 5), "stride": 2}),
    ("Conv2d", {"name": "b", "kernel_size": (3, 3)}),
    ("MaxPool2d", {"name": "pool", "kernel_size": 2}),
    ("Flatten", {"name": "flatten"}),
    ("Linear", {"name": "fc"}),
)


def nodes(*names: str):
    return [MANY.by_name[name] for name in names]


def ids(*names: str) -> tuple[str, ...]:
    return tuple(node.id for node in nodes(*names))


def test_nodes_of_one_type_have_all_parameters_in_common():
    (group,) = common_params(nodes("a", "b"))
    assert group.types == ("Conv2d",)
    assert group.node_ids == ids("a", "b")
    assert group.params == MANY.by_name["a"].spec.params


def test_parameters_shared_by_name_come_first_and_once():
    groups = common_params(nodes("a", "pool", "fc"))
    assert [(group.types, [param.name for param in group.params]) for group in groups] == [
        (("Conv2d", "MaxPool2d"), ["kernel_size", "stride", "padding", "dilation"]),
        (("Conv2d", "Linear"), ["bias"]),
        (("Conv2d",), ["out_channels", "groups", "padding_mode"]),
        (("MaxPool2d",), ["ceil_mode"]),
        (("Linear",), ["out_features"]),
    ]


def test_a_stride_that_follows_the_kernel_is_shown_as_the_kernels_beside_one_that_cannot():
    shared = {param.name: param for group in common_params(nodes("a", "pool")) for param in group.params}
    assert shown_value(MANY.by_name["pool"], shared["stride"]) == (2, 2)
    (alone,) = common_params(nodes("pool"))
    assert shown_value(MANY.by_name["pool"], alone.params[1]) is None


def test_an_axis_left_alone_keeps_each_nodes_own():
    graph = set_params(MANY, ids("a", "b"), "kernel_size", (7, None))
    assert [graph.by_name[name].params["kernel_size"] for name in ("a", "b")] == [(7, 5), (7, 3)]
    graph = set_params(MANY, ids("a", "pool"), "stride", (None, 3))
    assert [graph.by_name[name].params["stride"] for name in ("a", "pool")] == [(2, 3), (2, 3)]


def test_a_value_that_one_of_them_cannot_have_changes_none():
    with pytest.raises(ParameterError, match="stride must be 2 whole numbers"):
        set_params(MANY, ids("pool", "a"), "stride", None)


@given(graphs.GRAPHS)
def test_every_parameter_of_every_node_is_in_exactly_one_group(graph: Graph):
    groups = common_params(list(graph.nodes.values()))
    found = [(node_id, param.name) for group in groups for node_id in group.node_ids for param in group.params]
    assert len(set(found)) == len(found)
    assert set(found) == {(node.id, name) for node in graph.nodes.values() for name in node.params}
    for group in groups:
        assert {graph.nodes[node_id].type for node_id in group.node_ids} == set(group.types)


@given(graphs.GRAPHS, st.data())
def test_setting_many_is_setting_one_by_one(graph: Graph, data: st.DataObject):
    for group in common_params(list(graph.nodes.values())):
        for param in group.params:
            own = graph.nodes[group.node_ids[0]].spec.param(param.name)
            value = data.draw(strategies.values(own))
            try:
                together = set_params(graph, group.node_ids, param.name, value)
            except ParameterError:
                assert len(group.types) > 1
                continue
            expected = graph
            for node_id in group.node_ids:
                expected = edits.set_param(expected, node_id, param.name, value)
            assert together == expected


@given(graphs.GRAPHS)
def test_a_value_in_force_is_never_absent(graph: Graph):
    for node in graph.nodes.values():
        assert all(value_in_force(node, name) is not None for name in node.params)
