"""What is wrong with the network, sentence by sentence, each with what can be done; a click leads to the node."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.analysis.inference import Diagnostic, Severity
from gui.fix_buttons import FixButtons, network_fixes, node_fixes
from gui.session import Session
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel

_MOST = 8
"""More sentences than this nobody reads at once; the first ones mostly cause the others."""


class ProblemList(QWidget):
    """One row per diagnostic; nodes that only wait for another are left out.

    Signals:
        chosen(str): id of the node that the person wants to see.
    """

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: list[_Row] = []
        self._more = QLabel()
        self._more.setProperty("role", "muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._layout.addWidget(self._more)

    def show_problems(self) -> None:
        """Show what is wrong with the network; rows are reused, so that no button jumps under the hand."""
        found = [each for each in self._session.inference.diagnostics if each.severity is not Severity.WAITING]
        shown = found[:_MOST]
        while len(self._rows) < len(shown):
            self._add_row()
        ends = [place for place, each in enumerate(shown) if each.node_id is None]
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                # What is wrong with the network as a whole is solved under the last sentence about it.
                row.show_problem(shown[place], has_fixes=shown[place].node_id is not None or place == ends[-1])
            else:
                row.clear()
        self._more.setText(f"and {len(found) - _MOST} more")
        self._more.setVisible(len(found) > _MOST)

    def _add_row(self) -> None:
        row = _Row(self._session, len(self._rows))
        row.chosen.connect(self.chosen)
        self._layout.insertWidget(len(self._rows), row)
        self._rows.append(row)


class _Row(QWidget):
    """A sentence, and the buttons that solve it.

    Signals:
        chosen(str): id of the node that the person wants to see.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, turn: int) -> None:
        super().__init__()
        self._session = session
        self._node_id: str | None = None
        self._text = WrappedLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.linkActivated.connect(self._choose)
        self._fixes = FixButtons(session, turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self._fixes)

    def show_problem(self, diagnostic: Diagnostic, *, has_fixes: bool) -> None:
        """Show a diagnostic of the session's network."""
        theme = appearance.theme
        session, node_id = self._session, diagnostic.node_id
        self._node_id = node_id
        color = theme.danger if diagnostic.severity is Severity.ERROR else theme.warning
        name = session.graph.nodes[node_id].name if node_id is not None else ""
        link = f"<a href='#' style='color: {color}; text-decoration: none'><b>{name}</b></a>: " if name else ""
        self._text.show_text(link + diagnostic.message)
        self._text.setStyleSheet(f"border-left: 3px solid {color}; padding-left: 8px;")
        find = partial(network_fixes, session) if node_id is None else partial(node_fixes, session, node_id)
        self._fixes.show_problem((node_id, diagnostic.message), find if has_fixes else None)

    def clear(self) -> None:
        """Look for no more fixes."""
        self._fixes.show_problem(None, None)

    def _choose(self, link: str) -> None:
        if self._node_id is not None:
            self.chosen.emit(self._node_id)
