from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import networks
from engine.errors import UnknownNodeError
from engine.graph import edits
from engine.graph.closing import overview, shown_boxes
from engine.graph.direction import Direction
from engine.graph.layering.frames import FRAME_MARGIN, FRAME_TITLE
from engine.graph.layout import CARD, COLUMN_WIDTH, ROW_HEIGHT, layered
from engine.graph.model import Edge, Graph, Node, Position
from engine.graph.names import groups_of, parent_of
from engine.layers import registry
from presets import registry as presets
from presets.googlenet import googlenet
from presets.resnet import resnet18
from presets.vgg import vgg16
from tests import drawing, graphs

DIRECTIONS = st.sampled_from(Direction)


def position(graph: Graph, name: str) -> Position:
    return graph.by_name[name].position


def positions(graph: Graph) -> dict[str, Position]:
    return {node.id: node.position for node in graph.nodes.values()}


def middle(graph: Graph, node_ids: list[str]) -> Position:
    xs, ys = zip(*(graph.nodes[node_id].position for node_id in node_ids), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


@st.composite
def branching(draw: st.DrawFn) -> Graph:
    """Networks with shortcuts and branches: each node has up to three sources among those before it."""
    add = registry.get("Add")
    count = draw(st.integers(1, 24))
    nodes = {f"n{place}": Node(f"n{place}", f"add{place}", "Add", add.complete({})) for place in range(count)}
    wires = [
        Edge(f"n{source}", f"n{target}", f"input{port}")
        for target in range(1, count)
        for port, source in enumerate(draw(st.lists(st.integers(0, target - 1), max_size=3, unique=True)))
    ]
    return Graph(nodes, frozenset(wires))


def test_leaves_an_empty_network_empty() -> None:
    assert layered(Graph()) == Graph()
    assert layered(Graph(), only=()) == Graph()


def test_lenet_stands_in_two_columns_of_seven() -> None:
    nodes = presets.get("lenet5").build().nodes.values()
    assert [node.position for node in nodes] == [
        (COLUMN_WIDTH * column, ROW_HEIGHT * row) for column in range(2) for row in range(7)
    ]


def test_a_chain_goes_on_in_the_next_row_when_it_leads_to_the_right() -> None:
    graph = layered(graphs.chain(*[("ReLU", {})] * 12), Direction.RIGHT)
    assert [node.position for node in graph.nodes.values()] == [
        (COLUMN_WIDTH * column, ROW_HEIGHT * row) for row in range(2) for column in range(7)
    ]


@given(branching(), DIRECTIONS)
def test_only_positions_change_and_equal_graphs_are_laid_out_equal(graph: Graph, direction: Direction) -> None:
    placed = layered(graph, direction)
    assert {key: replace(node, position=(0.0, 0.0)) for key, node in placed.nodes.items()} == dict(graph.nodes)
    assert placed.edges == graph.edges
    assert layered(graphs.copy(graph), direction) == placed
    assert layered(placed, direction) == placed


@given(branching(), DIRECTIONS)
def test_no_two_cards_overlap(graph: Graph, direction: Direction) -> None:
    assert drawing.overlaps(positions(layered(graph, direction))) == []


@given(branching())
def test_sources_stand_above_their_targets_or_in_an_earlier_column(graph: Graph) -> None:
    placed = layered(graph)
    for edge in graph.edges:
        (x, y), (next_x, next_y) = placed.nodes[edge.source].position, placed.nodes[edge.target].position
        assert next_y >= y + ROW_HEIGHT or next_x >= x + COLUMN_WIDTH


@given(branching())
def test_no_wire_runs_through_a_card(graph: Graph) -> None:
    one = layered(graph, only=tuple(graph.nodes))
    assert drawing.run_through(one) == []


@given(branching(), st.data())
def test_the_chosen_nodes_keep_their_middle_and_the_others_their_places(graph: Graph, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=24, max_size=24))
    graph = edits.move_nodes(graph, dict(zip(graph.nodes, places, strict=False)))
    chosen = data.draw(st.lists(st.sampled_from(list(graph.nodes)), min_size=1, unique=True))
    placed = layered(graph, only=chosen)
    assert middle(placed, chosen) == pytest.approx(middle(graph, chosen))
    assert all(placed.nodes[key] is graph.nodes[key] for key in graph.nodes if key not in chosen)
    assert drawing.overlaps({key: placed.nodes[key].position for key in chosen}) == []


def test_what_is_chosen_has_to_be_there() -> None:
    with pytest.raises(UnknownNodeError, match="no node with the id 'n9'"):
        layered(graphs.chain(), only=["n9"])


def test_a_chosen_chain_is_one_straight_column() -> None:
    graph = graphs.chain(*[("ReLU", {})] * 12)
    placed = layered(graph, only=tuple(graph.nodes))
    assert len({node.position[0] for node in placed.nodes.values()}) == 1


@pytest.mark.parametrize("blocks", [networks.RESNET_50, networks.RESNET_152])
def test_a_resnet_is_a_spine_with_its_blocks_beside_the_shortcuts(blocks: tuple[int, int, int, int]) -> None:
    graph = networks.resnet(blocks)
    xs = {node.id: node.position[0] for node in graph.nodes.values()}
    spine = {xs[node.id] for node in graph.nodes.values() if "layer" not in node.name or node.type == "Add"}
    assert spine == {0.0}
    assert set(xs.values()) == {-COLUMN_WIDTH / 2, 0.0, COLUMN_WIDTH / 2}
    assert drawing.overlaps(positions(graph)) == []


