"""What is wrong with the network, sentence by sentence; a click leads to the node."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.analysis.inference import Diagnostic, Inference, Severity
from engine.graph.model import Graph
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

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_problems(self, graph: Graph, inference: Inference) -> None:
        """Show what is wrong with a graph."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        found = [each for each in inference.diagnostics if each.severity is not Severity.WAITING]
        self._rows = [self._row(graph, diagnostic) for diagnostic in found[:_MOST]]
        if len(found) > _MOST:
            self._rows.append(QLabel(f"and {len(found) - _MOST} more"))
        for row in self._rows:
            self._layout.addWidget(row)

    def _row(self, graph: Graph, diagnostic: Diagnostic) -> QLabel:
        theme = appearance.theme
        color = theme.danger if diagnostic.severity is Severity.ERROR else theme.warning
        name = graph.nodes[diagnostic.node_id].name if diagnostic.node_id is not None else ""
        label = WrappedLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        link = f"<a href='#' style='color: {color}; text-decoration: none'><b>{name}</b></a>: " if name else ""
        label.show_text(link + diagnostic.message)
        label.setStyleSheet(f"border-left: 3px solid {color}; padding-left: 8px;")
        if diagnostic.node_id is not None:
            label.linkActivated.connect(partial(self._choose, diagnostic.node_id))
        return label

    def _choose(self, node_id: str, link: str) -> None:
        self.chosen.emit(node_id)
