from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.fixes import Fix, fixes, graph_fixes
from engine.analysis.inference import Severity, infer
from engine.errors import UnknownNodeError
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.layers import registry
from engine.project.document import Document
from engine.project.history import History
from tests import graphs, strategies


def found(graph: Graph, name: str) -> dict[str, Fix]:
    """Return the fixes for a node by title, in their order."""
    return {fix.title: fix for fix in fixes(graph, infer(graph), graph.by_name[name].id)}


def is_well(graph: Graph, name: str) -> bool:
    return infer(graph).nodes[graph.by_name[name].id].diagnostic is None


def nothing_overlaps(graph: Graph) -> bool:
    places = [node.position for node in graph.nodes.values()]
    return all(abs(a[0] - b[0]) >= 204 or abs(a[1] - b[1]) >= 56 for a, b in combinations(places, 2))


def residual(**main: Any) -> Graph:
    """input 8 × 16 × 16 -> relu1, then conv with these parameters beside a shortcut, both into add."""
    net = GraphBuilder()
    x = net.add("ReLU", net.input((8, 16, 16)), name="relu1")
    y = net.add("Conv2d", x, name="block.conv", **main)
    y = net.add("ReLU", y, name="block.relu")
    return net.output(net.add("Add", y, x, name="block.add"))


Case = tuple[Graph, str, list[str]]

CASES: dict[str, Case] = {
    "maps into Linear": (graphs.chain(("Conv2d", {}), ("Linear", {})), "fc1", ["Insert Flatten"]),
    "a kernel of odd size": (
        graphs.chain(("Conv2d", {"kernel_size": 9}), shape=(1, 4, 4)),
        "conv1",
        ["Set padding to 4 to keep 4 × 4", "Reduce kernel_size to 4"],
    ),
    "a kernel on maps that are not square": (
        graphs.chain(("Conv2d", {"kernel_size": (5, 7)}), shape=(1, 9, 6)),
        "conv1",
        ["Set padding to 2 × 3 to keep 9 × 6", "Reduce kernel_size to 5 × 6"],
    ),
    "a kernel with holes": (
        graphs.chain(("Conv2d", {"kernel_size": 3, "dilation": 4}), shape=(1, 6, 6)),
        "conv1",
        ["Set padding to 4 to keep 6 × 6", "Reduce kernel_size to 2"],
    ),
    "a kernel that moves by 2": (
        graphs.chain(("Conv2d", {"kernel_size": 5, "stride": 2}), shape=(1, 4, 4)),
        "conv1",
        ["Set padding to 2", "Reduce kernel_size to 4"],
    ),
    "a kernel of even size on a single value": (
        graphs.chain(("Conv2d", {"kernel_size": 4}), shape=(1, 1, 1)),
        "conv1",
        ["Set padding to 2", "Reduce kernel_size to 1"],
    ),
    "a pooling window": (
        graphs.chain(("MaxPool2d", {"kernel_size": 8}), shape=(1, 4, 4)),
        "pool1",
        ["Set padding to 3", "Reduce kernel_size to 4"],
    ),
    "padding beyond half a window": (
        graphs.chain(("AvgPool2d", {"kernel_size": 2, "padding": 2})),
        "pool1",
        ["Reduce padding to 1"],
    ),
    "padding beyond a mirror": (
        graphs.chain(("Conv2d", {"padding": 9, "padding_mode": "reflect"}), shape=(1, 4, 4)),
        "conv1",
        ["Reduce padding to 3", "Set padding_mode to zeros"],
    ),
    "groups that divide neither": (
        graphs.chain(("Conv2d", {"groups": 4, "out_channels": 8}), shape=(6, 8, 8)),
        "conv1",
        ["Set groups to 2", "Set groups to 1"],
    ),
    "groups that divide what comes in": (
        graphs.chain(("Conv2d", {"groups": 3, "out_channels": 8}), shape=(6, 8, 8)),
        "conv1",
        ["Set out_channels to 9", "Set groups to 2", "Set groups to 1"],
    ),
    "a convolution behind Flatten": (graphs.chain(("Flatten", {}), ("Conv2d", {})), "conv1", ["Remove flatten1"]),
    "a shortcut of other channels": (
        residual(out_channels=16, padding=1),
        "block.add",
        ["Match channels with a 1 × 1 convolution"],
    ),
    "a shortcut of another size": (
        residual(out_channels=8, padding=1, stride=2),
        "block.add",
        ["Match size with a 1 × 1 convolution"],
    ),
    "a shortcut of another shape": (
        residual(out_channels=16, padding=1, stride=(2, 3)),
        "block.add",
        ["Match channels and size with a 1 × 1 convolution"],
    ),
    "a branch that lost its border": (
        residual(out_channels=8, kernel_size=5),
        "block.add",
        ["Set padding of block.conv to 2 to keep 16 × 16"],
    ),
}


