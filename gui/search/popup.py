"""A list to choose from by typing: opens where the hand is, and is gone when it has been answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from gui.search.match_list import ROW_HEIGHT, MatchDelegate, MatchList
from gui.search.ranking import Entry, rank
from gui.theme.appearance import appearance

_WIDTH = 400
_MOST_ROWS = 8
_MARGIN = 8

_RETURNING = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard goes away for a moment only: another window, a context menu."""

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


class SearchPopup(QFrame):
    """Lies over its window until an entry is chosen, Esc is struck, or something else is pressed.

    It is a child of the window rather than a window of its own, so that the desktop cannot take the keyboard from it.

    Signals:
        chosen(str, str): kind and name of the entry; the popup is closed already.
        closed(bool): it is gone, whether or not anything was chosen; whether it had the keyboard until then.
    """

    chosen = Signal(str, str)
    closed = Signal(bool)

    def __init__(self, window: QWidget, entries: Sequence[Entry], *, prompt: str, hints: Mapping[str, str]) -> None:
        """Make a popup over a window.

        Args:
            window: the top-level window.
            entries: what there is to choose from, in the order of the list while nothing is typed.
            prompt: what the empty field says.
            hints: what choosing does, said at the foot, by the kind of the entry.
        """
        super().__init__(window)
        self._window = window
        self._entries = tuple(entries)
        self._hints = hints
        self._is_open = True
        self.setObjectName("searchPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setObjectName("layerSearch")
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self._matches = MatchList(self)
        self.list = QListView()
        self.list.setObjectName("searchMatches")
        self.list.setAccessibleName("What was found")
        self.list.setModel(self._matches)
        self.list.selectionModel().currentChanged.connect(self._show_hint)
        self.list.setItemDelegate(MatchDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._choose)
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._nothing.setContentsMargins(10, 8, 10, 8)
        self._hint = QLabel(" ")
        self._hint.setProperty("role", "small")
        self._hint.setContentsMargins(10, 3, 10, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 7, 7, 4)
        layout.setSpacing(5)
        for widget in (self.field, self.list, self._nothing, self._hint):
            layout.addWidget(widget)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.setFixedWidth(min(_WIDTH, window.width() - 2 * _MARGIN))
        self._restyle()
        self._search("")

    def open_at(self, place: QPoint) -> None:
        """Show with the field at a place in the window, but wholly inside it, and take the keyboard."""
        window = self._window
        height = self._height(min(_MOST_ROWS, len(self._entries)))  # does not jump while the list gets shorter
        room = window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        x = min(max(place.x() - 24, room.left()), max(room.left(), room.right() - self.width()))
        y = min(max(place.y() - 18, room.top()), max(room.top(), room.bottom() - height))
        self.move(x, y)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def dismiss(self) -> None:
        """Close without an answer."""
        if not self._is_open:
            return
        self._is_open = False
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        had_keyboard = self._window.focusWidget() is self.field
        self.hide()
        self.closed.emit(had_keyboard)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.field:
            return self._watch_window(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _RETURNING:
            self.dismiss()
        return False

    def _watch_window(self, event: QEvent) -> bool:
        """Close on a press anywhere else; the press still does there what it does."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            inside = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
            if not inside.contains(event.globalPosition().toPoint()):
                self.dismiss()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True

    def _step(self, rows: int) -> None:
        count = self._matches.rowCount()
        if count == 0:
            return
        row = self.list.currentIndex().row() + rows
        if abs(rows) > 1:
            row = min(max(row, 0), count - 1)
        self.list.setCurrentIndex(self._matches.index(row % count))

    def _search(self, query: str) -> None:
        matches = rank(self._entries, query)
        self._matches.show_matches(matches)
        rows = min(_MOST_ROWS, len(matches))
        self.list.setFixedHeight(rows * ROW_HEIGHT)
        self.list.setVisible(bool(matches))
        self._nothing.setVisible(not matches)
        self._nothing.setText("Nothing fits here." if not self._entries else f"Nothing found for “{query.strip()}”.")
        self._hint.setVisible(bool(matches))
        self.setFixedHeight(self._height(rows))
        if matches:
            self.list.setCurrentIndex(self._matches.index(0))
            self.list.scrollToTop()

    def _show_hint(self, index: QModelIndex) -> None:
        entry = self._matches.entry(index)
        if entry is not None:
            self._hint.setText(self._hints.get(entry.kind, ""))

    def _choose(self, index: QModelIndex) -> None:
        entry = self._matches.entry(index)
        if entry is not None and self._is_open:
            self.dismiss()
            self.chosen.emit(entry.kind, entry.name)

    def _height(self, rows: int) -> int:
        foot = self._hint.sizeHint().height() if rows else self._nothing.sizeHint().height() - 5
        return 7 + self.field.sizeHint().height() + 5 + rows * ROW_HEIGHT + 5 + foot + 4

    def _restyle(self) -> None:
        theme = appearance.theme
        self.setStyleSheet(
            f"#searchPopup {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 10px; }}"
            f" QListView {{ background: transparent; outline: none; }}"
            f" QLineEdit {{ font-size: 14px; padding: 6px 9px; border-radius: 7px; }}"
        )
