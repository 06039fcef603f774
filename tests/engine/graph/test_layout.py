from engine.graph.layout import layered
from engine.graph.model import Graph
from tests import graphs


def test_leaves_an_empty_network_empty() -> None:
    assert layered(Graph()) == Graph()


def test_a_node_stands_below_its_source_or_in_a_later_column() -> None:
    graph = layered(graphs.chain(*[("ReLU", {})] * 30))
    for edge in graph.edges:
        (x, y), (next_x, next_y) = graph.nodes[edge.source].position, graph.nodes[edge.target].position
        assert next_x > x or (next_x == x and next_y > y)


def test_no_two_nodes_lie_on_the_same_place() -> None:
    graph = layered(graphs.chain(*[("ReLU", {})] * 30))
    assert len({node.position for node in graph.nodes.values()}) == 32
