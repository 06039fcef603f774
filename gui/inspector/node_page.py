"""The inspector's page for one node: header, what is wrong and how to solve it, parameters, and facts."""

from __future__ import annotations

from functools import partial

from engine.graph import edits
from engine.graph.model import Graph, Node
from gui.fix_buttons import FixButtons, node_fixes
from gui.inspector.facts import FactRows, node_rows
from gui.inspector.form import ParamForm
from gui.inspector.header import NodeHeader
from gui.inspector.learning_form import LearningForm
from gui.inspector.page import Page, line
from gui.session import Session
from gui.wrapped_label import WrappedLabel


class NodePage(Page):
    """Edits one node of a session's network."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Node | None = None
        self._header = NodeHeader()
        self._header.renamed.connect(self._rename)
        self._forms: dict[str, ParamForm] = {}
        self._form: ParamForm | None = None
        self._facts = FactRows()
        self._problem = WrappedLabel()
        self._fixes = FixButtons(session)
        self._learning = LearningForm(session)
        for widget in (self._header, self._problem, self._fixes, self._learning, line(), self._facts):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_node(self, node: Node) -> None:
        """Show a node, in the form of its type of layer."""
        if self._shown is None or self._shown.type != node.type:
            self._change_form(node)
        self._shown = node
        facts = self._session.inference.nodes[node.id]
        self._header.show_node(self._session.graph, node)
        if self._form is not None:
            self._form.show_values(node.params)
        self._learning.show_node(node, facts.num_params or 0)
        self._facts.show_rows(node_rows(node, facts))
        self._problem.show_text(facts.diagnostic.message if facts.diagnostic is not None else "")
        if facts.diagnostic is not None:
            self._problem.set_role(facts.diagnostic.severity.value)
            self._fixes.show_problem((node.id, facts.diagnostic.message), partial(node_fixes, self._session, node.id))
        else:
            self._fixes.show_problem(None, None)

    def _change_form(self, node: Node) -> None:
        if self._form is not None:
            self.column.removeWidget(self._form)
            self._form.hide()
            self._form.setParent(None)
        self._form = self._form_for(node) if node.spec.params else None
        if self._form is not None:
            self.column.insertWidget(self.column.indexOf(self._fixes) + 1, self._form)
            self._form.show()

    def _form_for(self, node: Node) -> ParamForm:
        """Return the form of a type of layer.

        It is kept: each field that is deleted leaves 100 bytes and more behind, in Qt or PySide (6.11), which made
        3 KB for each node that was selected.
        """
        form = self._forms.get(node.type)
        if form is None:
            form = self._forms[node.type] = ParamForm(node.spec.params)
            form.edited.connect(self._set_param)
        return form

    def _set_param(self, name: str, value: object) -> None:
        assert self._shown is not None
        node = self._shown

        def change(graph: Graph) -> Graph:
            return edits.set_param(graph, node.id, name, value)

        self._session.edit(f"Set {node.name} {name}", change, merge_key=("param", node.id, name))

    def _rename(self, name: str) -> None:
        assert self._shown is not None
        node = self._shown

        def change(graph: Graph) -> Graph:
            return edits.rename(graph, node.id, name)

        self._session.edit(f"Rename {node.name} to {name}", change)