@pytest.mark.parametrize(("graph", "name", "titles"), CASES.values(), ids=CASES.keys())
class TestCase:
    def test_titles(self, graph: Graph, name: str, titles: list[str]) -> None:
        assert list(found(graph, name)) == titles

    def test_the_problem_is_gone_by_one_edit(self, graph: Graph, name: str, titles: list[str]) -> None:
        before = graphs.copy(graph)
        for fix in found(graph, name).values():
            fixed = fix.apply(graph)
            assert is_well(fixed, name)
            assert graphs.is_valid(fixed)
            assert nothing_overlaps(fixed)
            history = History(Document(graph))
            history.push(Document(fixed), fix.title)
            assert history.undo_label == fix.title
            assert history.undo().graph == before


def test_a_network_without_mistakes_has_none() -> None:
    graph = graphs.resnet(2)
    known = infer(graph)
    assert not any(fixes(graph, known, node_id) for node_id in graph.nodes)
    assert graph_fixes(graph, known) == ()


def test_a_node_that_waits_has_none() -> None:
    graph = graphs.chain(("Conv2d", {"kernel_size": 99}), ("Linear", {}))
    assert found(graph, "fc1") == {}


def test_refuses_a_node_that_is_not_there() -> None:
    with pytest.raises(UnknownNodeError):
        fixes(Graph(), infer(Graph()), "n1")


class TestShortcut:
    def test_the_convolution_is_on_the_shortcut_and_in_its_group(self) -> None:
        graph = residual(out_channels=16, padding=1, stride=2)
        (fix,) = found(graph, "block.add").values()
        fixed = fix.apply(graph)
        (node,) = [node for node_id, node in fixed.nodes.items() if node_id not in graph.nodes]
        assert node.name == "conv1"
        assert (node.params["out_channels"], node.params["kernel_size"], node.params["stride"]) == (16, (1, 1), (2, 2))
        assert [fixed.nodes[edge.source].name for edge in fixed.inputs(node.id)] == ["relu1"]
        assert [edge.source for edge in fixed.inputs(graph.by_name["block.add"].id)][1] == node.id

    def test_the_main_path_stays_as_it_is_where_either_could_change(self) -> None:
        graph = residual(out_channels=16, padding=1)
        (fix,) = found(graph, "block.add").values()
        first, second = fix.apply(graph).inputs(graph.by_name["block.add"].id)
        assert first.source == graph.by_name["block.relu"].id
        assert second.source not in graph.nodes

    def test_a_convolution_between_two_of_a_group_lies_in_it(self) -> None:
        graph = residual(out_channels=16, padding=1)
        graph = edits.rename(graph, graph.by_name["relu1"].id, "block.relu1")
        (fix,) = found(graph, "block.add").values()
        assert "block.conv1" in fix.apply(graph).by_name

    def test_three_branches_get_two_convolutions(self) -> None:
        net = GraphBuilder()
        x = net.input((8, 16, 16))
        branches = [net.add("Conv2d", x, out_channels=channels, padding=1) for channels in (4, 16)]
        deep = net.add("ReLU", net.add("Conv2d", x, out_channels=6, padding=1))
        graph = net.output(net.add("Add", *branches, deep, name="add"))
        (fix,) = found(graph, "add").values()
        fixed = fix.apply(graph)
        assert len(fixed.nodes) == len(graph.nodes) + 2
        assert is_well(fixed, "add")

    def test_branches_that_are_stacked_keep_their_channels(self) -> None:
        net = GraphBuilder()
        x = net.input((8, 16, 16))
        y = net.add("Conv2d", x, out_channels=4, padding=1, stride=2)
        graph = net.output(net.add("Concat", y, x, name="concat"))
        fix = found(graph, "concat")["Match size with a 1 × 1 convolution"]
        fixed = fix.apply(graph)
        assert infer(fixed).nodes[fixed.by_name["concat"].id].output == (12, 8, 8)

    def test_several_windows_are_padded_at_once(self) -> None:
        net = GraphBuilder()
        x = net.input((8, 16, 16))
        y = net.add("Conv2d", net.add("Conv2d", x, kernel_size=5), kernel_size=3)
        graph = net.output(net.add("Add", y, x, name="add"))
        (title,) = found(graph, "add")
        assert title == "Set padding of conv1, conv2 to keep 16 × 16"


