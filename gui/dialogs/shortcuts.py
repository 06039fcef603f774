"""The shortcut sheet: everything that keys and mouse can do, by group, to be searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.canvas.gestures import GESTURES
from gui.theme.appearance import appearance

_SIZE = (900, 620)
_NUM_COLUMNS = 2
_PLUS = re.compile(r"(?<=.)\+(?=.)")
"""Between two keys; in ``Ctrl++`` the last is a key itself."""


@dataclass(frozen=True)
class Shortcut:
    """One row of the sheet.

    Attributes:
        text: what it does.
        ways: the ways to do it, each as the keys to be struck together.
        where: on what, behind the keys; may be empty.
    """

    text: str
    ways: tuple[tuple[str, ...], ...]
    where: str = ""


@dataclass(frozen=True)
class ShortcutGroup:
    """Rows under a title."""

    title: str
    rows: tuple[Shortcut, ...]


def all_groups(bar: QMenuBar) -> tuple[ShortcutGroup, ...]:
    """Return the shortcuts of a menu bar's actions, menu by menu, and behind them the canvas's gestures."""
    gestures = (
        ShortcutGroup(title, tuple(Shortcut(gesture.text, (gesture.keys,), gesture.where) for gesture in group))
        for title, group in GESTURES.items()
    )
    return (*_menu_groups(bar), *gestures)


def _menu_groups(bar: QMenuBar) -> Iterator[ShortcutGroup]:
    for entry in bar.actions():
        menu = entry.menu()
        rows = tuple(_rows(menu)) if isinstance(menu, QMenu) else ()
        if rows:
            yield ShortcutGroup(_plain(entry.text()), rows)


def _rows(menu: QMenu) -> Iterator[Shortcut]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _rows(inner)
        elif action.shortcuts():
            yield Shortcut(_plain(action.iconText()), tuple(_keys(sequence) for sequence in action.shortcuts()))


def _keys(sequence: QKeySequence) -> tuple[str, ...]:
    return tuple(_PLUS.split(sequence.toString(QKeySequence.SequenceFormat.NativeText)))


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


class ShortcutSheet(QDialog):
    """Shows groups of shortcuts; Esc closes it."""

    def __init__(self, parent: QWidget, groups: Sequence[ShortcutGroup]) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle("Keyboard and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setObjectName("shortcutFilter")
        self.field.setPlaceholderText("Search shortcuts")
        self.field.setAccessibleName("Search shortcuts")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self._nothing = QLabel("No shortcut found.")
        self._nothing.setProperty("role", "muted")
        self._nothing.hide()
        self.boxes = [_GroupBox(group) for group in groups]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(self.field)
        layout.addWidget(self._nothing)
        layout.addWidget(self._columns(), 1)
        room = parent.size()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _columns(self) -> QScrollArea:
        """Return the groups in columns of about the same height, in their order."""
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(36)
        per_column = sum(box.num_lines for box in self.boxes) / _NUM_COLUMNS
        boxes = list(self.boxes)
        for place in range(_NUM_COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(16)
            lines, is_last = 0, place == _NUM_COLUMNS - 1
            while boxes and (is_last or lines + boxes[0].num_lines / 2 <= per_column):
                box = boxes.pop(0)
                lines += box.num_lines
                column.addWidget(box)
            column.addStretch(1)
            row.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def _filter(self, words: str) -> None:
        found = [box.show_matching(words.lower().split()) for box in self.boxes]
        self._nothing.setVisible(not any(found))

    def _restyle(self) -> None:
        theme = appearance.theme
        self.setStyleSheet(
            f"QLabel[role='key'] {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border};"
            f" border-bottom-color: {theme.edge}; border-radius: 5px; padding: 1px 7px; font-size: 12px; }}"
        )


class _GroupBox(QWidget):
    """A title and its rows."""

    def __init__(self, group: ShortcutGroup) -> None:
        super().__init__()
        self.group = group
        self.rows = [_Row(shortcut) for shortcut in group.rows]
        title = QLabel(group.title)
        title.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(title)
        for row in self.rows:
            layout.addWidget(row)

    @property
    def num_lines(self) -> int:
        """How high it is, in rows."""
        return len(self.rows) + 2

    def show_matching(self, words: Sequence[str]) -> bool:
        """Show the rows that have every word, in their text, their keys or the title; return whether any has."""
        found = [row.show_matching(words, self.group.title) for row in self.rows]
        self.setVisible(any(found))
        return any(found)


class _Row(QWidget):
    """What it does, and the keys for it."""

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.shortcut = shortcut
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        text = QLabel(shortcut.text)
        text.setProperty("role", "muted")
        layout.addWidget(text, 1)
        for place, way in enumerate(shortcut.ways):
            if place:
                layout.addWidget(_small("or"))
            for key in way:
                cap = QLabel(key)
                cap.setProperty("role", "key")
                layout.addWidget(cap)
        if shortcut.where:
            layout.addWidget(_small(shortcut.where))

    def show_matching(self, words: Sequence[str], title: str) -> bool:
        """Show the row if it has every word; return whether it has."""
        keys = (key for way in self.shortcut.ways for key in (*way, "+".join(way)))
        text = " ".join((title, self.shortcut.text, self.shortcut.where, *keys)).lower()
        matches = all(word in text for word in words)
        self.setVisible(matches)
        return matches


def _small(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "small")
    return label
