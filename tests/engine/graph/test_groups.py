from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import GraphError, NodeNameError, UnknownGroupError, UnknownNodeError
from engine.graph import edits
from engine.graph.groups import (
    common_group,
    dissolve_group,
    free_group_name,
    group_paths,
    make_group,
    members,
    rename_group,
    whole_groups,
)
from engine.graph.model import Graph
from engine.graph.names import joined, parent_of
from tests import graphs


@pytest.fixture
def graph() -> Graph:
    """A residual network of two stages, of two blocks and one."""
    return graphs.resnet(2, 1)


def ids(graph: Graph, *names: str) -> list[str]:
    return [graph.by_name[name].id for name in names]


def names(graph: Graph) -> list[str]:
    return [node.name for node in graph.nodes.values()]


def named(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph, _ = edits.add_node(graph, "ReLU", name=name, node_id=name)
    return graph


class TestPaths:
    def test_stand_in_network_order_outer_ones_first(self, graph: Graph) -> None:
        assert group_paths(graph) == (
            *("layer1", "layer1.0", "layer1.0.downsample", "layer1.1"),
            *("layer2", "layer2.0", "layer2.0.downsample"),
        )

    def test_follow_the_wires_and_not_the_order_of_adding(self) -> None:
        graph = named("b.x", "a.x")
        assert group_paths(edits.connect(graph, "a.x", "b.x")) == ("a", "b")

    def test_members_lie_in_it_or_in_groups_inside_it(self, graph: Graph) -> None:
        assert members(graph, "layer1.0.downsample") == tuple(
            ids(graph, "layer1.0.downsample.0", "layer1.0.downsample.1")
        )
        assert len(members(graph, "layer1")) == 12
        assert members(graph, "layer") == members(graph, "conv1") == ()

    def test_whole_groups_are_the_outermost(self, graph: Graph) -> None:
        chosen = [*members(graph, "layer1.0"), *members(graph, "layer2"), *ids(graph, "layer1.1.conv1")]
        assert whole_groups(graph, chosen) == {"layer1.0", "layer2"}

    def test_a_single_node_is_no_whole_group(self) -> None:
        assert whole_groups(named("head.fc"), ["head.fc"]) == frozenset()

    def test_common_group(self, graph: Graph) -> None:
        assert common_group(graph, ids(graph, "layer1.0.conv1", "layer1.0.downsample.0")) == "layer1.0"
        assert common_group(graph, ids(graph, "layer1.0.conv1", "layer1.1.conv1")) == "layer1"
        assert common_group(graph, ids(graph, "layer1.0.conv1", "conv1")) == ""


class TestMakeGroup:
    def test_prefixes_the_names(self, graph: Graph) -> None:
        made = make_group(graph, ids(graph, "avgpool", "flatten", "fc"), "head")
        assert names(made)[-4:] == ["head.avgpool", "head.flatten", "head.fc", "output"]
        assert made.edges is graph.edges

    def test_lies_inside_the_group_that_all_lie_in(self, graph: Graph) -> None:
        chosen = ids(graph, "layer1.0.conv1", "layer1.0.downsample.0")
        made = make_group(graph, chosen, "stem")
        assert [made.nodes[node_id].name for node_id in chosen] == [
            "layer1.0.stem.conv1",
            "layer1.0.stem.downsample.0",
        ]

    def test_a_group_may_have_the_name_of_a_node_that_goes_into_it(self) -> None:
        assert names(make_group(named("conv", "relu"), ["conv"], "conv")) == ["conv.conv", "relu"]

    def test_refuses_a_name_that_is_there(self, graph: Graph) -> None:
        with pytest.raises(NodeNameError, match=r"^There is already a group named 'layer2'\. Choose another name\.$"):
            make_group(graph, ids(graph, "fc"), "layer2")
        with pytest.raises(NodeNameError, match=r"^'conv1\.fc' and 'conv1' cannot both be: one would be inside"):
            make_group(graph, ids(graph, "fc"), "conv1")
        with pytest.raises(NodeNameError, match=r"^'my head' cannot be a group's name\. Expected letters"):
            make_group(graph, ids(graph, "fc"), "my head")
        with pytest.raises(NodeNameError, match=r"^'train' cannot be a group's name: 'train' is a word that torch"):
            make_group(graph, ids(graph, "fc"), "train")

    def test_refuses_nothing(self, graph: Graph) -> None:
        with pytest.raises(GraphError, match=r"^A group needs a layer at least\."):
            make_group(graph, [], "head")
        with pytest.raises(UnknownNodeError):
            make_group(graph, ["n999"], "head")

    @given(graphs.GRAPHS, st.sets(st.integers(0, 20)), st.sampled_from(("block", "a.b", "conv1", "0")))
    def test_dissolving_it_restores_the_names(self, graph: Graph, places: set[int], name: str) -> None:
        graph = replace(graph, closed=frozenset(("group", path) for path in group_paths(graph)))
        chosen = [node_id for place, node_id in enumerate(graph.nodes) if place in places]
        try:
            made = make_group(graph, chosen, name)
        except GraphError:
            return
        assert graphs.is_valid(made)
        path = joined(common_group(graph, chosen), name)
        for _ in name.split("."):
            made, path = dissolve_group(made, path), parent_of(path)
        assert made == graph


class TestClosed:
    """What is closed follows its group to another path."""

    @pytest.fixture
    def graph(self, graph: Graph) -> Graph:
        closed = {("group", "layer1"), ("row", "layer1.0"), ("group", "layer1.0.downsample"), ("group", "gone")}
        return replace(graph, closed=frozenset(closed))

    def test_when_it_goes_into_another(self, graph: Graph) -> None:
        made = make_group(graph, [*members(graph, "layer1"), *ids(graph, "conv1")], "body")
        assert made.closed == {
            *(("group", "body.layer1"), ("row", "body.layer1.0"), ("group", "body.layer1.0.downsample")),
            ("group", "gone"),
        }

    def test_but_not_when_only_a_part_of_it_does(self, graph: Graph) -> None:
        assert make_group(graph, ids(graph, "layer1.0.conv1", "conv1"), "body").closed == graph.closed

    def test_when_it_is_renamed(self, graph: Graph) -> None:
        renamed = rename_group(graph, "layer1", "stage1")
        assert renamed.closed == {
            *(("group", "stage1"), ("row", "stage1.0"), ("group", "stage1.0.downsample"), ("group", "gone"))
        }

    def test_when_the_group_around_it_dissolves_which_is_closed_no_more(self, graph: Graph) -> None:
        dissolved = dissolve_group(graph, "layer1")
        assert dissolved.closed == {("row", "layer1_0"), ("group", "layer1_0.downsample"), ("group", "gone")}


class TestRenameGroup:
    def test_renames_what_lies_in_it(self, graph: Graph) -> None:
        renamed = rename_group(graph, "layer1", "stage1")
        assert group_paths(renamed)[:3] == ("stage1", "stage1.0", "stage1.0.downsample")
        assert rename_group(renamed, "stage1", "layer1") == graph

    def test_can_go_into_another_group_or_into_itself(self, graph: Graph) -> None:
        assert members(rename_group(graph, "layer2", "layer1.2"), "layer1.2.0")
        assert members(rename_group(graph, "layer2", "layer2.inner"), "layer2.inner.0")

    def test_may_keep_its_name(self, graph: Graph) -> None:
        assert rename_group(graph, "layer1", "layer1") is graph

    def test_refuses_what_is_there(self, graph: Graph) -> None:
        with pytest.raises(NodeNameError, match=r"^There is already a group named 'layer2'"):
            rename_group(graph, "layer1", "layer2")
        with pytest.raises(NodeNameError, match=r"cannot both be"):
            rename_group(graph, "layer1", "fc")
        with pytest.raises(UnknownGroupError, match=r"^There is no group 'layer9' in this network\.$"):
            rename_group(graph, "layer9", "layer8")


class TestDissolveGroup:
    def test_its_parts_lie_where_it_lay(self, graph: Graph) -> None:
        assert "layer1.0.downsample.1" not in names(dissolve_group(graph, "layer1.0.downsample"))
        assert "layer1.0.1" in names(dissolve_group(graph, "layer1.0.downsample"))

    def test_a_number_keeps_the_groups_name(self, graph: Graph) -> None:
        dissolved = dissolve_group(graph, "layer1")
        assert group_paths(dissolved)[:3] == ("layer1_0", "layer1_0.downsample", "layer1_1")
        assert names(dissolve_group(named("features.0", "features.1"), "features")) == ["features_0", "features_1"]

    def test_a_taken_name_gets_a_number(self) -> None:
        assert names(dissolve_group(named("conv", "a.conv", "a.relu"), "a")) == ["conv", "conv2", "relu"]
        assert names(dissolve_group(named("conv.x", "a.conv"), "a")) == ["conv.x", "conv2"]

    def test_refuses_what_is_no_group(self, graph: Graph) -> None:
        with pytest.raises(UnknownGroupError):
            dissolve_group(graph, "conv1")

    @given(graphs.GRAPHS)
    def test_always_succeeds(self, graph: Graph) -> None:
        for path in group_paths(graph):
            dissolved = dissolve_group(graph, path)
            assert graphs.is_valid(dissolved)
            assert dissolved.edges is graph.edges


def test_free_group_name(graph: Graph) -> None:
    assert free_group_name(graph) == "block1"
    assert free_group_name(named("block1", "block2.x")) == "block3"
    assert free_group_name(named("a.block1.x", "block1"), "a") == "block2"
