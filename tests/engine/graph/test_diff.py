from hypothesis import given

from engine.graph import edits
from engine.graph.diff import apply, computes_the_same, diff
from engine.graph.model import Edge, Graph
from engine.graph.notes import add_note, remove_notes, set_note_text
from tests import graphs


@given(graphs.GRAPHS, graphs.GRAPHS)
def test_a_difference_makes_one_graph_of_the_other(old: Graph, new: Graph) -> None:
    assert apply(diff(old, new), old) == new
    assert apply(diff(new, old), new) == old


@given(graphs.GRAPHS)
def test_equal_graphs_do_not_differ(graph: Graph) -> None:
    assert not diff(graph, graph)
    assert not diff(graph, graphs.copy(graph))


def test_says_what_changed_and_nothing_else() -> None:
    old = graphs.chain(("Conv2d", {}), ("ReLU", {}))
    new = edits.remove_nodes(edits.set_param(old, "n1", "bias", False), ["n2"])
    new, added = edits.add_node(new, "Tanh", node_id="n9")
    new = edits.connect(new, "n1", "n9")
    found = diff(old, new)
    assert found.removed_nodes == ("n2",)
    assert found.removed_edges == {Edge("n1", "n2", "input"), Edge("n2", "n3", "input")}
    assert found.added_nodes == (added,)
    assert found.changed_nodes == (new.nodes["n1"],)
    assert found.added_edges == {Edge("n1", "n9", "input")}
    assert found


def test_a_node_of_the_same_id_but_another_type_has_changed() -> None:
    old, _ = edits.add_node(Graph(), "ReLU", node_id="n0")
    new, node = edits.add_node(Graph(), "Tanh", node_id="n0")
    assert diff(old, new).changed_nodes == (node,)


def test_says_what_changed_of_the_notes() -> None:
    old = Graph()
    for note_id in "abc":
        old, _ = add_note(old, note_id, (0, 0), note_id=note_id)
    new = remove_notes(set_note_text(old, "b", "B"), ["a"])
    new, added = add_note(new, "d", (0, 0), note_id="d")
    found = diff(old, new)
    assert found
    assert (found.removed_notes, found.changed_notes, found.added_notes) == (("a",), (new.notes["b"],), (added,))
    assert not found.changed_nodes


class TestComputesTheSame:
    def test_names_places_and_notes_do_not_count(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
        other = edits.move_nodes(edits.rename(graph, "n1", "stem"), {"n1": (5.0, 5.0)})
        assert computes_the_same(graph, add_note(other, "", (0.0, 0.0))[0])

    def test_parameters_and_wires_do(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}))
        assert not computes_the_same(graph, edits.set_param(graph, "n1", "bias", False))
        assert not computes_the_same(graph, edits.disconnect(graph, graph.inputs("n2")))
        assert not computes_the_same(graph, edits.add_node(graph, "ReLU")[0])
