"""What a program that did not come to its end has left: a bar above the canvas that offers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.project.autosave import Leftover
from gui.plots.elided_label import ElidedLabel
from gui.theme.appearance import appearance
from gui.theme.icons import pixmap

_VISIBLE_ROWS = 4
_ROW_HEIGHT = 34


class LeftoversBar(QFrame):
    """Shown while there is something to open or discard; it waits as long as the person likes.

    Signals:
        open_requested(Leftover), discard_requested(Leftover): what is to be done with one of them.
    """

    open_requested = Signal(object)
    discard_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leftovers")
        self._rows: dict[Leftover, QWidget] = {}
        self._icon = QLabel()
        self._title = ElidedLabel(role="strong")  # elided, so that no narrow canvas makes the window wider
        later = QPushButton("Later")
        later.setObjectName("later")
        later.setToolTip("Hide this bar; what it lists is offered again at the next start")
        later.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(later)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        rows = QWidget()
        rows.setLayout(self._list)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._area)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_leftovers(self, leftovers: Sequence[Leftover]) -> None:
        """Offer these."""
        for leftover in leftovers:
            row = self._row(leftover)
            self._rows[leftover] = row
            self._list.addWidget(row)
        self._fit()

    def remove(self, leftover: Leftover) -> None:
        """Take one off the list: it was opened or discarded."""
        row = self._rows.pop(leftover)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._fit()

    def _row(self, leftover: Leftover) -> QWidget:
        row = QWidget()
        row.setFixedHeight(_ROW_HEIGHT)
        name = QLabel(leftover.title)
        name.setProperty("role", "strong")
        name.setToolTip(str(leftover.path or ""))
        place = ElidedLabel(f"{when(leftover.saved_at, datetime.now())}  ·  {where(leftover.path)}", role="muted")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(26, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(name)
        layout.addWidget(place, 1)
        for text, request in (("Open", self._request_open), ("Discard", self._request_discard)):
            button = QPushButton(text)
            button.setObjectName(f"{text.lower()}:{leftover.title}")
            button.setAccessibleName(f"{text} {leftover.title}")
            button.setProperty("primary", text == "Open")
            button.clicked.connect(partial(request, leftover))
            layout.addWidget(button)
        return row

    def _request_open(self, leftover: Leftover, checked: bool = False) -> None:
        self.open_requested.emit(leftover)

    def _request_discard(self, leftover: Leftover, checked: bool = False) -> None:
        self.discard_requested.emit(leftover)

    def _fit(self) -> None:
        count = len(self._rows)
        what = "A network was" if count == 1 else f"{count} networks were"
        self._title.set_text(f"{what} not saved when ConvCanvas ended unexpectedly")
        self._area.setFixedHeight(min(count, _VISIBLE_ROWS) * _ROW_HEIGHT)
        self.setVisible(count > 0)

    def _restyle(self) -> None:
        theme = appearance.theme
        self._icon.setPixmap(pixmap("history", theme.warning, 18, self.devicePixelRatioF()))
        self.setStyleSheet(
            f"#leftovers {{ background: {theme.panel}; border: none; border-bottom: 1px solid {theme.border}; }}"
            " QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }"
            " QPushButton { padding: 3px 12px; }"
            ' QLabel[role="strong"] { font-weight: 600; }'
        )


def when(time: datetime, now: datetime) -> str:
    """Return a time as one says it: ``today, 14:05``, ``yesterday, 9:30``, ``3 March, 14:05``."""
    clock = f"{time.hour}:{time:%M}"
    days = (now.date() - time.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]}, {clock}"
    year = f" {time.year}" if time.year != now.year else ""
    return f"{time.day} {time:%B}{year}, {clock}"


def where(path: Path | None) -> str:
    """Return the folder of a project as one says it; the home folder is ``~``."""
    if path is None:
        return "never saved to a file"
    folder, home = path.parent, Path.home()
    return f"~/{folder.relative_to(home)}".removesuffix("/.") if folder.is_relative_to(home) else str(folder)