class TestConnection:
    def test_the_nearest_loose_end(self) -> None:
        graph = Graph()
        for name, x in [("input", 0), ("far", 900), ("fed", 300)]:
            type_ = "Input" if name in ("input", "far") else "ReLU"
            graph, _ = edits.add_node(graph, type_, name=name, node_id=name, position=(x, 0))
        fix = found(graph, "fed")["Connect it to input"]
        assert is_well(fix.apply(graph), "fed")

    def test_a_second_input_for_what_merges(self) -> None:
        net = GraphBuilder()
        graph = net.output(net.add("Add", net.input((8, 16, 16)), name="add"))
        assert infer(graph).nodes[graph.by_name["add"].id].diagnostic is not None
        assert all(title.startswith("Connect") for title in found(graph, "add"))

    def test_never_its_own_output(self) -> None:
        graph, _ = edits.add_node(Graph(), "ReLU", name="a", node_id="a")
        graph, _ = edits.add_node(graph, "ReLU", name="b", node_id="b")
        assert found(edits.connect(graph, "a", "b"), "a") == {}


def test_a_layer_that_is_not_known_can_go() -> None:
    graph = graphs.chain(("ReLU", {}), ("Tanh", {}))
    graph = replace(graph, nodes={**graph.nodes, "n1": replace(graph.nodes["n1"], type="Attention2d")})
    (fix,) = found(graph, "relu1").values()
    assert fix.title == "Remove relu1"
    assert infer(fix.apply(graph)).diagnostics == ()


class TestGraphFixes:
    def test_an_output_behind_the_last_node(self) -> None:
        graph = graphs.chain(("Flatten", {}), ("Linear", {}))
        graph = edits.remove_nodes(graph, [graph.by_name["output"].id])
        (fix,) = graph_fixes(graph, infer(graph))
        assert fix.title == "Add an Output behind fc1"
        fixed = fix.apply(graph)
        assert infer(fixed).diagnostics == ()
        assert nothing_overlaps(fixed)
        assert fix.apply(graph) == fixed

    def test_an_input_before_the_first_node_without_one(self) -> None:
        graph = edits.remove_nodes(graphs.chain(("Conv2d", {}), ("ReLU", {})), ["n0"])
        (fix,) = graph_fixes(graph, infer(graph))
        assert fix.title == "Add an Input before conv1"
        fixed = fix.apply(graph)
        assert infer(fixed).diagnostics == ()
        assert nothing_overlaps(fixed)

    def test_nothing_for_an_empty_network(self) -> None:
        assert graph_fixes(Graph(), infer(Graph())) == ()


@st.composite
def mistaken(draw: st.DrawFn) -> Graph:
    """Chains and branches of layers with any parameters: something mostly does not fit."""
    net = GraphBuilder()
    ends = [net.input((draw(st.integers(1, 6)), draw(st.integers(1, 12)), draw(st.integers(1, 12))))]
    specs = [spec for spec in registry.all_specs() if spec.inputs and spec.has_output]
    for _ in range(draw(st.integers(1, 5))):
        spec = draw(st.sampled_from(specs))
        sources = [draw(st.sampled_from(ends)) for _ in range(2 if spec.is_variadic else 1)]
        ends.append(net.add(spec.type, *sources, **draw(strategies.params(spec))))
    return net.output(ends[-1])


@given(st.one_of(mistaken(), graphs.GRAPHS))
def test_every_fix_leaves_less_wrong(graph: Graph) -> None:
    rank = {Severity.WAITING: 0, Severity.WARNING: 1, Severity.INCOMPLETE: 2, Severity.ERROR: 3}
    known, before = infer(graph), graphs.copy(graph)

    def badness(of: Callable[[], Any], node_id: str | None) -> int:
        return sum(rank[found.severity] for found in infer(of()).diagnostics if found.node_id == node_id)

    for node_id in (*graph.nodes, None):
        offered = graph_fixes(graph, known) if node_id is None else fixes(graph, known, node_id)
        for fix in offered:
            fixed = fix.apply(graph)
            assert graphs.is_valid(fixed)
            assert badness(lambda fixed=fixed: fixed, node_id) < badness(lambda: graph, node_id)
            assert fix.title == fix.title.strip()
        assert len({fix.title for fix in offered}) == len(offered)
    assert graph == before


@pytest.mark.parametrize("name", [name for name in CASES if "kernel" in name or name == "a pooling window"])
def test_the_sentence_and_the_button_name_the_same_padding(name: str) -> None:
    graph, node_name, titles = CASES[name]
    found = infer(graph).nodes[graph.by_name[node_name].id].diagnostic
    padding = next(title for title in titles if title.startswith("Set padding to ")).partition(" to keep")[0]
    assert found is not None
    assert f"or {padding[0].lower()}{padding[1:]}." in found.message
