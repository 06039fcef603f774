from dataclasses import replace

import pytest
from hypothesis import given

from engine.errors import (
    CycleError,
    DuplicateNodeError,
    GraphError,
    NodeNameError,
    ParameterError,
    PortOccupiedError,
    UnknownLayerError,
    UnknownNodeError,
    UnknownPortError,
)
from engine.graph import edits
from engine.graph.model import Edge, Graph
from tests import graphs


@pytest.fixture
def graph() -> Graph:
    """input -> conv1 -> relu1 -> output, with the ids n0 to n3."""
    return graphs.chain(("Conv2d", {}), ("ReLU", {}))


class TestAny:
    @given(graphs.GRAPHS, graphs.EDITS)
    def test_leaves_the_graph_as_it_was(self, graph: Graph, edit: graphs.Edit) -> None:
        before = graphs.copy(graph)
        graphs.edited([edit], graph)
        assert graph == before

    @given(graphs.GRAPHS)
    def test_makes_graphs_that_pass_every_check(self, graph: Graph) -> None:
        assert graphs.is_valid(graph)

    @given(graphs.GRAPHS, graphs.EDITS)
    def test_leaves_the_notes_where_they_are(self, graph: Graph, edit: graphs.Edit) -> None:
        for kind in graphs.KINDS:
            assert graphs.edited([replace(edit, kind=kind)], graph).notes is graph.notes

    @given(graphs.GRAPHS, graphs.EDITS)
    def test_refuses_with_a_sentence(self, graph: Graph, edit: graphs.Edit) -> None:
        try:
            edit.on(graph)
        except GraphError as error:
            text = str(error)
            assert text.endswith((".", "?"))
            assert len(text) < 400

    def test_a_graph_cannot_be_written_to(self, graph: Graph) -> None:
        with pytest.raises(TypeError):
            graph.nodes["n9"] = graph.nodes["n0"]  # type: ignore[index]
        with pytest.raises(TypeError):
            graph.nodes["n1"].params["stride"] = (2, 2)  # type: ignore[index]


class TestAddNode:
    def test_chooses_what_is_not_given(self) -> None:
        graph, node = edits.add_node(Graph(), "Conv2d")
        assert node.name == "conv1"
        assert node.params["kernel_size"] == (3, 3)
        assert graph.node(node.id) is node

    def test_shares_the_nodes_that_stay(self, graph: Graph) -> None:
        larger, _ = edits.add_node(graph, "ReLU")
        assert all(larger.nodes[node_id] is node for node_id, node in graph.nodes.items())

    def test_refuses_an_unknown_type(self) -> None:
        with pytest.raises(UnknownLayerError, match=r"^There is no layer type 'conv2D'\. Did you mean 'Conv2d'\?$"):
            edits.add_node(Graph(), "conv2D")

    def test_refuses_an_unknown_parameter(self) -> None:
        with pytest.raises(ParameterError, match=r"^Conv2d has no parameter 'kernel'\. It has .+\. Did you mean"):
            edits.add_node(Graph(), "Conv2d", params={"kernel": 3})

    def test_refuses_a_taken_id(self, graph: Graph) -> None:
        with pytest.raises(DuplicateNodeError, match=r"^conv1 and relu2 have the same id, 'n1'\."):
            edits.add_node(graph, "ReLU", node_id="n1")

    @pytest.mark.parametrize("place", [float("nan"), float("inf"), -float("inf"), 1e8, 10**400])
    def test_refuses_a_place_off_the_canvas(self, place: float) -> None:
        with pytest.raises(
            ParameterError, match=r"^position must be two numbers \(x, y\) from -10000000 to 10000000\."
        ):
            edits.add_node(Graph(), "ReLU", position=(0, place))


class TestRemoveNodes:
    def test_takes_their_edges_along(self, graph: Graph) -> None:
        assert edits.remove_nodes(graph, ["n1"]).edges == {Edge("n2", "n3", "input")}

    def test_refuses_an_unknown_node(self, graph: Graph) -> None:
        with pytest.raises(UnknownNodeError, match=r"^There is no node with the id 'n9' in this network\.$"):
            edits.remove_nodes(graph, ["n1", "n9"])


