"""Finding nodes: a bar at the top of the canvas that selects what matches and walks from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton

from engine.analysis.finding import find
from engine.project.document import Document
from gui.canvas.view import CanvasView
from gui.inspector.editor import mark
from gui.theme.appearance import appearance
from gui.theme.icons import icon

_WIDTH = 380
_MARGIN = 12
_EXAMPLES = "Name, type, shape or parameter: conv, 7×7, stride 2"


class FindBar(QFrame):
    """Hidden until it is asked for; matches are the selection, so that what is found can be edited at once."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._found: tuple[str, ...] = ()
        self._place = 0
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setObjectName("findNode")
        self.field.setPlaceholderText("Find conv, 7×7, stride 2")
        self.field.setAccessibleName("Find nodes")
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setObjectName("findCount")
        self.count.setProperty("role", "muted")
        self.count.setFixedWidth(64)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = self._button("findPrevious", "Previous (Shift+Enter)")
        self._previous.clicked.connect(self.go_back)
        self._next = self._button("findNext", "Next (Enter)")
        self._next.clicked.connect(self.go_on)
        self._close = self._button("findClose", "Close (Esc)")
        self._close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 6, 6, 6)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        for widget in (self.count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self.hide()
        canvas.installEventFilter(self)
        canvas.session.document_changed.connect(self._follow)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def open_bar(self) -> None:
        """Show the bar and take the keyboard; what was searched last can be typed over."""
        self._arrange()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(self.field.text())

    def close_bar(self) -> None:
        """Hide the bar; what was found last stays selected."""
        self.hide()
        self._canvas.setFocus()

    def go_on(self) -> None:
        """Show the next match; behind the last comes the first."""
        self._show_match(self._place + 1)

    def go_back(self) -> None:
        """Show the match before; before the first comes the last."""
        self._show_match(self._place - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._arrange()
            return False
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.go_back()
            else:
                self.go_on()
        else:
            return False
        return True

    def _search(self, query: str) -> None:
        """Select everything that matches; the view goes there only if none of it can be seen."""
        self._found = find(self._canvas.session.inference, query)
        self._place = 0 if len(self._found) == 1 else -1
        if query.strip():
            items = self._canvas.items_by_graph.nodes
            if self._found and not any(self._is_seen(node_id) for node_id in self._found):
                self._canvas.go_to(self._found[0])
            self._canvas.select(node_id for node_id in self._found if node_id in items)
        self._say()

    def _show_match(self, place: int) -> None:
        if not self._found:
            return
        self._place = place % len(self._found) if self._place >= 0 or place >= 0 else len(self._found) - 1
        match = self._found[self._place]
        if self._is_seen(match):
            self._canvas.select([match])
        else:
            self._canvas.go_to(match)
        self._say()

    def _is_seen(self, node_id: str) -> bool:
        """Whether a node lies wholly in view, and not under this bar."""
        item = self._canvas.items_by_graph.nodes.get(node_id)
        if item is None:
            return False
        area = self._canvas.mapFromScene(item.mapRectToScene(item.shape().boundingRect())).boundingRect()
        return self._canvas.viewport().rect().contains(area) and not area.intersects(self.geometry())

    def _say(self) -> None:
        query, found = self.field.text().strip(), len(self._found)
        if not query:
            self.count.setText("")
        elif self._place >= 0:
            self.count.setText(f"{self._place + 1} of {found}")
        else:
            self.count.setText(f"{found} found" if found else "none")
        mark(self.field, "Nothing matches." if query and not found else "", _EXAMPLES)
        for button in (self._previous, self._next):
            button.setEnabled(found > 0)

    def _follow(self, before: Document, after: Document) -> None:
        """Keep to the matches of the network as it is now, without taking the selection away from an edit."""
        if not self.isVisible() or after.graph is before.graph:
            return
        shown = self._found[self._place] if 0 <= self._place < len(self._found) else None
        self._found = find(self._canvas.session.inference, self.field.text())
        self._place = self._found.index(shown) if shown in self._found else -1
        self._say()

    def _arrange(self) -> None:
        width = min(_WIDTH, self._canvas.width() - 2 * _MARGIN)
        self.setFixedWidth(max(120, width))
        self.adjustSize()
        self.move(self._canvas.width() - self.width() - _MARGIN, _MARGIN)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _restyle(self) -> None:
        theme = appearance.theme
        self.setStyleSheet(
            f"#findBar {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 9px; }}"
        )
        for button, name in ((self._previous, "chevron-up"), (self._next, "chevron-down"), (self._close, "x")):
            button.setIcon(icon(name, theme.muted, theme.border))
