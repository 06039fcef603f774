from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import GraphError
from engine.graph import edits
from engine.graph.display import STUB_STEPS, Display, changes, display
from engine.graph.groups import group_paths, make_group, members
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Edge, Graph
from engine.graph.repeats import repeats
from tests import graphs

RESNET = graphs.resnet(3, 1)


def box_of(found: Display, kind: str, name: str):  # type: ignore[no-untyped-def]
    return found.boxes[kind, name]  # type: ignore[index]


@st.composite
def grouped(draw: st.DrawFn) -> Graph:
    """Graphs with groups inside groups."""
    graph = draw(st.one_of(graphs.GRAPHS, st.sampled_from((RESNET, graphs.resnet(2, 3)))))
    for name in ("a", "b", "c"):
        chosen = [node_id for node_id in graph.nodes if draw(st.booleans())]
        try:
            graph = make_group(graph, chosen, name)
        except GraphError:
            continue
    return graph


@st.composite
def displays(draw: st.DrawFn) -> tuple[Graph, Display, bool]:
    graph = draw(grouped())
    paths = (*group_paths(graph), "no.group")
    collapsed = draw(st.frozensets(st.sampled_from(paths)))
    inside = draw(st.sampled_from(("", *paths)))
    folded = [row for row in repeats(graph) if draw(st.booleans())]
    joined = draw(st.booleans())
    return graph, display(graph, collapsed, inside, folded, joined=joined), joined


class TestAny:
    @given(displays())
    def test_every_node_is_in_one_box(self, drawn: tuple[Graph, Display, bool]) -> None:
        graph, found, _ = drawn
        inside = set(members(graph, found.inside)) if found.inside else set(graph.nodes)
        shown = [box for box in found.boxes.values() if box.kind not in ("source", "target")]
        assert Counter(node_id for box in shown for node_id in box.node_ids) == Counter(inside)
        assert found.keys == {node_id: box.key for box in shown for node_id in box.node_ids}

    @given(displays())
    def test_every_edge_between_boxes_is_in_one_wire(self, drawn: tuple[Graph, Display, bool]) -> None:
        graph, found, _ = drawn
        expected = [edge for edge in graph.edges if found.keys.get(edge.source) != found.keys.get(edge.target)]
        assert Counter(edge for wire in found.wires.values() for edge in wire.edges) == Counter(expected)

    @given(displays())
    def test_every_wire_ends_at_its_ports(self, drawn: tuple[Graph, Display, bool]) -> None:
        graph, found, joined = drawn
        for end, wire in found.wires.items():
            assert end == (wire.target, wire.input)
            assert {edge.source for edge in wire.edges} == {found.boxes[wire.source].outputs[wire.output]}
            first = wire.edges[0]
            assert found.boxes[wire.target].inputs[wire.input] == (first.target, first.port)
            assert found.keys.get(first.source, ("source", first.source)) == wire.source
            assert {found.keys.get(edge.target, ("target", edge.target)) for edge in wire.edges} == {wire.target}
            assert joined or len(wire.edges) == 1
        arriving = Counter(wire.target for wire in found.wires.values())
        leaving = {(wire.source, wire.output) for wire in found.wires.values()}
        for key, box in found.boxes.items():
            if box.kind == "node":
                (node_id,) = box.node_ids
                ports = graph.nodes[node_id].spec.ports(graph.incoming(node_id))
                assert box.inputs == tuple((node_id, port) for port in ports)
            else:
                assert arriving[key] == len(box.inputs)
                assert {(key, place) for place in range(len(box.outputs))} <= leaving

    @given(displays())
    def test_boxes_stand_in_the_middle_of_their_nodes(self, drawn: tuple[Graph, Display, bool]) -> None:
        graph, found, _ = drawn
        for box in found.boxes.values():
            if box.kind in ("source", "target"):
                continue
            xs, ys = zip(*(graph.nodes[node_id].position for node_id in box.node_ids), strict=True)
            assert box.position == ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)

    @given(displays(), displays())
    def test_changes_lead_from_one_to_the_other(
        self, one: tuple[Graph, Display, bool], two: tuple[Graph, Display, bool]
    ) -> None:
        old, new = one[1], two[1]
        found = changes(old, new)
        boxes = {key: box for key, box in old.boxes.items() if key not in found.removed_boxes}
        boxes |= {box.key: box for box in (*found.changed_boxes, *found.added_boxes)}
        wires = set(old.wires.values()) - set(found.removed_wires) | set(found.added_wires)
        assert boxes == new.boxes
        assert wires == set(new.wires.values())
        assert not changes(new, new)