class TestConnect:
    def test_takes_the_first_free_port(self, graph: Graph) -> None:
        graph, add = edits.add_node(graph, "Add")
        graph = edits.connect(graph, "n1", add.id, "input1")
        for source in ("n2", "n2"):
            graph = edits.connect(graph, source, add.id)
        assert [(edge.source, edge.port) for edge in graph.inputs(add.id)] == [
            ("n2", "input0"),
            ("n1", "input1"),
            ("n2", "input2"),
        ]

    def test_refuses_a_second_edge_at_a_port(self, graph: Graph) -> None:
        sentence = (
            r"^relu1 already has an edge at input\. Remove that edge first, or join the two with Add or Concat\.$"
        )
        with pytest.raises(PortOccupiedError, match=sentence):
            edits.connect(graph, "n0", "n2")
        with pytest.raises(PortOccupiedError, match=sentence):
            edits.connect(graph, "n0", "n2", "input")

    def test_refuses_a_cycle(self, graph: Graph) -> None:
        graph = edits.disconnect(graph, graph.inputs("n1"))
        with pytest.raises(CycleError, match=r"^conv1 already feeds relu1: an edge back would close a cycle\.$"):
            edits.connect(graph, "n2", "n1")
        with pytest.raises(CycleError, match=r"^conv1 already feeds conv1"):
            edits.connect(graph, "n1", "n1")

    def test_refuses_to_start_behind_the_end(self, graph: Graph) -> None:
        with pytest.raises(UnknownPortError, match=r"^output has no output: the network ends there\.$"):
            edits.connect(graph, "n3", "n1")

    def test_refuses_to_lead_before_the_beginning(self, graph: Graph) -> None:
        with pytest.raises(UnknownPortError, match=r"^input has no input: the network begins there\.$"):
            edits.connect(graph, "n2", "n0")

    def test_refuses_an_unknown_port(self, graph: Graph) -> None:
        with pytest.raises(UnknownPortError, match=r"^Conv2d has no input port 'weight'\. Its input ports: input\.$"):
            edits.connect(graph, "n0", "n1", "weight")

    @pytest.mark.parametrize("port", ["input", "input01", "input-1", "input1024", "input" + "9" * 5000, "input²", "x0"])
    def test_refuses_a_slot_that_cannot_be(self, graph: Graph, port: str) -> None:
        graph, add = edits.add_node(graph, "Add")
        with pytest.raises(
            UnknownPortError, match=r"^Add has no input port '.{1,60}'\. Its input ports: input0, input1\.$"
        ):
            edits.connect(graph, "n0", add.id, port)

    def test_check_connection_agrees(self, graph: Graph) -> None:
        with pytest.raises(PortOccupiedError):
            edits.check_connection(graph, "n0", "n2")
        free = edits.disconnect(graph, graph.inputs("n2"))
        edits.check_connection(free, "n0", "n2")


class TestSetParam:
    def test_takes_the_normal_form(self, graph: Graph) -> None:
        assert edits.set_param(graph, "n1", "kernel_size", 5).nodes["n1"].params["kernel_size"] == (5, 5)

    def test_refuses_a_value_out_of_range(self, graph: Graph) -> None:
        with pytest.raises(
            ParameterError, match=r"^kernel_size must be .+ from 1 to 4096, or one for all\. Received 0\.$"
        ):
            edits.set_param(graph, "n1", "kernel_size", 0)


class TestRename:
    def test_a_node_may_keep_its_name(self, graph: Graph) -> None:
        assert edits.rename(graph, "n1", "conv1") == graph

    def test_refuses_a_taken_name(self, graph: Graph) -> None:
        with pytest.raises(NodeNameError, match=r"^There is already a node named 'relu1'\. Choose another name\.$"):
            edits.rename(graph, "n1", "relu1")


class TestMoveNodes:
    def test_changes_the_position_alone(self, graph: Graph) -> None:
        moved = edits.move_nodes(graph, {"n1": (5, 7)})
        assert moved.nodes["n1"].position == (5.0, 7.0)
        assert moved.nodes["n1"].params == graph.nodes["n1"].params
        assert moved.edges == graph.edges

    def test_refuses_a_place_off_the_canvas(self, graph: Graph) -> None:
        with pytest.raises(ParameterError, match=r"^position must be two numbers"):
            edits.move_nodes(graph, {"n1": (float("nan"), 0.0)})
