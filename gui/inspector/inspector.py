"""The inspector: the selected node's parameters, or the whole network where nothing is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from engine.graph import edits
from engine.graph.model import Node
from engine.project.document import Document
from gui.inspector.facts import FactRows, network_rows, node_rows
from gui.inspector.form import ParamForm
from gui.inspector.header import NodeHeader
from gui.inspector.problem_list import ProblemList
from gui.session import Session
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel


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
        self._network = _NetworkPage()
        self._network.problems.chosen.connect(self.node_chosen)
        self._node = _NodePage(session)
        self._pages.addWidget(self._network)
        self._pages.addWidget(self._node)
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
        if len(present) == 1:
            self._node.show_node(present[0])
            self._pages.setCurrentWidget(self._node)
        else:
            self._network.show_network(self._session, len(present))
            self._pages.setCurrentWidget(self._network)


def _page() -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content = QWidget()
    content.setProperty("panel", True)
    column = QVBoxLayout(content)
    column.setContentsMargins(14, 12, 12, 12)
    column.setSpacing(12)
    area.setWidget(content)
    return area, column


def _line() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setProperty("role", "line")
    return line


class _NodePage(QWidget):
    """Header, parameters and facts of one node."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Node | None = None
        self._header = NodeHeader()
        self._header.renamed.connect(self._rename)
        self._form: ParamForm | None = None
        self._facts = FactRows()
        self._problem = WrappedLabel()
        area, self._column = _page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._column.addWidget(self._header)
        self._column.addWidget(self._problem)
        self._column.addWidget(_line())
        self._column.addWidget(self._facts)
        self._column.addStretch(1)

    def show_node(self, node: Node) -> None:
        """Show a node; its form is built anew only for another type of layer."""
        if self._shown is None or self._shown.type != node.type:
            self._build_form(node)
        self._shown = node
        facts = self._session.inference.nodes[node.id]
        self._header.show_node(self._session.graph, node)
        if self._form is not None:
            self._form.show_values(node.params)
        self._facts.show_rows(node_rows(node, facts))
        self._problem.show_text(facts.diagnostic.message if facts.diagnostic is not None else "")
        if facts.diagnostic is not None:
            self._problem.set_role(facts.diagnostic.severity.value)

    def _build_form(self, node: Node) -> None:
        if self._form is not None:
            self._column.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
        if node.spec.params:
            self._form = ParamForm(node.spec.params)
            self._form.edited.connect(self._set_param)
            self._column.insertWidget(1, self._form)

    def _set_param(self, name: str, value: object) -> None:
        assert self._shown is not None
        node = self._shown
        self._session.edit(
            f"Set {node.name} {name}",
            lambda graph: edits.set_param(graph, node.id, name, value),
            merge_key=("param", node.id, name),
        )

    def _rename(self, name: str) -> None:
        assert self._shown is not None
        node = self._shown
        self._session.edit(f"Rename {node.name} to {name}", lambda graph: edits.rename(graph, node.id, name))


class _NetworkPage(QWidget):
    """Totals and problems of the whole network."""

    def __init__(self) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._facts = FactRows()
        self._state = WrappedLabel("small")
        self.problems = ProblemList()
        area, column = _page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        for widget in (self._title, self._facts, _line(), self._state, self.problems):
            column.addWidget(widget)
        column.addStretch(1)

    def show_network(self, session: Session, num_selected: int) -> None:
        """Show a session's network; ``num_selected`` nodes are selected, none or several."""
        self._title.setText(f"{num_selected} nodes selected" if num_selected else "Network")
        self._facts.show_rows(network_rows(session.inference))
        self.problems.show_problems(session.graph, session.inference)
        if not session.graph.nodes:
            state = "Nothing here yet. Drag layers onto the canvas, or open a preset."
        elif session.inference.problems:
            state = "Before it can be trained:"
        else:
            state = "Every shape fits. Select a node to edit it, or press Train."
        self._state.show_text(state)
