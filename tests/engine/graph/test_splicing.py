import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import (
    CycleError,
    GraphError,
    PortOccupiedError,
    UnknownEdgeError,
    UnknownNodeError,
    UnknownPortError,
)
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Edge, Graph
from engine.graph.splicing import bridge, insert_on_edge, pull_out, reconnect, remove_closing
from engine.graph.topology import digraph
from tests import graphs


@pytest.fixture
def graph() -> Graph:
    """input -> conv1 -> relu1 -> output, with the ids n0 to n3."""
    return graphs.chain(("Conv2d", {}), ("ReLU", {}))


@pytest.fixture
def residual() -> Graph:
    """input -> conv -> bn -> add -> output, and input -> add; the ids are the names."""
    graph = Graph()
    for type_, name in [
        ("Input", "input"),
        ("Conv2d", "conv"),
        ("BatchNorm2d", "bn"),
        ("Add", "add"),
        ("Output", "out"),
    ]:
        graph, _ = edits.add_node(graph, type_, name=name, node_id=name)
    for source, target in [("input", "conv"), ("conv", "bn"), ("bn", "add"), ("input", "add"), ("add", "out")]:
        graph = edits.connect(graph, source, target)
    return graph


def wires(graph: Graph) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.target, edge.port) for edge in graph.edges}


class TestInsertOnEdge:
    def test_the_edge_leads_through_the_node(self, residual: Graph) -> None:
        graph, node = edits.add_node(residual, "ReLU", node_id="new")
        graph = insert_on_edge(graph, node.id, Edge("input", "add", "input1"))
        assert wires(graph) - wires(residual) == {("input", "new", "input"), ("new", "add", "input1")}
        assert wires(residual) - wires(graph) == {("input", "add", "input1")}

    def test_the_targets_port_is_kept_though_another_is_free(self, graph: Graph) -> None:
        graph, add = edits.add_node(graph, "Add", node_id="add")
        graph, _ = edits.add_node(edits.connect(graph, "n1", add.id, "input4"), "ReLU", node_id="new")
        assert ("new", "add", "input4") in wires(insert_on_edge(graph, "new", Edge("n1", "add", "input4")))

    def test_a_merging_layer_takes_it_at_its_next_free_input(self, graph: Graph) -> None:
        graph, add = edits.add_node(graph, "Add", node_id="add")
        graph = edits.connect(graph, "n0", add.id)
        graph = insert_on_edge(graph, add.id, Edge("n1", "n2", "input"))
        assert {("n0", "add", "input0"), ("n1", "add", "input1"), ("add", "n2", "input")} <= wires(graph)

    @pytest.mark.parametrize(("type_", "end"), [("Input", "input"), ("Output", "output")])
    def test_refuses_a_terminal(self, graph: Graph, type_: str, end: str) -> None:
        graph, node = edits.add_node(graph, type_)
        with pytest.raises(
            UnknownPortError, match=rf"^{node.name} cannot go between conv1 and relu1: it has no {end}\.$"
        ):
            insert_on_edge(graph, node.id, Edge("n1", "n2", "input"))

    def test_refuses_a_node_that_is_fed_already(self, residual: Graph) -> None:
        with pytest.raises(PortOccupiedError, match=r"^conv already has an edge at input\."):
            insert_on_edge(residual, "conv", Edge("bn", "add", "input0"))

    def test_refuses_a_node_that_feeds_the_edge(self, graph: Graph) -> None:
        graph = edits.disconnect(graph, [Edge("n0", "n1", "input")])
        with pytest.raises(CycleError):
            insert_on_edge(graph, "n1", Edge("n2", "n3", "input"))

    def test_refuses_an_edge_that_is_gone(self, graph: Graph) -> None:
        with pytest.raises(UnknownEdgeError, match=r"^That edge is no longer in the network\. Choose another\.$"):
            insert_on_edge(graph, "n1", Edge("n0", "n3", "input"))


