"""The inspector's page for several nodes: what they have in common, edited in all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.graph.common_params import CommonParams, common_params, set_params, shown_value
from engine.graph.model import Graph, Node
from engine.layers.counted import counted
from gui.inspector.facts import FactRows, selection_rows
from gui.inspector.form import ParamForm
from gui.inspector.page import Page, heading, line
from gui.session import Session
from gui.wrapped_label import WrappedLabel

_MOST_KEPT = 12


class SelectionPage(Page):
    """Edits several nodes of a session's network; each edit is one undo step."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sections: list[_Section] = []
        self._made: dict[tuple[Sequence[str], Sequence[str]], _Section] = {}
        self._title = heading()
        self._types = WrappedLabel("small")
        self._groups = QVBoxLayout()
        self._groups.setSpacing(12)
        self._facts = FactRows()
        self.column.addWidget(self._title)
        self.column.addWidget(self._types)
        self.column.addLayout(self._groups)
        self.column.addWidget(line())
        self.column.addWidget(self._facts)
        self.column.addStretch(1)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Show some nodes, in the forms of their mixture of types."""
        groups = common_params(nodes)
        wanted = [(group.types, group.params) for group in groups]
        if wanted != [(section.group.types, section.group.params) for section in self._sections]:
            self._change_sections(groups)
        for section, group in zip(self._sections, groups, strict=True):
            section.show_group(self._session.graph, group)
        counts = Counter(node.type for node in nodes)
        self._title.setText(f"{counted(len(nodes), 'nodes')} selected")
        self._types.show_text(", ".join(f"{count} × {type_}" for type_, count in counts.items()))
        self._facts.show_rows(selection_rows(self._session.inference, [node.id for node in nodes]))

    def _change_sections(self, groups: Sequence[CommonParams]) -> None:
        for section in self._sections:
            self._groups.removeWidget(section)
            section.hide()
            section.setParent(None)
        self._sections = [self._section_for(group) for group in groups]
        for section in self._sections:
            self._groups.addWidget(section)
            section.show()
        self._forget_old_sections()

    def _section_for(self, group: CommonParams) -> _Section:
        """Return the form of some types; the last ones are kept, as that of a single node is, for the same reason."""
        key = group.types, tuple(param.name for param in group.params)
        section = self._made.pop(key, None)
        if section is None:
            section = _Section(group)
            section.form.edited.connect(partial(self._set_param, section))
        self._made[key] = section  # as the latest
        return section

    def _forget_old_sections(self) -> None:
        for key in list(self._made)[:-_MOST_KEPT]:
            if self._made[key] not in self._sections:
                self._made.pop(key).deleteLater()

    def _set_param(self, section: _Section, name: str, value: object) -> None:
        node_ids = section.group.node_ids

        def change(graph: Graph) -> Graph:
            return set_params(graph, node_ids, name, value)

        label = f"Set {name} of {len(node_ids)} nodes"
        if not self._session.edit(label, change, merge_key=("params", node_ids, name)):
            section.show_group(self._session.graph, section.group)  # one of the types cannot have the value


class _Section(QWidget):
    """A form for the parameters that some types have in common, under the types' names."""

    def __init__(self, group: CommonParams) -> None:
        super().__init__()
        self.group = group
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self.form = ParamForm(group.params)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self.form)

    def show_group(self, graph: Graph, group: CommonParams) -> None:
        """Show the values that these nodes have."""
        self.group = group
        count = len(group.node_ids)
        self._title.setText(f"{_listed(group.types)}  ·  {counted(count, 'nodes')}")
        nodes = [graph.nodes[node_id] for node_id in group.node_ids]
        self.form.show_values(*({param.name: shown_value(node, param) for param in group.params} for node in nodes))


def _listed(types: Sequence[str]) -> str:
    return types[0] if len(types) == 1 else f"{', '.join(types[:-1])} and {types[-1]}"
