"""The whole editor as a state machine: whatever is done, its oracle is the plain list of documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtWidgets import QApplication

from engine.analysis.inference import infer
from engine.graph import fragment, groups, notes
from engine.graph.model import Graph
from engine.project import files
from engine.project.document import Document
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.items.node_item import OUTPUT, NodeItem
from gui.canvas.items.note_item import NoteItem
from gui.canvas.view import CanvasView
from gui.session import Session
from tests import graphs

PLACES = st.lists(st.integers(0, 20), min_size=1, max_size=4)
"""Of nodes, counted round."""


class Editor(RuleBasedStateMachine):
    """A session and its canvas, with what they should be.

    Attributes:
        documents: what the person can go back and forth in.
        place: which of them is the present one.
        key: of the last step, if the next edit with the same key makes one step with it.
        saved: the document in the file, if it is known.
    """

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.canvas = CanvasView(self.session)
        self.documents: list[Document] = [Document()]
        self.place = 0
        self.key: object = None
        self.saved: Document | None = Document()
        self.fragment = fragment.Fragment()
        self.folder = tempfile.TemporaryDirectory()
        self.refusals: list[str] = []
        self.session.refused.connect(self.refusals.append)

    def teardown(self) -> None:
        self.canvas.close()
        self.canvas.deleteLater()
        QApplication.processEvents()
        self.folder.cleanup()

    @property
    def path(self) -> Path:
        return Path(self.folder.name) / "net.convcanvas"

    @property
    def present(self) -> Document:
        return self.documents[self.place]

    # What a person does

    @initialize(graph=st.one_of(st.just(Graph()), graphs.GRAPHS))
    def begin(self, graph: Graph) -> None:
        files.save(self.path, Document(graph))
        self.load()

    @rule(step=graphs.EDITS, key=st.sampled_from((None, None, "field", "slider")))
    def edit(self, step: graphs.Edit, key: str | None) -> None:
        self._edit(step.on, key)

    @rule(epochs=st.integers(0, 5))
    def set_training(self, epochs: int) -> None:
        self.session.set_training("epochs", epochs)
        if epochs:
            training = replace(self.present.training, epochs=epochs)
            self._expect(replace(self.present, training=training), ("training", "epochs"))

    @rule(
        text=st.sampled_from(("", "Shrinks", "two\nlines")), position=st.tuples(graphs.COORDINATES, graphs.COORDINATES)
    )
    def add_note(self, text: str, position: tuple[float, float]) -> None:
        self._edit(lambda graph: notes.add_note(graph, text, position)[0])

    @precondition(lambda self: self.present.graph.notes)
    @rule(place=st.integers(0, 20), text=st.text(max_size=5))
    def write_note(self, place: int, text: str) -> None:
        ids = list(self.present.graph.notes)
        self._edit(lambda graph: notes.set_note_text(graph, ids[place % len(ids)], text))

    @rule(places=PLACES, name=st.sampled_from(graphs.NAMES))
    def group(self, places: list[int], name: str) -> None:
        self._edit(lambda graph: groups.make_group(graph, self._ids(places), name))

    @rule(place=st.integers(0, 20), name=st.one_of(st.none(), st.sampled_from(graphs.NAMES)))
    def rename_or_dissolve_group(self, place: int, name: str | None) -> None:
        paths = groups.group_paths(self.present.graph) or ("none",)
        path = paths[place % len(paths)]

        def change(graph: Graph) -> Graph:
            return groups.dissolve_group(graph, path) if name is None else groups.rename_group(graph, path, name)

        self._edit(change)

    @rule(places=PLACES)
    def copy(self, places: list[int]) -> None:
        self.fragment = fragment.copy(self.present.graph, self._ids(places), list(self.present.graph.notes)[:1])

    @rule(offset=st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
    def paste(self, offset: tuple[float, float]) -> None:
        self._edit(lambda graph: fragment.paste(graph, self.fragment, offset).graph)

    @rule(places=PLACES, command=st.sampled_from(("duplicate", "delete")))
    def act_on_the_selection(self, places: list[int], command: str) -> None:
        self.canvas.select(self._ids(places))
        {"duplicate": self.canvas.commands.duplicate, "delete": self.canvas.commands.delete}[command]()
        self._expect(self.session.document)

    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.place, self.key = max(0, self.place - 1), None

    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.place, self.key = min(len(self.documents) - 1, self.place + 1), None

    @rule()
    def save(self) -> None:
        self.session.save(self.path)
        self.saved, self.key = self.present, None

    @rule()
    def load(self) -> None:
        in_file = files.load(self.path)
        self.session.open(self.path)
        self.documents, self.place, self.key, self.saved = [in_file], 0, None, in_file

    @rule()
    def recover(self) -> None:
        """Open what a crash left of the present document."""
        self.session.open_unsaved(self.present, self.path)
        self.documents, self.place, self.key, self.saved = [self.present], 0, None, None

    def _edit(self, change: Callable[[Graph], Graph], key: object = None) -> None:
        made: list[Graph] = []

        def note(graph: Graph) -> Graph:
            made.append(change(graph))
            return made[-1]

        refused = len(self.refusals)
        assert self.session.edit("Edit", note, key) is bool(made)
        assert len(self.refusals) == refused + (not made), "an edit is made, or refused in a sentence"
        if made:
            self._expect(replace(self.present, graph=made[0]), key)

    def _expect(self, document: Document, key: object = None) -> None:
        if document == self.present:
            return
        del self.documents[self.place + 1 :]
        if key is not None and key == self.key and self.place:
            self.documents.pop()
            if document == self.documents[-1]:
                self.place, self.key = self.place - 1, None if self.place == 1 else self.key
                return
            self.documents.append(document)
            return
        self.documents.append(document)
        self.place, self.key = self.place + 1, key

    def _ids(self, places: list[int]) -> list[str]:
        ids = list(self.present.graph.nodes)
        return [ids[place % len(ids)] for place in dict.fromkeys(places)] if ids else []

    # What must hold after each step

    @invariant()
    def the_document_is_the_expected_one(self) -> None:
        assert self.session.document == self.present
        history = self.session.history
        assert (history.undo_label is None) is (self.place == 0)
        assert (history.redo_label is None) is (self.place == len(self.documents) - 1)
        assert history.is_saved is (self.present == self.saved)

    @invariant()
    def what_is_inferred_is_up_to_date(self) -> None:
        assert self.session.inference == infer(self.present.graph)

    @invariant()
    def the_canvas_shows_the_graph_and_nothing_else(self) -> None:
        graph, items = self.present.graph, self.canvas.items_by_graph
        scene = self.canvas.scene().items()
        assert {item for item in scene if isinstance(item, NodeItem)} == set(items.nodes.values())
        assert {item for item in scene if isinstance(item, EdgeItem)} == set(items.edges.values())
        assert {item for item in scene if isinstance(item, NoteItem)} == set(items.notes.values())
        assert {node_id: item.node for node_id, item in items.nodes.items()} == dict(graph.nodes)
        assert set(items.edges) == graph.edges
        assert {note_id: item.note for note_id, item in items.notes.items()} == dict(graph.notes)

    @invariant()
    def every_item_shows_what_is_known(self) -> None:
        graph, items = self.present.graph, self.canvas.items_by_graph
        for node_id, item in items.nodes.items():
            assert (item.pos().x(), item.pos().y()) == graph.nodes[node_id].position
            assert item.look.facts == self.session.inference.nodes[node_id]
            connected = set(graph.incoming(node_id)) | ({OUTPUT} if graph.outgoing(node_id) else set())
            assert item.look.connected == connected
        for edge, wire in items.edges.items():
            start, end = wire.path().elementAt(0), wire.path().currentPosition()
            assert (start.x, start.y) == items.nodes[edge.source].ports(outputs=True)[OUTPUT]
            assert (end.x(), end.y()) == items.nodes[edge.target].ports(outputs=False)[edge.port]


def test_the_editor_never_forgets(qapp: QApplication) -> None:
    run_state_machine_as_test(Editor, settings=settings(max_examples=30, stateful_step_count=30))
