"""The analysis of the network that is worked in: the table, its totals, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from engine.analysis.table import rows, total
from engine.analysis.writers import FORMATS
from engine.project.document import Document
from gui.analysis.memory_form import MemoryForm
from gui.analysis.table_view import AnalysisTable
from gui.analysis.totals_bar import TotalsBar
from gui.canvas.view import CanvasView
from gui.session import Session


class AnalysisPanel(QWidget):
    """Follows one session at a time; while nobody sees it, it computes nothing.

    Signals:
        said(str): a sentence for the person.
    """

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._canvas: CanvasView | None = None
        self._is_stale = True
        self._is_choosing = False
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.memory = MemoryForm()
        self.memory.changed.connect(self._refresh)
        self.table = AnalysisTable()
        self.table.nodes_selected.connect(self._select_on_canvas)
        self.table.nodes_chosen.connect(self._go_to)
        self.totals = TotalsBar(self.table.horizontalHeader())
        self.table.horizontalScrollBar().valueChanged.connect(self.totals.update)
        self.groups = QCheckBox("Groups")
        self.groups.setObjectName("groupRows")
        self.groups.setToolTip("Show a row with sums for each group, around the rows of its nodes")
        self.groups.setChecked(True)
        self.groups.toggled.connect(self._group)
        self._state = QLabel()
        self._state.setProperty("role", "muted")
        self._build()

    def show_network(self, session: Session, canvas: CanvasView) -> None:
        """Follow another network."""
        if self._session is not None and self._canvas is not None:
            self._session.document_changed.disconnect(self._follow_document)
            self._canvas.selection_changed.disconnect(self._follow_selection)
        self._session, self._canvas = session, canvas
        self.table.rows.forget_groups()
        session.document_changed.connect(self._follow_document)
        canvas.selection_changed.connect(self._follow_selection)
        self._refresh()

    def copy_as(self, name: str) -> str:
        """Put the table onto the clipboard in one of the engine's formats; return the text."""
        assert self._session is not None
        self._refresh_if_stale()
        shown = self.table.rows.node_rows
        text = FORMATS[name].write(shown, total(shown))
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {len(shown):,} rows as {FORMATS[name].title}.")
        return text

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()

    def _build(self) -> None:
        copy = QToolButton()
        copy.setObjectName("copyAnalysis")
        copy.setText("Copy as ▾")
        copy.setToolTip("Copy the table as text")
        copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        copy.setMenu(self._copy_menu(copy))
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 10, 6)
        top.addWidget(self.memory)
        top.addStretch(1)
        top.addWidget(self._state)
        top.addWidget(self.groups)
        top.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals)

    def _copy_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for name, writer in FORMATS.items():
            action = menu.addAction(writer.title)
            action.setObjectName(f"copy:{name}")
            action.triggered.connect(partial(self._copy, name))
        return menu

    def _copy(self, name: str, checked: bool = False) -> None:
        self.copy_as(name)

    def _follow_document(self, before: Document, after: Document) -> None:
        if after.graph is not before.graph:
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if not self._is_stale or self._session is None or self._canvas is None:
            return
        self._is_stale = False
        found = rows(self._session.analysis, self.memory.settings)
        self.table.rows.show_rows(found, {path for kind, path in self._session.graph.closed if kind == "group"})
        self.groups.setVisible(any("." in row.name for row in found))
        self.totals.show_total(total(found) if found else None)
        self._state.setText("" if found else "The network has no layers yet.")
        self.table.follow(self._canvas.selected_ids())

    def _follow_selection(self, node_ids: tuple[str, ...]) -> None:
        if self.isVisible() and not self._is_choosing:
            self.table.follow(node_ids)

    def _select_on_canvas(self, node_ids: list[str]) -> None:
        """Select what was selected here; a node in a closed group selects the group, but no further row here."""
        if self._canvas is None:
            return
        self._is_choosing = True
        self._canvas.select(node_ids)
        self._is_choosing = False

    def _go_to(self, node_ids: tuple[str, ...]) -> None:
        """Bring a node, or all of a group, into the middle of the canvas."""
        if self._canvas is None:
            return
        self._is_choosing = True
        self._canvas.go_to(node_ids[0])
        self._canvas.select(node_ids)
        self._canvas.look_at(self._canvas.selected_area().center())
        self._is_choosing = False

    def _group(self, is_grouped: bool) -> None:
        self.table.rows.group(is_grouped)
        if self._canvas is not None:
            self.table.follow(self._canvas.selected_ids())
