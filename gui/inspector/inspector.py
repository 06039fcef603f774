"""The inspector: the selected nodes' parameters, or the whole network where nothing is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.project.document import Document
from gui.inspector.network_page import NetworkPage
from gui.inspector.node_page import NodePage
from gui.inspector.selection_page import SelectionPage
from gui.session import Session
from gui.theme.appearance import appearance


class Inspector(QWidget):
    """Follows the session and the canvas's selection.

    Signals:
        node_chosen(str): id of a node that the person wants to see.
    """

    node_chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._selected: tuple[str, ...] = ()
        self._pages = QStackedWidget()
        self._network = NetworkPage(session)
        self._network.problems.chosen.connect(self.node_chosen)
        self._node = NodePage(session)
        self._several = SelectionPage(session)
        for page in (self._network, self._node, self._several):
            self._pages.addWidget(page)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        session.document_changed.connect(self._refresh_for)
        appearance.changed.connect(self._refresh)
        self._refresh()

    def show_selection(self, node_ids: tuple[str, ...]) -> None:
        """Show what is selected on the canvas."""
        self._selected = node_ids
        self._refresh()

    def _refresh_for(self, before: Document, after: Document) -> None:
        if after.graph is not before.graph:
            self._refresh()

    def _refresh(self) -> None:
        graph = self._session.graph
        present = [graph.nodes[node_id] for node_id in self._selected if node_id in graph.nodes]
        if not present:
            self._network.show_network()
            self._pages.setCurrentWidget(self._network)
        elif len(present) == 1:
            self._node.show_node(present[0])
            self._pages.setCurrentWidget(self._node)
        else:
            self._several.show_nodes(present)
            self._pages.setCurrentWidget(self._several)
