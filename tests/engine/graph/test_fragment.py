from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ParameterError, UnknownNodeError, UnknownNoteError
from engine.graph import edits
from engine.graph.fragment import Fragment, copy, duplicate, paste
from engine.graph.groups import members
from engine.graph.model import Edge, Graph
from engine.graph.notes import add_note
from tests import graphs

SUBSETS = st.sets(st.integers(0, 20))


def some(graph: Graph, places: set[int]) -> tuple[list[str], list[str]]:
    nodes = [node_id for place, node_id in enumerate(graph.nodes) if place in places]
    return nodes, [note_id for place, note_id in enumerate(graph.notes) if place in places]


class TestPaste:
    @given(graphs.GRAPHS, graphs.GRAPHS, SUBSETS)
    def test_is_isomorphic_to_what_was_copied(self, graph: Graph, into: Graph, places: set[int]) -> None:
        nodes, notes = some(graph, places)
        fragment = copy(graph, nodes, notes)
        pasted, node_ids, note_ids = paste(into, fragment, (10.0, -5.0))
        assert graphs.is_valid(pasted)
        assert not pasted.nodes.keys() - set(node_ids) ^ into.nodes.keys()
        ids = dict(zip(nodes, node_ids, strict=True))
        for old, new in ids.items():
            before, after = graph.nodes[old], pasted.nodes[new]
            assert (before.type, before.params) == (after.type, after.params)
            assert after.position == (before.position[0] + 10, before.position[1] - 5)
        inner = {edge for edge in graph.edges if edge.source in ids and edge.target in ids}
        wired = {Edge(ids[edge.source], ids[edge.target], edge.port) for edge in inner}
        assert pasted.edges == into.edges | wired
        assert [pasted.notes[i].text for i in note_ids] == [graph.notes[i].text for i in notes]
        assert into.nodes.items() <= pasted.nodes.items()

    @given(graphs.GRAPHS, SUBSETS)
    def test_keeps_what_is_free(self, graph: Graph, places: set[int]) -> None:
        nodes, _ = some(graph, places)
        pasted = paste(Graph(), copy(graph, nodes)).graph
        assert [node.name for node in pasted.nodes.values()] == [graph.nodes[i].name for i in nodes]

    def test_a_whole_group_becomes_a_new_one(self) -> None:
        graph = graphs.resnet(2, 2)
        pasted = paste(graph, copy(graph, members(graph, "layer1.1"))).graph
        old, new = members(pasted, "layer1.1"), members(pasted, "layer1.2")
        assert [pasted.nodes[i].name[8:] for i in new] == [pasted.nodes[i].name[8:] for i in old]

    def test_a_closed_group_becomes_a_closed_group(self) -> None:
        closed = frozenset({("group", "layer1"), ("group", "layer1.0.downsample"), ("group", "layer2")})
        graph = replace(graphs.resnet(2, 2), closed=closed)
        fragment = copy(graph, members(graph, "layer1"))
        new = {("group", "layer3"), ("group", "layer3.0.downsample")}
        assert paste(graph, fragment).graph.closed == closed | new
        assert paste(Graph(), fragment).graph.closed == closed - {("group", "layer2")}

    def test_several_groups_and_single_nodes_together(self) -> None:
        graph = graphs.resnet(1, 1)
        chosen = [*members(graph, "layer1"), *members(graph, "layer2"), graph.by_name["fc"].id]
        pasted, ids, _ = paste(graph, copy(graph, chosen))
        assert Counter(pasted.nodes[i].name.split(".")[0] for i in ids) == {"layer3": 7, "layer4": 7, "fc2": 1}

    def test_a_part_of_a_group_stays_in_it(self) -> None:
        graph = graphs.resnet(1)
        chosen = [graph.by_name[f"layer1.0.{name}"].id for name in ("conv1", "bn1")]
        pasted, ids, _ = paste(graph, copy(graph, chosen))
        assert [pasted.nodes[i].name for i in ids] == ["layer1.0.conv2", "layer1.0.bn2"]

    def test_refuses_a_place_off_the_canvas(self) -> None:
        graph = graphs.chain(("ReLU", {}))
        with pytest.raises(ParameterError, match=r"^position must be"):
            paste(graph, copy(graph, graph.nodes), (1e8, 0.0))

    def test_nothing(self) -> None:
        graph = graphs.chain(("ReLU", {}))
        assert not copy(graph, [])
        assert paste(graph, Fragment()) == (graph, (), ())


class TestCopy:
    def test_refuses_what_is_not_there(self) -> None:
        with pytest.raises(UnknownNodeError):
            copy(Graph(), ["n1"])
        with pytest.raises(UnknownNoteError):
            copy(Graph(), [], ["t1"])

    def test_the_middle_of_nodes_and_notes(self) -> None:
        graph, _ = edits.add_node(Graph(), "ReLU", position=(0, 0), node_id="a")
        graph, _ = add_note(graph, "", (50, 100), size=(50, 100), note_id="t")
        assert copy(graph, ["a"], ["t"]).middle == (50, 100)
        assert Fragment().middle == (0, 0)


class TestDuplicate:
    def test_leaves_the_outside_alone(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
        doubled, (conv, relu), _ = duplicate(graph, ["n1", "n2"], (24.0, 24.0))
        assert doubled.edges - graph.edges == {Edge(conv, relu, "input")}
        assert [doubled.nodes[i].name for i in (conv, relu)] == ["conv2", "relu2"]

    def test_may_keep_the_inputs(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
        doubled, (conv, relu), _ = duplicate(graph, ["n1", "n2"], (24.0, 24.0), keeps_inputs=True)
        assert doubled.edges - graph.edges == {Edge("n0", conv, "input"), Edge(conv, relu, "input")}

    @given(graphs.GRAPHS, SUBSETS, st.booleans())
    def test_leaves_a_valid_graph(self, graph: Graph, places: set[int], keeps_inputs: bool) -> None:
        nodes, notes = some(graph, places)
        doubled = duplicate(graph, nodes, (24.0, 24.0), notes, keeps_inputs=keeps_inputs).graph
        assert graphs.is_valid(doubled)
        assert doubled.edges >= graph.edges