def test_an_open_network_is_its_nodes() -> None:
    found = display(RESNET)
    assert list(found.boxes) == [("node", node_id) for node_id in RESNET.nodes]
    assert len(found.wires) == len(RESNET.edges)
    assert found == display(graphs.copy(RESNET))


class TestGroup:
    def test_has_an_input_for_each_edge_and_an_output_for_each_node_that_feeds_outside(self) -> None:
        found = display(RESNET, {"layer1.0", "layer2"})
        first = box_of(found, "group", "layer1.0")
        conv1, downsample = (RESNET.by_name[f"layer1.0.{name}"].id for name in ("conv1", "downsample.0"))
        assert first.title == "layer1.0"
        assert first.inputs == ((conv1, "input"), (downsample, "input"))
        assert first.outputs == (RESNET.by_name["layer1.0.relu2"].id,)
        assert first.paths == ("layer1.0",)
        assert len(first.node_ids) == 7

    def test_wires_between_two_groups_are_kept_apart_or_joined(self) -> None:
        closed = {f"layer1.{block}" for block in range(3)}
        key = ("group", "layer1.1")
        apart, joined = display(RESNET, closed), display(RESNET, closed, joined=True)
        assert [len(wire.edges) for wire in apart.wires.values() if wire.target == key] == [1, 1]
        assert [len(wire.edges) for wire in joined.wires.values() if wire.target == key] == [2]
        assert len(box_of(joined, *key).inputs) == 1

    def test_the_outermost_closed_one_counts(self) -> None:
        assert display(RESNET, {"layer1", "layer1.0"}) == display(RESNET, {"layer1"})

    def test_other_groups_that_begin_alike_stay_open(self) -> None:
        graph = edits.rename(RESNET, RESNET.by_name["fc"].id, "layer10.fc")
        found = display(graph, {"layer1"})
        assert found.keys[graph.by_name["layer10.fc"].id][0] == "node"

    def test_paths_that_are_not_there_are_passed_over(self) -> None:
        assert display(RESNET, {"layer9", "conv1"}) == display(RESNET)


class TestRow:
    def test_is_one_box(self) -> None:
        found = display(RESNET, folded=repeats(RESNET))
        row = box_of(found, "row", "layer1.0")
        assert row.title == "layer1.0 … 2"
        assert row.paths == ("layer1.0", "layer1.1", "layer1.2")
        assert len(row.node_ids) == 17
        assert len(row.outputs) == 1

    def test_lies_inside_a_closed_group(self) -> None:
        assert display(RESNET, {"layer1"}, folded=repeats(RESNET)) == display(RESNET, {"layer1"})

    def test_hides_the_closed_groups_in_it(self) -> None:
        rows = repeats(RESNET)
        assert display(RESNET, {"layer1.1", "layer1.0.downsample"}, folded=rows) == display(RESNET, folded=rows)


