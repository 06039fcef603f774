"""Edits of the notes on the canvas: pure functions from graph to graph, as `engine.graph.edits` for the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.errors import DuplicateNodeError, ParameterError, did_you_mean, shown
from engine.graph.edits import checked_position, new_id
from engine.graph.model import Graph, Note, Position, Size

COLORS = ("yellow", "green", "blue", "pink", "grey")
"""What a note's paper can be called; a theme says how it looks."""

MIN_SIZE: Size = (48.0, 32.0)
"""Below it a note could not be grasped."""
MAX_SIDE = 10_000.0
"""Pixels; a network of a thousand layers is as wide."""
MAX_TEXT = 20_000
"""Letters in a note: several pages."""
DEFAULT_SIZE: Size = (240.0, 96.0)


def add_note(
    graph: Graph,
    text: str,
    position: Position,
    *,
    size: Size = DEFAULT_SIZE,
    color: str = COLORS[0],
    note_id: str | None = None,
) -> tuple[Graph, Note]:
    """Add a note and return the new graph and the new note; ``position`` is its top left corner.

    Raises:
        ParameterError: a text, place, size or colour that cannot be.
        DuplicateNodeError: there is a note of that id.
    """
    note = checked_note(Note(note_id or new_id(), text, position, size, color))
    if note.id in graph.notes:
        raise duplicate_note(note.id)
    return _with_notes(graph, note), note


def duplicate_note(note_id: str) -> DuplicateNodeError:
    """Return the error for a second note of one id."""
    return DuplicateNodeError(f"Two notes have the same id, {shown(note_id)}. Give one of them an id of its own.")


def set_note_text(graph: Graph, note_id: str, text: str) -> Graph:
    """Have a note say something else.

    Raises:
        UnknownNoteError, ParameterError: no such note, or more text than one can hold.
    """
    return _changed(graph, note_id, text=text)


def set_note_color(graph: Graph, note_id: str, color: str) -> Graph:
    """Give a note another colour, one of `COLORS`.

    Raises:
        UnknownNoteError, ParameterError: no such note or colour.
    """
    return _changed(graph, note_id, color=color)


def move_note(graph: Graph, note_id: str, position: Position) -> Graph:
    """Put a note's top left corner somewhere else.

    Raises:
        UnknownNoteError, ParameterError: no such note, or no possible place.
    """
    return move_notes(graph, {note_id: position})


def move_notes(graph: Graph, positions: Mapping[str, Position]) -> Graph:
    """Put the top left corners of several notes somewhere else; raises what `move_note` raises."""
    return _with_notes(
        graph,
        *(checked_note(replace(graph.note(note_id), position=position)) for note_id, position in positions.items()),
    )


def resize_note(graph: Graph, note_id: str, size: Size, position: Position | None = None) -> Graph:
    """Give a note another width and height, and its corner another place if it is dragged by that corner.

    Raises:
        UnknownNoteError, ParameterError: no such note, or too small or too large.
    """
    place = graph.note(note_id).position if position is None else position
    return _changed(graph, note_id, size=size, position=place)


def remove_notes(graph: Graph, note_ids: Iterable[str]) -> Graph:
    """Take notes off the canvas.

    Raises:
        UnknownNoteError: an id that is not in the graph.
    """
    gone = {graph.note(note_id).id for note_id in note_ids}
    return replace(graph, notes={note_id: note for note_id, note in graph.notes.items() if note_id not in gone})


def checked_note(note: Note) -> Note:
    """Return the note with its numbers as floats.

    Raises:
        ParameterError: a text, place, size or colour that cannot be.
    """
    if len(note.text) > MAX_TEXT:
        raise ParameterError(
            f"A note holds {MAX_TEXT:,} letters or less. Received {len(note.text):,}: split it in two."
        )
    width, height = note.size
    # Compared before they are made floats: a whole number may be too large for one. NaN fails the comparison.
    if not (MIN_SIZE[0] <= width <= MAX_SIDE and MIN_SIZE[1] <= height <= MAX_SIDE):
        raise ParameterError(
            f"A note's size must be two numbers (width, height) from {MIN_SIZE[0]:.0f} × {MIN_SIZE[1]:.0f} to "
            f"{MAX_SIDE:.0f} × {MAX_SIDE:.0f}. Received {shown(note.size)}."
        )
    if note.color not in COLORS:
        raise ParameterError(
            f"A note's colour must be one of {', '.join(COLORS)}. Received {shown(note.color)}."
            f"{did_you_mean(note.color, COLORS)}"
        )
    return replace(note, position=checked_position(note.position), size=(float(width), float(height)))


def _changed(graph: Graph, note_id: str, **what: object) -> Graph:
    return _with_notes(graph, checked_note(replace(graph.note(note_id), **what)))  # type: ignore[arg-type]


def _with_notes(graph: Graph, *changed: Note) -> Graph:
    return replace(graph, notes={**graph.notes, **{note.id: note for note in changed}})
