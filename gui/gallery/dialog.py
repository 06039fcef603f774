"""The gallery: every preset as a card, to be filtered, looked at and opened."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gui.gallery.card_view import CardView
from gui.gallery.details import PresetDetails
from gui.gallery.drafts import Drafts
from gui.gallery.portraits import Portraits
from gui.gallery.sections import shelf
from presets import registry as presets

_SIZE = (1150, 760)
_FROM_FIELD = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class GalleryDialog(QDialog):
    """Lets the person choose a preset.

    Signals:
        preset_chosen(Wish): it is to be opened.
    """

    preset_chosen = Signal(object)

    def __init__(self, drafts: Drafts, portraits: Portraits, parent: QWidget) -> None:
        super().__init__(parent)
        self._drafts, self._portraits = drafts, portraits
        self.setObjectName("gallery")
        self.setWindowTitle("Gallery of networks")
        self.field = QLineEdit()
        self.field.setObjectName("galleryFilter")
        self.field.setPlaceholderText("Search by name, author, year or what was new")
        self.field.setAccessibleName("Search presets")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.cards = CardView(drafts, portraits)
        self.details = PresetDetails(drafts, portraits)
        self._nothing = QLabel("No preset found.")
        self._nothing.setProperty("role", "muted")
        self._area = QScrollArea()
        self._build(parent)
        self.cards.current_changed.connect(self._look_at)
        self.cards.chosen.connect(self._choose)
        self.cards.revealed.connect(self._reveal)
        self.details.open_requested.connect(self._choose)
        self.begin()

    def begin(self) -> None:
        """Show all presets, with the cursor in the filter."""
        self.field.clear()
        self._filter("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that go from card to card do so while one types in the filter."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _FROM_FIELD:
                return self.cards.go(key)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def done(self, result: int) -> None:
        """Close, and build no more."""
        self._drafts.forget_wishes()
        self._portraits.forget_wishes()
        super().done(result)

    def _build(self, parent: QWidget) -> None:
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.cards)
        left = QVBoxLayout()
        left.setContentsMargins(18, 16, 10, 8)
        left.setSpacing(10)
        for widget in (self.field, self._nothing, self._area):
            left.addWidget(widget, 1 if widget is self._area else 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.details)
        self.resize(min(_SIZE[0], parent.width() - 40), min(_SIZE[1], parent.height() - 50))

    def _filter(self, query: str) -> None:
        found = shelf(presets.all_presets(), query)
        self._nothing.setVisible(not found.sections)
        self.cards.show_shelf(found)

    def _look_at(self, name: str) -> None:
        self.details.show_preset(presets.get(name) if name else None)

    def _choose(self, name: str = "") -> None:
        wish = self.details.wish
        if wish is not None:
            self.preset_chosen.emit(wish)
            self.accept()

    def _reveal(self, part: QRect) -> None:
        """Scroll a card into sight, and the name of its family with the first row."""
        self._area.ensureVisible(part.center().x(), part.top() - 20, 0, 16)
        self._area.ensureVisible(part.center().x(), part.bottom(), 0, 8)