def test_nothing_crosses_in_a_resnet_and_no_shortcut_runs_through_a_block() -> None:
    graph = networks.resnet(networks.RESNET_50)
    assert drawing.crossings(graph) == 0
    assert drawing.run_through(graph) == []


def test_an_inception_module_has_its_branches_in_the_order_of_its_ports() -> None:
    graph = googlenet()
    assert drawing.crossings(graph) == 0
    assert drawing.run_through(graph) == []
    for module in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"):
        heads = ("conv1x1", "reduce3x3", "reduce5x5", "pool")
        branches = [position(graph, f"inception{module}.{name}")[0] for name in heads]
        middle = position(graph, f"inception{module}.concat")[0]
        columns = [(x - middle) / COLUMN_WIDTH for x in branches]
        assert columns == [-1.5, -0.5, 0.5, 1.5], f"{module} stands on the spine, also beside an auxiliary classifier"
        for name in ("reduce3x3_relu", "conv3x3", "conv3x3_relu"):
            assert position(graph, f"inception{module}.{name}")[0] == branches[1]


def test_auxiliary_classifiers_stand_beside_a_straight_spine() -> None:
    graph = googlenet()
    spine = {name for name in graph.by_name if name.endswith("concat") or "." not in name}
    assert len({position(graph, name)[0] for name in spine}) == 1
    for head in ("aux1", "aux2"):
        (column,) = {node.position[0] for node in graph.nodes.values() if node.name.startswith(f"{head}.")}
        assert position(graph, "input")[0] - column == 2.5 * COLUMN_WIDTH, "right beside the module's branches"


def dissolved(graph: Graph) -> Graph:
    """Return the network without groups."""
    nodes = {node.id: replace(node, name=node.name.replace(".", "_")) for node in graph.nodes.values()}
    return replace(graph, nodes=nodes)


def frames(graph: Graph) -> dict[str, list[float]]:
    """The frames of all groups as the canvas draws them: left, top, right, bottom."""
    paths = {path for node in graph.nodes.values() for path in groups_of(node.name)}
    found: dict[str, list[float]] = {}
    for path in sorted(paths, key=lambda path: -path.count(".")):
        inside = [node.position for node in graph.nodes.values() if parent_of(node.name) == path]
        areas = [[x - CARD[0] / 2, y - CARD[1] / 2, x + CARD[0] / 2, y + CARD[1] / 2] for x, y in inside]
        areas += [area for inner, area in found.items() if parent_of(inner) == path]
        lefts, tops, rights, bottoms = zip(*areas, strict=True)
        found[path] = [
            min(lefts) - FRAME_MARGIN,
            min(tops) - FRAME_MARGIN - FRAME_TITLE,
            max(rights) + FRAME_MARGIN,
            max(bottoms) + FRAME_MARGIN,
        ]
    return found


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("build", [resnet18, googlenet, networks.resnet, partial(graphs.inception, 3)])
def test_frames_of_groups_lie_on_no_other_frame_and_on_no_card_outside(
    build: Callable[[], Graph], direction: Direction
) -> None:
    graph = layered(build(), direction)
    areas = frames(graph)
    for path, (left, top, right, bottom) in areas.items():
        for node in graph.nodes.values():
            x, y = node.position
            meets = (
                left < x + CARD[0] / 2
                and x - CARD[0] / 2 < right
                and top < y + CARD[1] / 2
                and y - CARD[1] / 2 < bottom
            )
            assert not meets or node.name.startswith(f"{path}."), (path, node.name)
        for other, (other_left, other_top, other_right, other_bottom) in areas.items():
            is_nested = f"{path}.".startswith(f"{other}.") or other.startswith(f"{path}.")
            meets = left < other_right and other_left < right and top < other_bottom and other_top < bottom
            assert not meets or is_nested, (path, other)


def test_to_the_right_is_the_same_picture_turned() -> None:
    graph = layered(dissolved(networks.resnet(networks.RESNET_50)))  # names of groups stay above, whatever leads where
    turned = layered(graph, Direction.RIGHT)
    for node in graph.nodes.values():
        x, y = node.position
        assert turned.nodes[node.id].position == (y / ROW_HEIGHT * COLUMN_WIDTH, x / COLUMN_WIDTH * ROW_HEIGHT)


def test_a_closed_auxiliary_classifier_stands_beside_a_straight_spine() -> None:
    boxes = shown_boxes(overview(googlenet())).boxes.values()
    columns = {box.title: box.position[0] for box in boxes}
    beside = {columns.pop("aux1"), columns.pop("aux2")}
    (spine,) = set(columns.values())
    assert all(abs(column - spine) >= COLUMN_WIDTH for column in beside)


def test_a_folded_chain_begins_a_column_with_each_group_so_that_frames_are_around_nothing_else() -> None:
    graph = layered(vgg16())
    columns = {name: position(graph, name)[0] / COLUMN_WIDTH for name in graph.by_name}
    assert columns["input"] == 0.0
    assert {columns[name] for name in columns if name.startswith("features.")} == {1.0, 2.0, 3.0, 4.0}
    assert columns["avgpool"] == columns["flatten"] == 5.0
    assert {columns[name] for name in columns if name.startswith("classifier.")} == {6.0}
    assert columns["output"] == 7.0
    assert max(y for _, y in (node.position for node in graph.nodes.values())) < 8 * ROW_HEIGHT
