import pytest
from hypothesis import given

from engine.errors import DuplicateNodeError, GraphError, ParameterError, UnknownNoteError
from engine.graph import notes
from engine.graph.model import Graph
from tests import graphs


@pytest.fixture
def graph() -> Graph:
    """A chain with one note, t0."""
    return notes.add_note(graphs.chain(("ReLU", {})), "Shrinks", (10, 20), note_id="t0")[0]


def test_what_is_not_given_is_chosen() -> None:
    graph, note = notes.add_note(Graph(), "", (1, 2))
    assert graph.note(note.id) is note
    assert (note.position, note.size, note.color) == ((1.0, 2.0), notes.DEFAULT_SIZE, "yellow")


def test_each_edit_changes_its_part_alone(graph: Graph) -> None:
    changed = notes.set_note_text(graph, "t0", "Grows")
    changed = notes.set_note_color(changed, "t0", "blue")
    changed = notes.move_note(changed, "t0", (5, 6))
    changed = notes.resize_note(changed, "t0", (100, 50))
    note = changed.notes["t0"]
    assert (note.text, note.color, note.position, note.size) == ("Grows", "blue", (5.0, 6.0), (100.0, 50.0))
    assert changed.nodes is graph.nodes
    assert changed.edges is graph.edges


def test_a_note_is_resized_by_any_corner(graph: Graph) -> None:
    note = notes.resize_note(graph, "t0", (100, 50), position=(0, 0)).notes["t0"]
    assert (note.size, note.position) == ((100.0, 50.0), (0.0, 0.0))


def test_notes_go(graph: Graph) -> None:
    assert notes.remove_notes(graph, ["t0"]) == graphs.chain(("ReLU", {}))


@pytest.mark.parametrize("size", [(0, 50), (100, -1), (1e9, 50), (float("nan"), 50), (10**400, 50)])
def test_refuses_a_size_that_cannot_be_grasped(graph: Graph, size: tuple[float, float]) -> None:
    with pytest.raises(ParameterError, match=r"^A note's size must be two numbers .+ from 48 × 32 to 10000 × 10000\."):
        notes.resize_note(graph, "t0", size)


def test_refuses_what_cannot_be(graph: Graph) -> None:
    with pytest.raises(ParameterError, match=r"^A note's colour must be one of .+ Did you mean 'green'\?$"):
        notes.set_note_color(graph, "t0", "gren")
    with pytest.raises(
        ParameterError, match=r"^A note holds 20,000 letters or less\. Received 20,001: split it in two"
    ):
        notes.set_note_text(graph, "t0", "a" * 20_001)
    with pytest.raises(ParameterError, match=r"^position must be"):
        notes.move_note(graph, "t0", (float("nan"), 0))
    with pytest.raises(UnknownNoteError, match=r"^There is no note with the id 't9' in this network\.$"):
        notes.remove_notes(graph, ["t9"])
    with pytest.raises(DuplicateNodeError, match=r"^Two notes have the same id, 't0'\."):
        notes.add_note(graph, "", (0, 0), note_id="t0")


@given(graphs.NOTES, graphs.NOTES)
def test_what_was_checked_stays(one: graphs.Note, other: graphs.Note) -> None:
    assert notes.checked_note(one) == one
    graph, _ = notes.add_note(Graph(), one.text, one.position, size=one.size, color=one.color, note_id="t")
    try:
        graph = notes.resize_note(graph, "t", other.size, other.position)
    except GraphError:
        pytest.fail("a size that one note has can be another's")
    assert graphs.is_valid(graph)
