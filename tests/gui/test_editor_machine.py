"""The whole editor as a state machine: whatever is done, its oracle is the plain list of documents."""

from __future__ import annotations

import tempfile
from collections import Counter
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
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QGraphicsScene

from engine.analysis.inference import infer
from engine.graph import closing, edits, fragment, groups, notes
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.project import files
from engine.project.document import Document
from gui.canvas.items.box_item import OUTPUT
from gui.canvas.sync import CanvasSync
from gui.canvas.view import CanvasView
from gui.session import Session
from tests import graphs
from tests.networks import lenet, small

PLACES = st.lists(st.integers(0, 20), min_size=1, max_size=4)
"""Of nodes, counted round."""


def residual() -> Graph:
    """Two groups with a shortcut around one of them, and a note."""
    net = GraphBuilder()
    stem = net.add("Conv2d", net.input((3, 16, 16)), name="stem.conv", out_channels=8, kernel_size=3, padding=1)
    x = net.add("ReLU", stem, name="stem.relu")
    y = net.add("Conv2d", x, name="block.0.conv", out_channels=8, kernel_size=3, padding=1)
    y = net.add("BatchNorm2d", y, name="block.0.bn")
    graph = net.output(net.add("Add", x, y, name="block.0.add"))
    return notes.add_note(graph, "A shortcut", (300.0, 0.0))[0]


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

    @initialize(graph=st.sampled_from((lenet(), small(), residual(), Graph())))
    def begin(self, graph: Graph) -> None:
        files.save(self.path, Document(graph))
        self.load()

    @rule(step=graphs.EDITS, key=st.sampled_from((None, None, "field", "slider")))
    def edit(self, step: graphs.Edit, key: str | None) -> None:
        self._edit(step.on, key)

    @precondition(lambda self: self.present.graph.nodes)
    @rule(places=PLACES, dx=st.integers(-400, 400), dy=st.integers(-400, 400))
    def move(self, places: list[int], dx: int, dy: int) -> None:
        def change(graph: Graph) -> Graph:
            corners = {node_id: graph.nodes[node_id].position for node_id in self._ids(places)}
            return edits.move_nodes(graph, {node_id: (x + dx, y + dy) for node_id, (x, y) in corners.items()})

        self._edit(change, ("move", *places))

    @precondition(lambda self: self.present.graph.nodes)
    @rule(first=st.integers(0, 20), second=st.integers(0, 20), port=st.integers(0, 2))
    def wire(self, first: int, second: int, port: int) -> None:
        source, target = self._ids([first])[0], self._ids([second])[0]
        ports = self.present.graph.nodes[target].spec.ports() or ("input",)
        self._edit(lambda graph: edits.connect(graph, source, target, ports[port % len(ports)]))

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

    @rule(place=st.integers(0, 20), is_open=st.booleans())
    def open_or_close_group(self, place: int, is_open: bool) -> None:
        paths = groups.group_paths(self.present.graph) or ("none",)
        key = ("group", paths[place % len(paths)])
        self._edit(lambda graph: closing.open_up(graph, key) if is_open else closing.close(graph, key))

    @rule(place=st.integers(0, 20))
    def go_inside(self, place: int) -> None:
        paths = ("", *groups.group_paths(self.present.graph))
        self.canvas.go_inside(paths[place % len(paths)])

    @rule(places=PLACES)
    def copy(self, places: list[int]) -> None:
        self.fragment = fragment.copy(self.present.graph, self._ids(places), list(self.present.graph.notes)[:1])

    @rule(offset=st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
    def paste(self, offset: tuple[float, float]) -> None:
        self._edit(lambda graph: fragment.paste(graph, self.fragment, offset).graph)

    @rule(places=PLACES, command=st.sampled_from(("duplicate", "delete")))
    def act_on_the_selection(self, places: list[int], command: str) -> None:
        shown = [node_id for node_id in self._ids(places) if node_id in self.canvas.items_by_graph.nodes]
        self.canvas.select(shown)
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
    def the_canvas_shows_every_node_and_edge(self) -> None:
        graph, items = self.present.graph, self.canvas.items_by_graph
        assert {note_id: item.note for note_id, item in items.notes.items()} == dict(graph.notes)
        for node_id, item in items.nodes.items():
            assert item.node == graph.nodes[node_id]
            assert item.pos() == QPointF(*graph.nodes[node_id].position)
        for edge, wire in items.edges.items():
            start, end = wire.path().pointAtPercent(0), wire.path().currentPosition()
            if edge.source in items.nodes:
                assert start == QPointF(*items.port_place(edge.source, OUTPUT))
            if edge.target in items.nodes:
                assert end == QPointF(*items.port_place(edge.target, edge.port))
        if not graph.closed and not self.canvas.inside:
            assert set(items.nodes) == set(graph.nodes)
            assert set(items.edges) == graph.edges

    @invariant()
    def the_canvas_looks_as_one_that_was_opened_just_now(self) -> None:
        scene = QGraphicsScene()
        fresh = CanvasSync(scene)
        fresh.show(Graph(), self.present.graph, infer(self.present.graph))
        if self.canvas.inside:
            fresh.go_inside(self.canvas.inside, self.present.graph)
        assert appearances(self.canvas.items_by_graph) == appearances(fresh)
        assert Counter(map(type, self.canvas.scene().items())) == Counter(map(type, scene.items()))


def appearances(items: CanvasSync) -> dict[object, object]:
    """Return what each item looks like and where it is."""
    boxes = {key: (item.box, item.look, item.pos()) for key, item in items.boxes.items()}
    wires = {edge: (wire.path(), wire.toolTip()) for edge, wire in items.edges.items()}
    notes = {note_id: (item.note, item.pos()) for note_id, item in items.notes.items()}
    return {**boxes, **wires, **notes}


def test_the_editor_never_forgets(qapp: QApplication) -> None:
    run_state_machine_as_test(Editor, settings=settings(max_examples=60, stateful_step_count=40))
