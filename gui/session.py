"""The open document: the one place where edits are made, undone, saved and announced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.analysis.analysis import Analysis, analysis_of
from engine.analysis.inference import Diagnostic, Inference, infer
from engine.errors import GraphError
from engine.graph.model import Graph
from engine.project import files
from engine.project.document import Document
from engine.project.history import History
from engine.training.config import TrainingConfig

_UNTITLED = "Untitled"


class Session(QObject):
    """A document with its history, its file and what is inferred from its graph.

    Signals:
        document_changed(Document, Document): the former and the present document; facts are up to date.
        history_changed(): what can be undone, redone or saved has changed.
        refused(str): an edit was not made; the sentence says why.
    """

    document_changed = Signal(object, object)
    history_changed = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self._proposed_title = _UNTITLED
        self._history = History(Document())
        self._inference = infer(self.graph)
        self._analysis: Analysis | None = None

    @property
    def history(self) -> History:
        """What came before and what was undone."""
        return self._history

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._history.document

    @property
    def graph(self) -> Graph:
        """The document's network."""
        return self.document.graph

    @property
    def inference(self) -> Inference:
        """Shapes, costs and diagnostics of the network."""
        return self._inference

    @property
    def analysis(self) -> Analysis:
        """All that follows from the network, receptive fields among it; worked out when it is asked for."""
        if self._analysis is None or self._analysis.inference is not self._inference:
            self._analysis = analysis_of(self._inference, self._analysis)
        return self._analysis

    @property
    def title(self) -> str:
        """The file's name without its ending, or what would be a good one."""
        return self.path.stem if self.path is not None else self._proposed_title

    def propose_title(self, title: str) -> None:
        """Call a document so that has no file yet."""
        self._proposed_title = title

    def sentence(self, diagnostic: Diagnostic) -> str:
        """Return what a diagnostic says, behind the name of its node."""
        if diagnostic.node_id is None:
            return diagnostic.message
        return f"{self.graph.nodes[diagnostic.node_id].name}: {diagnostic.message}"

    def edit(self, label: str, change: Callable[[Graph], Graph], merge_key: object = None) -> bool:
        """Make an undoable edit of the network; return whether it could be made."""
        try:
            graph = change(self.graph)
        except GraphError as error:
            self.refused.emit(str(error))
            return False
        self._push(replace(self.document, graph=graph), label, merge_key)
        return True

    def put(self, document: Document, label: str) -> None:
        """Put another document in place of this one, as an undoable edit."""
        self._push(document, label, None)

    def set_training(self, name: str, value: object) -> None:
        """Make an undoable change of a training setting; an invalid value is refused."""
        self.set_trainings({name: value}, f"Set {name}", ("training", name))

    def set_trainings(self, values: Mapping[str, object], label: str, merge_key: object = None) -> None:
        """Make an undoable change of several training settings at once; invalid values are refused."""
        try:
            training = TrainingConfig.from_mapping({**self.document.training.values(), **values})
        except GraphError as error:
            self.refused.emit(str(error))
            return
        self._push(replace(self.document, training=training), label, merge_key)

    def undo(self) -> None:
        """Take the last edit back."""
        before = self.document
        self._history.undo()
        self._announce(before)

    def redo(self) -> None:
        """Make the edit again that was undone last."""
        before = self.document
        self._history.redo()
        self._announce(before)

    def start_anew(self) -> None:
        """Begin an empty document without a file."""
        self._open(Document(), None)

    def open(self, path: Path) -> None:
        """Open a project file in place of the document.

        Raises:
            FormatError: it cannot be read; the open document stays as it is.
        """
        self._open(files.load(path), path)

    def open_unsaved(self, document: Document, path: Path | None = None, title: str = _UNTITLED) -> None:
        """Put a document in place of this one that is in no file as it is.

        Args:
            document: an autosave, or what a picture carries.
            path: the file that the next save replaces, if there is one.
            title: what to call it as long as it has no file.
        """
        self._open(document, path, is_saved=False, title=title)

    def save(self, path: Path) -> None:
        """Write the document to a file, which is from now on its own.

        Raises:
            FormatError: it cannot be written.
        """
        files.save(path, self.document)
        self.path = path
        self._history.mark_saved()
        self.history_changed.emit()

    def _open(self, document: Document, path: Path | None, *, is_saved: bool = True, title: str = _UNTITLED) -> None:
        before = self.document
        self._history = History(document, is_saved=is_saved)
        self.path = path
        self._proposed_title = title
        self._announce(before)

    def _push(self, document: Document, label: str, merge_key: object) -> None:
        before = self.document
        self._history.push(document, label, merge_key)
        self._announce(before)

    def _announce(self, before: Document) -> None:
        if self.document is not before:
            if self.graph is not before.graph:
                self._inference = infer(self.graph, self._inference)
            self.document_changed.emit(before, self.document)
        self.history_changed.emit()
