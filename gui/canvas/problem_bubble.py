"""What is wrong with a node, beside it on the canvas, with the buttons that put it right."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.analysis.inference import Severity
from engine.graph.model import Graph
from gui.fix_buttons import FixButtons, node_fixes
from gui.session import Session
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel

_WIDTH = 250
_WIDEST = 380
_PADDING = 10


class ProblemBubble(QFrame):
    """A sentence and buttons over the canvas.

    Signals:
        pressed(): the person points at the sentence.
        left(): the person is done with the keyboard here.
        resized(): it takes more or less room than before.
    """

    pressed = Signal()
    left = Signal()
    resized = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[str, str, Severity] | None = None
        self._graph: Graph | None = None
        self._wants_keyboard = False
        self._text = WrappedLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self.fixes = FixButtons(session)
        self.fixes.changed.connect(self._fit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, _PADDING - 2, _PADDING, _PADDING - 2)
        layout.setSpacing(7)
        layout.addWidget(self._text)
        layout.addWidget(self.fixes)
        self.setObjectName("problem")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        appearance.changed.connect(self._restyle)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, without the name of the node."""
        return self._shown[1] if self._shown is not None else ""

    def show_problem(self, node_id: str, sentence: str, severity: Severity) -> None:
        """Say what is wrong with a node, and in a moment what would help."""
        if self._shown == (node_id, sentence, severity) and self._graph is self._session.graph:
            return  # the view was only moved
        self._graph = self._session.graph
        if self._shown != (node_id, sentence, severity):
            name = self._graph.nodes[node_id].name
            self._shown = (node_id, sentence, severity)
            self._text.show_text(f"<b>{escape(name)}</b>: {escape(sentence)}")
            self._restyle()
            self._fit()
        self.fixes.show_problem((node_id, sentence), partial(node_fixes, self._session, node_id))

    def clear(self) -> None:
        """Be hidden, and look for no fixes."""
        if self.has_keyboard:
            self.left.emit()
        self._shown, self._graph, self._wants_keyboard = None, None, False
        self.fixes.show_problem(None, None)
        self.hide()

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to one of its buttons."""
        focused = self.focusWidget() if self.isAncestorOf(self.window().focusWidget()) else None
        return focused is not None or self.hasFocus()

    def take_keyboard(self) -> None:
        """Let keys go to the first button, as soon as there is one."""
        self._wants_keyboard = True
        self.setFocus()
        self._give_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def _give_keyboard(self) -> None:
        if self._wants_keyboard and self.fixes.buttons:
            self._wants_keyboard = False
            self.fixes.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        """Take the width of the widest button and the height of the text at that width."""
        self._text.ensurePolished()
        for button in self.fixes.buttons:
            button.setAutoDefault(True)  # or Return would do nothing
        widest = max((button.sizeHint().width() for button in self.fixes.buttons), default=0)
        width = min(max(_WIDTH, widest + 2 * _PADDING + 2), _WIDEST)
        inner = width - 2 * _PADDING - 2
        height = self._text.heightForWidth(inner) + 2 * (_PADDING - 2) + 2
        if self.fixes.buttons:
            height += 7 + self.fixes.layout().sizeHint().height()  # type: ignore[union-attr]
        self.setFixedSize(width, height)
        self._give_keyboard()
        self.resized.emit()

    def _restyle(self) -> None:
        theme = appearance.theme
        is_error = self._shown is None or self._shown[2] is Severity.ERROR
        color = theme.danger if is_error else theme.warning
        self.setStyleSheet(
            f"#problem {{ background: {theme.panel}; border: 1px solid {color}; border-radius: 7px; }}"
            f"#problem QLabel {{ font-size: 12px; color: {theme.text}; }}"
            "#problem QPushButton { font-size: 12px; padding: 4px 9px; text-align: left; }"
        )