class TestInside:
    def test_shows_the_group_and_stand_ins_of_what_is_wired_to_it(self) -> None:
        found = display(RESNET, inside="layer1.1")
        before, after = RESNET.by_name["layer1.0.relu2"], RESNET.by_name["layer1.2.conv1"]
        assert [box.title for box in found.boxes.values()] == [
            *(f"layer1.1.{name}" for name in ("conv1", "bn1", "relu1", "add", "relu2")),
            *("layer1.0.relu2", "layer1.2.conv1", "layer1.2.add"),
        ]
        source = box_of(found, "source", before.id)
        assert (source.inputs, source.outputs) == ((), (before.id,))
        assert box_of(found, "target", after.id).inputs == ((after.id, "input"),)
        assert sum(wire.source == source.key for wire in found.wires.values()) == 2

    def test_stand_ins_lie_above_and_below_and_not_on_each_other(self) -> None:
        found = display(RESNET, inside="layer1.1")
        ys = [RESNET.nodes[node_id].position[1] for node_id in members(RESNET, "layer1.1")]
        stubs = {kind: [box for box in found.boxes.values() if box.kind == kind] for kind in ("source", "target")}
        assert {box.position[1] for box in stubs["source"]} == {min(ys) - STUB_STEPS * ROW_HEIGHT}
        assert {box.position[1] for box in stubs["target"]} == {max(ys) + STUB_STEPS * ROW_HEIGHT}
        xs = [box.position[0] for box in stubs["target"]]
        assert xs[1] - xs[0] >= COLUMN_WIDTH

    def test_groups_around_it_are_not_closed_and_those_inside_it_are(self) -> None:
        found = display(RESNET, {"layer1", "layer1.0", "layer1.0.downsample"}, inside="layer1.0")
        assert [box.key for box in found.boxes.values() if box.kind == "group"] == [("group", "layer1.0.downsample")]

    def test_a_row_that_it_lies_in_is_open(self) -> None:
        rows = repeats(RESNET)
        assert display(RESNET, inside="layer1.1", folded=rows) == display(RESNET, inside="layer1.1")
        assert [box.kind for box in display(RESNET, inside="layer1", folded=rows).boxes.values()].count("row") == 1

    def test_a_node_that_feeds_and_is_fed_has_two_stand_ins(self) -> None:
        graph = Graph()
        for name, type_ in [("a.x", "ReLU"), ("y", "ReLU"), ("a.z", "ReLU")]:
            graph, _ = edits.add_node(graph, type_, name=name, node_id=name)
        graph = edits.connect(edits.connect(graph, "a.x", "y"), "y", "a.z")
        found = display(graph, inside="a")
        assert list(found.boxes) == [("node", "a.x"), ("node", "a.z"), ("source", "y"), ("target", "y")]
        assert {wire.edges for wire in found.wires.values()} == {(edge,) for edge in graph.edges}

    def test_a_group_that_is_gone_shows_nothing(self) -> None:
        assert not display(RESNET, inside="layer9").boxes
        assert not display(Graph()).boxes


def test_changes_name_what_moved_and_nothing_else() -> None:
    moved = edits.move_nodes(RESNET, {"n1": (1.0, 2.0)})
    found = changes(display(RESNET), display(moved))
    assert [box.key for box in found.changed_boxes] == [("node", "n1")]
    assert not found.added_boxes + found.removed_boxes
    assert not found.added_wires + found.removed_wires


def test_changes_name_a_wire_at_another_port() -> None:
    graph = graphs.chain(("ReLU", {}))
    graph, add = edits.add_node(graph, "Add", node_id="add")
    one = edits.connect(graph, "n1", add.id, "input0")
    two = edits.connect(graph, "n1", add.id, "input1")
    found = changes(display(one), display(two))
    assert [wire.edges for wire in found.removed_wires] == [(Edge("n1", "add", "input0"),)]
    assert [wire.edges for wire in found.added_wires] == [(Edge("n1", "add", "input1"),)]


def test_cannot_be_written_to() -> None:
    found = display(RESNET)
    with pytest.raises(TypeError):
        found.boxes["node", "n1"] = box_of(found, "node", "n2")  # type: ignore[index]
