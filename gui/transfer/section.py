"""What of the weights to start from fits, said before the run; and freezing what was loaded."""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.graph.learning import set_frozen
from engine.graph.model import Graph
from engine.layers.counted import counted
from engine.project.document import Document
from engine.training.config import TrainingConfig
from engine.training.events import WeightsLoaded
from engine.training.weights.keeping import frozen_nodes, keeping
from gui.data.working import LatestWork, Task
from gui.session import Session
from gui.transfer.choice import StartChoice
from gui.transfer.names import title_of
from gui.wrapped_label import WrappedLabel

_SETTLED_MS = 400
"""A file is compared with the network so long after the last edit."""
_FROZEN = (
    "{} frozen: without gradients and in evaluation mode, so that the running mean and variance of batch normalization "
    "stay as well."
)


class TransferSection(QWidget):
    """The report on the chosen weights, and two buttons; the row with the choice stands above.

    Attributes:
        choice: that row.
        work: compares file and network in a thread.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._loaded: WeightsLoaded | None = None
        self._checked: object = None
        self.choice = StartChoice(session)
        self.work = LatestWork(self)
        self.work.done.connect(self._show_loaded)
        self.work.failed.connect(self._show_failed)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._check)
        self.report = WrappedLabel("small")
        self.report.setObjectName("transferReport")
        self.frozen = WrappedLabel("small")
        self.freeze_button = _button("freezeLoaded", "Freeze what was loaded", self._freeze)
        self.thaw_button = _button("thawAll", "Thaw all", self._thaw)
        self.thaw_button.setToolTip("Unfreeze: have all layers learn")
        self._build()
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.freeze_button)
        buttons.addWidget(self.thaw_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.report)
        column.addLayout(buttons)
        column.addWidget(self.frozen)

    # What fits

    def _show_document(self, before: Document, after: Document) -> None:
        if _source(after) != _source(before):  # while only the network changes, the former report stays until then
            self._loaded = None
        if (key := _key(after)) != self._checked:
            self._checked = key
            self.work.cancel()
            self._ask_later()
        self._show_freezing()

    def _ask_later(self) -> None:
        source = self._session.document.training.start_from
        if not source or self._session.inference.problems:
            self._settling.stop()
            self._say("")
            return
        if self._loaded is None:
            self._say(f"Reading {title_of(source)}…")
        self._settling.start()

    def _check(self) -> None:
        document = self._session.document
        self.work.ask(partial(_checked, document.graph, document.training))

    def _show_loaded(self, loaded: WeightsLoaded) -> None:
        self._loaded = loaded
        self._say(loaded.text)
        self._show_freezing()

    def _show_failed(self, text: str) -> None:
        self._loaded = None
        self._say(text, "error")
        self._show_freezing()

    def _say(self, text: str, role: str = "small") -> None:
        self.report.set_role(role)
        self.report.show_text(text)

    # Freezing

    def _show_freezing(self) -> None:
        graph = self._session.graph
        frozen = frozen_nodes(graph)
        kept = self._kept()
        self.freeze_button.setVisible(bool(kept))
        self.freeze_button.setEnabled(not set(kept) <= set(frozen))
        self.freeze_button.setToolTip(f"Have training leave {counted(len(kept), 'layers')} as they are in the file")
        self.thaw_button.setVisible(bool(frozen))
        verb = "is" if len(frozen) == 1 else "are"
        self.frozen.show_text(_FROZEN.format(f"{counted(len(frozen), 'layers')} {verb}") if frozen else "")

    def _kept(self) -> tuple[str, ...]:
        if self._loaded is None or self._session.inference.problems:
            return ()
        return keeping(self._session.graph, self._session.inference, self._loaded.node_ids)

    def _freeze(self) -> None:
        self._set_frozen(f"Freeze {counted(len(self._kept()), 'loaded layers')}", self._kept(), True)

    def _thaw(self) -> None:
        self._set_frozen("Thaw all layers", frozen_nodes(self._session.graph), False)

    def _set_frozen(self, label: str, node_ids: tuple[str, ...], is_frozen: bool) -> None:
        def change(graph: Graph) -> Graph:
            return set_frozen(graph, node_ids, is_frozen)

        self._session.edit(label, change)


def _button(name: str, text: str, act: object) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.clicked.connect(act)
    return button


def _source(document: Document) -> tuple[str, str]:
    return document.training.start_from, document.training.match_by


def _key(document: Document) -> object:
    """Return what the report depends on; nothing where there is none."""
    if not document.training.start_from:
        return None
    nodes = [(node.id, node.name, node.type, node.params, node.is_frozen) for node in document.graph.nodes.values()]
    return *_source(document), nodes, document.graph.edges


def _checked(graph: Graph, config: TrainingConfig, task: Task) -> WeightsLoaded | None:
    if "torch" not in sys.modules:
        from engine.runtime.torch_loading import load_torch

        load_torch()
    from engine.training.weights.starting import check

    return check(graph, config)
