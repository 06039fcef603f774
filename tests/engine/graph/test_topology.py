import pytest
from hypothesis import given

from engine.errors import CycleError
from engine.graph import edits
from engine.graph.model import Edge, Graph
from engine.graph.topology import cycles, descendants, generations, topological_order, would_cycle
from tests import graphs


@given(graphs.GRAPHS)
def test_sources_stand_before_targets(graph: Graph) -> None:
    place = {node_id: index for index, node_id in enumerate(topological_order(graph))}
    assert place.keys() == graph.nodes.keys()
    assert all(place[edge.source] < place[edge.target] for edge in graph.edges)


def test_ties_stand_in_the_order_of_adding() -> None:
    graph = Graph()
    for node_id in "dacb":
        graph, _ = edits.add_node(graph, "ReLU", node_id=node_id)
    assert topological_order(graph) == ("d", "a", "c", "b")
    graph = edits.connect(graph, "b", "a")
    assert topological_order(graph) == ("d", "c", "b", "a")


def test_a_cycle_has_no_order() -> None:
    graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
    ring = Graph(graph.nodes, frozenset([Edge("n1", "n2", "input"), Edge("n2", "n1", "input")]))
    with pytest.raises(CycleError, match=r"^conv1, relu1 depend on their own output\."):
        topological_order(ring)
    assert cycles(ring) == [frozenset(["n1", "n2"])]
    assert cycles(Graph(graph.nodes, frozenset([Edge("n1", "n1", "input")]))) == [frozenset(["n1"])]
    assert cycles(graph) == []


@given(graphs.GRAPHS)
def test_would_cycle_says_what_would_happen(graph: Graph) -> None:
    for source in list(graph.nodes)[:4]:
        for target in list(graph.nodes)[:4]:
            wired = Graph(graph.nodes, graph.edges | {Edge(source, target, "any")})
            assert would_cycle(graph, source, target) == bool(cycles(wired))


def test_descendants_depend_on_a_node() -> None:
    graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
    assert descendants(graph, ["n1"]) == {"n2", "n3"}
    assert descendants(graph, []) == set()


def test_generations_are_one_behind_their_last_source() -> None:
    graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
    graph, _ = edits.add_node(graph, "Add", node_id="add")
    graph = edits.connect(edits.connect(graph, "n0", "add"), "n2", "add")
    assert generations(graph) == [["n0"], ["n1"], ["n2"], ["n3", "add"]]
