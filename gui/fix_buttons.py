"""Buttons that solve a problem: each makes an ordinary edit, to be undone like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.analysis.fixes import Fix, fixes, graph_fixes
from gui.session import Session
from gui.theme.appearance import appearance
from gui.theme.icons import icon

FindFixes = Callable[[], Sequence[Fix]]

_DELAY_MS = 60
"""Fixes are tried out one by one, which takes 20 ms in a network of 500 nodes: after the canvas has shown the edit."""

_MOST = 4


class FixButtons(QWidget):
    """A column of buttons under the text of a problem; takes no room while there is none.

    Signals:
        changed(): there are other buttons than before.
    """

    changed = Signal()

    def __init__(self, session: Session, turn: int = 0) -> None:
        """Make them for a session; of several problems shown together each has its ``turn``."""
        super().__init__()
        self._session = session
        self._turn = turn
        self._find: FindFixes | None = None
        self._problem: object = None
        self._fixes: tuple[Fix, ...] = ()
        self.buttons: list[QPushButton] = []
        self._made: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(5)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look_for_fixes)
        appearance.changed.connect(self._recolor)
        self.hide()

    def show_problem(self, problem: object, find: FindFixes | None) -> None:
        """Show what ``find`` will return in a moment; None shows nothing.

        Args:
            problem: whatever tells one problem from another: buttons of the same one stay meanwhile.
            find: returns the fixes of the network as it is then.
        """
        if problem != self._problem or find is None:
            self._show_fixes(())
        self._problem, self._find = problem, find
        if find is None:
            self._timer.stop()
        else:
            self._timer.start(_DELAY_MS * (1 + self._turn))

    def _look_for_fixes(self) -> None:
        if self._find is not None:
            self._show_fixes(self._find()[:_MOST])

    def _show_fixes(self, found: Sequence[Fix]) -> None:
        """Put these in place of the buttons; buttons stay where the titles do, so that none jumps under the hand."""
        is_other = [fix.title for fix in found] != [fix.title for fix in self._fixes]
        if is_other:
            while len(self._made) < len(found):
                self._made.append(self._button(len(self._made)))
            self.buttons = self._made[: len(found)]
            for place, button in enumerate(self._made):
                _name(button, found[place].title if place < len(found) else "")
        self._fixes = tuple(found)
        self.setVisible(bool(self.buttons))
        if is_other:
            self.changed.emit()

    def _button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setIcon(icon("wrench", appearance.theme.accent))
        button.clicked.connect(partial(self._apply, place))
        self._layout.addWidget(button)
        return button

    def _apply(self, place: int, checked: bool = False) -> None:
        fix = self._fixes[place]
        self._session.edit(fix.title, fix.apply)

    def _recolor(self) -> None:
        for button in self._made:
            button.setIcon(icon("wrench", appearance.theme.accent))


def _name(button: QPushButton, title: str) -> None:
    """Have a button stand for the fix of that title, or for none; buttons are used again, not deleted."""
    button.setText(f" {title}")  # a style sheet cannot keep an icon off the text
    button.setObjectName(f"fix:{title}" if title else "")
    button.setToolTip(f"{title}. It can be undone.")
    button.setVisible(bool(title))


def node_fixes(session: Session, node_id: str) -> Sequence[Fix]:
    """Return the fixes of a node's problem as the network is now; none if the node is gone."""
    return fixes(session.graph, session.inference, node_id) if node_id in session.graph.nodes else ()


def network_fixes(session: Session) -> Sequence[Fix]:
    """Return the fixes of what is wrong with the network as a whole."""
    return graph_fixes(session.graph, session.inference)
