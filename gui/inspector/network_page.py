"""The inspector's page for the whole network: totals and problems."""

from __future__ import annotations

from gui.inspector.facts import FactRows, network_rows
from gui.inspector.page import Page, heading, line
from gui.inspector.problem_list import ProblemList
from gui.session import Session
from gui.wrapped_label import WrappedLabel


class NetworkPage(Page):
    """Shows a session's network while no node is selected."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._facts = FactRows()
        self._state = WrappedLabel("small")
        self.problems = ProblemList(session)
        for widget in (heading("Network"), self._facts, line(), self._state, self.problems):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_network(self) -> None:
        """Show the network as it is now."""
        session = self._session
        self._facts.show_rows(network_rows(session.inference))
        self.problems.show_problems()
        if not session.graph.nodes:
            state = "Nothing here yet. Drag layers onto the canvas, or open a preset."
        elif session.inference.problems:
            state = "Before it can be trained:"
        else:
            state = "Every shape fits. Select a node to edit it, or press Train."
        self._state.show_text(state)
