"""Goes through what does not fit at once, a page at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.theme.appearance import appearance
from gui.theme.icons import icon


class Pager(QWidget):
    """Two buttons; hidden where there is one page.

    Signals:
        turned(): another page is wanted.
    """

    turned = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """Make one on the first of one page; ``what`` names what is paged through, in the buttons' tooltips."""
        super().__init__(parent)
        self._page, self._num_pages = 0, 1
        self.back, self.on = _button(f"Previous {what}"), _button(f"Next {what}")
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.back)
        layout.addWidget(self.on)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.set_num_pages(1)

    @property
    def page(self) -> int:
        """The page that is wanted, from 0."""
        return self._page

    def set_num_pages(self, count: int) -> None:
        """Say how many pages there are; the present one stays, if there still is one such."""
        self._num_pages = max(1, count)
        self._page = min(self._page, self._num_pages - 1)
        self.setVisible(count > 1)
        self._show_ends()

    def reset(self) -> None:
        """Begin anew: with other things."""
        self._page = 0
        self.set_num_pages(1)

    def turn(self, num_pages: int) -> None:
        """Go on by so many pages, back by a negative number; no further than the first and the last."""
        page = min(max(self._page + num_pages, 0), self._num_pages - 1)
        if page != self._page:
            self._page = page
            self._show_ends()
            self.turned.emit()

    def _turn_back(self) -> None:
        self.turn(-1)

    def _turn_on(self) -> None:
        self.turn(1)

    def _show_ends(self) -> None:
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page < self._num_pages - 1)

    def _restyle(self) -> None:
        theme = appearance.theme
        for button, name in ((self.back, "chevron-left"), (self.on, "chevron-right")):
            button.setIcon(icon(name, theme.text, theme.border))


def _button(tooltip: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(tooltip)
    button.setIconSize(QSize(14, 14))
    button.setStyleSheet("padding: 1px; border-radius: 4px;")
    return button
