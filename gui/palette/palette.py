"""The palette: layers by family, with a search. A family can be folded away; a search looks into all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from engine.layers import registry
from engine.layers.spec import Category
from gui.palette import folded
from gui.palette.family_heading import FamilyHeading
from gui.palette.layer_entry import LayerEntry


class Palette(QWidget):
    """Lists the registry; hands on what is dragged or chosen (see `LayerEntry`)."""

    drag_started = Signal(str)
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)
    drag_cancelled = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = QLineEdit()
        self.search.setObjectName("paletteSearch")
        self.search.setPlaceholderText("Search layers")
        self.search.setAccessibleName("Search layers")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_matching)
        self.search.returnPressed.connect(self._choose_first)
        self.entries: list[LayerEntry] = []
        self.headings: dict[Category, FamilyHeading] = {}
        self._nothing = QLabel("No layer found.")
        self._nothing.setProperty("role", "muted")
        self._nothing.hide()

        scroll = QScrollArea()
        scroll.setWidget(self._list())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 4, 6)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(scroll)
        self._show_matching()

    def _list(self) -> QWidget:
        content = QWidget()
        content.setProperty("panel", True)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(1)
        for category in Category:
            specs = [spec for spec in registry.all_specs() if spec.category is category]
            if not specs:
                continue
            heading = self._heading(category, len(specs))
            layout.addWidget(heading)
            for spec in specs:
                layout.addWidget(self._entry(LayerEntry(spec)))
        layout.addWidget(self._nothing)
        layout.addStretch(1)
        return content

    def _heading(self, category: Category, num_layers: int) -> FamilyHeading:
        heading = FamilyHeading(category, num_layers)
        heading.setChecked(category not in folded.families())
        heading.toggled.connect(self._fold)
        self.headings[category] = heading
        return heading

    def _entry(self, entry: LayerEntry) -> LayerEntry:
        entry.drag_started.connect(self.drag_started)
        entry.drag_moved.connect(self.drag_moved)
        entry.drag_ended.connect(self.drag_ended)
        entry.drag_cancelled.connect(self.drag_cancelled)
        entry.chosen.connect(self.chosen)
        self.entries.append(entry)
        return entry

    def _show_matching(self) -> None:
        words = self.search.text()
        found = {entry.spec.category for entry in self.entries if entry.matches(words)}
        for entry in self.entries:
            is_open = bool(words) or self.headings[entry.spec.category].isChecked()
            entry.setVisible(is_open and entry.matches(words))
        for category, heading in self.headings.items():
            heading.setVisible(category in found)
            heading.setEnabled(not words)  # what a search found is not folded away
        self._nothing.setVisible(not found)

    def _fold(self) -> None:
        folded.remember(category for category, heading in self.headings.items() if not heading.isChecked())
        self._show_matching()

    def _choose_first(self) -> None:
        for entry in self.entries:
            if entry.matches(self.search.text()):
                self.chosen.emit(entry.spec.type)
                return