class TestRemoveClosing:
    def test_a_chain_closes(self, graph: Graph) -> None:
        assert wires(remove_closing(graph, ["n1"])) == {("n0", "n2", "input"), ("n2", "n3", "input")}

    def test_a_run_closes_as_one(self, graph: Graph) -> None:
        assert wires(remove_closing(graph, ["n2", "n1"])) == {("n0", "n3", "input")}

    def test_runs_that_lie_apart_close_each_by_itself(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}), ("Conv2d", {}))
        assert wires(remove_closing(graph, ["n1", "n3"])) == {("n0", "n2", "input"), ("n2", "n4", "input")}

    def test_every_target_keeps_its_port(self, residual: Graph) -> None:
        graph = remove_closing(residual, ["conv", "bn"])
        assert wires(graph) == {("input", "add", "input0"), ("input", "add", "input1"), ("add", "out", "input")}

    def test_a_whole_block_with_one_source_closes(self, residual: Graph) -> None:
        assert wires(remove_closing(residual, ["conv", "bn", "add"])) == {("input", "out", "input")}

    def test_a_merging_layer_leaves_its_successors_open(self, residual: Graph) -> None:
        assert wires(remove_closing(residual, ["add"])) == {("input", "conv", "input"), ("conv", "bn", "input")}

    def test_a_terminal_leaves_its_successors_open(self, graph: Graph) -> None:
        assert wires(remove_closing(graph, ["n0"])) == {("n1", "n2", "input"), ("n2", "n3", "input")}

    def test_closes_no_cycle_through_a_part_that_nothing_feeds(self) -> None:
        """s -> a -> m, b -> m, b -> t, t -> s: m joins a and b, and yet s never led to t."""
        graph = Graph()
        for name, type_ in [("t", "ReLU"), ("s", "ReLU"), ("a", "ReLU"), ("b", "ReLU"), ("m", "Add")]:
            graph, _ = edits.add_node(graph, type_, node_id=name)
        for source, target in [("b", "t"), ("t", "s"), ("s", "a"), ("a", "m"), ("b", "m")]:
            graph = edits.connect(graph, source, target)
        assert wires(remove_closing(graph, ["a", "b", "m"])) == {("t", "s", "input")}

    def test_refuses_an_unknown_node(self, graph: Graph) -> None:
        with pytest.raises(UnknownNodeError):
            remove_closing(graph, ["n9"])

    @given(graphs.GRAPHS, st.sets(st.integers(0, 20)))
    def test_the_rest_is_valid_and_nothing_new_is_reached(self, graph: Graph, places: set[int]) -> None:
        gone = [node_id for place, node_id in enumerate(graph.nodes) if place in places]
        rest = remove_closing(graph, gone)
        assert graphs.is_valid(rest)  # no cycle, valid ports
        assert rest.edges >= edits.remove_nodes(graph, gone).edges
        before = nx.transitive_closure(digraph(graph))
        assert all(before.has_edge(edge.source, edge.target) for edge in rest.edges)

    @given(graphs.GRAPHS, st.integers(0, 20))
    def test_every_port_with_one_origin_is_fed_again(self, graph: Graph, place: int) -> None:
        """The same as bridge, said by networkx: paths that run through the removed node alone."""
        ids = tuple(graph.nodes)
        if not ids:
            return
        node_id = ids[place % len(ids)]
        wiring = digraph(graph)
        fed = {(edge.target, edge.port) for edge in graph.edges if edge.source == node_id}
        sources = set(wiring.predecessors(node_id))
        expected = {(*sources, *end) for end in fed} if len(sources) == 1 else set()
        assert {(edge.source, edge.target, edge.port) for edge in bridge(graph, [node_id])} == expected

    def test_a_run_of_thousands_needs_no_stack(self) -> None:
        net = GraphBuilder()
        x = net.input((1, 4, 4))
        for _ in range(1500):
            x = net.add("ReLU", x, name=f"relu{x}")
        graph = net.output(x)
        assert len(remove_closing(graph, [f"n{i}" for i in range(1, 1501)]).edges) == 1


class TestPullOut:
    def test_keeps_the_node_and_closes_the_chain(self, graph: Graph) -> None:
        out = pull_out(graph, "n1")
        assert out.nodes == graph.nodes
        assert wires(out) == {("n0", "n2", "input"), ("n2", "n3", "input")}

    def test_several_nodes_keep_their_inner_edges(self, graph: Graph) -> None:
        assert wires(pull_out(graph, "n1", "n2")) == {("n0", "n3", "input"), ("n1", "n2", "input")}

    def test_a_merging_layer_comes_out_bare(self, residual: Graph) -> None:
        assert not any("add" in (edge.source, edge.target) for edge in pull_out(residual, "add").edges)

    def test_a_bare_node_stays_as_it_is(self, graph: Graph) -> None:
        graph, node = edits.add_node(graph, "ReLU")
        assert pull_out(graph, node.id) == graph

    @given(graphs.GRAPHS, st.integers(0, 20))
    def test_what_was_inserted_comes_out_again(self, graph: Graph, place: int) -> None:
        if not graph.edges:
            return
        edge = sorted(graph.edges, key=lambda edge: (edge.target, edge.port))[place % len(graph.edges)]
        graph, node = edits.add_node(graph, "ReLU")
        assert pull_out(insert_on_edge(graph, node.id, edge), node.id) == graph


class TestReconnect:
    def test_another_source_keeps_target_and_port(self, residual: Graph) -> None:
        graph = reconnect(residual, Edge("bn", "add", "input0"), source="conv")
        assert wires(graph) - wires(residual) == {("conv", "add", "input0")}

    def test_another_target_takes_its_free_port(self, residual: Graph) -> None:
        graph = reconnect(residual, Edge("add", "out", "input"), target="add", source="bn")
        assert ("bn", "add", "input2") in wires(graph)

    def test_another_port_of_the_same_target(self, residual: Graph) -> None:
        graph = reconnect(residual, Edge("bn", "add", "input0"), port="input5")
        assert wires(graph) - wires(residual) == {("bn", "add", "input5")}

    def test_the_same_ends_change_nothing(self, graph: Graph) -> None:
        assert reconnect(graph, Edge("n1", "n2", "input")) == graph

    def test_refuses_what_an_edge_could_not_do(self, residual: Graph) -> None:
        with pytest.raises(PortOccupiedError, match=r"^bn already has an edge at input"):
            reconnect(residual, Edge("input", "add", "input1"), target="bn")
        with pytest.raises(CycleError):
            reconnect(residual, Edge("input", "conv", "input"), source="add")
        with pytest.raises(UnknownEdgeError):
            reconnect(residual, Edge("conv", "add", "input0"), source="bn")

    @given(graphs.GRAPHS, graphs.EDITS)
    def test_leaves_a_valid_graph(self, graph: Graph, aim: graphs.Edit) -> None:
        ids = tuple(graph.nodes)
        for edge in graph.edges:
            try:
                moved = reconnect(graph, edge, source=ids[aim.first % len(ids)], target=ids[aim.second % len(ids)])
            except GraphError:
                continue
            assert graphs.is_valid(moved)
            assert len(moved.edges) == len(graph.edges)
