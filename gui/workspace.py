"""The open networks: tabs, in one pane or in two side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from gui.network_tab import NetworkTab


class Workspace(QWidget):
    """Holds at least one tab; the current one is where the person worked last.

    Signals:
        opened(NetworkTab), closed(NetworkTab): a tab has come or gone.
        current_changed(NetworkTab): another tab is worked in now.
    """

    opened = Signal(object)
    closed = Signal(object)
    current_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._current: NetworkTab | None = None
        self._questions: list[Callable[[NetworkTab], bool]] = []
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._splitter, 1)
        self._panes = [self._new_pane()]

    @property
    def current(self) -> NetworkTab:
        """The tab that is worked in."""
        assert self._current is not None, "the workspace has no tab yet"
        return self._current

    @property
    def tabs(self) -> list[NetworkTab]:
        """All tabs, from left to right."""
        pages = [pane.widget(place) for pane in self._panes for place in range(pane.count())]
        return [page for page in pages if isinstance(page, NetworkTab)]

    @property
    def is_split(self) -> bool:
        """Whether two panes stand side by side."""
        return len(self._panes) > 1

    def open_tab(self) -> NetworkTab:
        """Open an empty network in a tab of its own and make it the current one."""
        return self._open_in(self._pane_of(self._current) if self._current is not None else self._panes[0])

    def tab_for_opening(self) -> NetworkTab:
        """Return the tab that an opened document goes into: the current one if it is untouched, else a new one."""
        return self.current if self.current.is_untouched else self.open_tab()

    def put_above(self, bar: QWidget) -> None:
        """Give a bar its place above all networks."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, bar)

    def tab_of(self, path: Path) -> NetworkTab | None:
        """Return the tab in which a file is open, if it is."""
        wanted = path.resolve()
        return next((tab for tab in self.tabs if tab.session.path and tab.session.path.resolve() == wanted), None)

    def show_tab(self, tab: NetworkTab) -> None:
        """Make a tab the current one."""
        self._pane_of(tab).setCurrentWidget(tab)
        self._make_current(tab)
        tab.canvas.setFocus()

    def ask_before_closing(self, question: Callable[[NetworkTab], bool]) -> None:
        """Have a question asked before that of unsaved changes; it returns whether the tab may be closed."""
        self._questions.append(question)

    def may_close(self, tab: NetworkTab) -> bool:
        """Ask whatever there is to ask about a tab; return whether it may be closed."""
        return all(question(tab) for question in self._questions) and tab.files.may_discard()

    def close_tab(self, tab: NetworkTab) -> bool:
        """Close a tab, unless the person wants to keep what would be lost; return whether it was closed."""
        if not self.may_close(tab):
            return False
        pane = self._pane_of(tab)
        pane.removeTab(pane.indexOf(tab))
        if self._current is tab:
            self._current = None
        self._drop_empty_pane()
        if self._current is None:
            rest = self.tabs
            self.show_tab(rest[-1]) if rest else self.open_tab()
        self.closed.emit(tab)
        tab.deleteLater()
        return True

    def toggle_split(self) -> None:
        """Put the current network beside the others, or an empty one beside the only one; or all into one pane."""
        current = self.current
        if self.is_split:
            for tab in self.tabs:
                self._put(tab, self._panes[0])
            self._drop_empty_pane()
            self.show_tab(current)
            return
        pane = self._new_pane()
        self._panes.append(pane)
        if len(self.tabs) > 1:
            self._put(current, pane)
        else:
            self._open_in(pane)
        self._splitter.setSizes([1000, 1000])
        self._mark_panes()

    def _open_in(self, pane: QTabWidget) -> NetworkTab:
        tab = NetworkTab()
        tab.session.propose_title(self._free_title(tab.session.title))
        tab.focused.connect(partial(self._make_current, tab))
        tab.title_changed.connect(partial(self._show_title, tab))
        self.opened.emit(tab)
        self._put(tab, pane)
        return tab

    def _free_title(self, title: str) -> str:
        """Return a title that no other tab has, so that two new networks can be told apart."""
        taken = {tab.session.title for tab in self.tabs}
        numbered = (f"{title} {number}" for number in count(2))
        return title if title not in taken else next(each for each in numbered if each not in taken)

    def _new_pane(self) -> QTabWidget:
        pane = QTabWidget()
        pane.setDocumentMode(True)
        pane.setTabsClosable(True)
        pane.setMovable(True)
        pane.setTabBarAutoHide(True)
        pane.tabCloseRequested.connect(partial(self._close_at, pane))
        pane.currentChanged.connect(partial(self._show_pane, pane))
        self._splitter.addWidget(pane)
        return pane

    def _drop_empty_pane(self) -> None:
        for pane in [pane for pane in self._panes if pane.count() == 0]:
            if self.is_split:
                self._panes.remove(pane)
                pane.setParent(None)
                pane.deleteLater()
        self._mark_panes()

    def _put(self, tab: NetworkTab, pane: QTabWidget) -> None:
        pane.addTab(tab, tab.title)  # Qt takes it out of the pane where it was
        pane.setCurrentWidget(tab)
        self._make_current(tab)
        tab.canvas.setFocus()

    def _pane_of(self, tab: NetworkTab) -> QTabWidget:
        return next(pane for pane in self._panes if pane.indexOf(tab) >= 0)

    def _close_at(self, pane: QTabWidget, place: int) -> None:
        tab = pane.widget(place)
        assert isinstance(tab, NetworkTab)
        self.close_tab(tab)

    def _show_pane(self, pane: QTabWidget, place: int) -> None:
        tab = pane.widget(place)
        if isinstance(tab, NetworkTab) and tab is not self._current and self._current is not None:
            self._make_current(tab)

    def _make_current(self, tab: NetworkTab) -> None:
        if tab is not self._current:
            self._current = tab
            self._mark_panes()
            self.current_changed.emit(tab)

    def _mark_panes(self) -> None:
        """Name the network above each of two panes, and show in which one works."""
        for pane in self._panes:
            is_active = not self.is_split or (self._current is not None and pane.indexOf(self._current) >= 0)
            bar = pane.tabBar()
            pane.setTabBarAutoHide(not self.is_split)
            bar.setVisible(self.is_split or pane.count() > 1)
            if bar.property("active") != is_active:
                bar.setProperty("active", is_active)
                bar.style().unpolish(bar)
                bar.style().polish(bar)

    def _show_title(self, tab: NetworkTab) -> None:
        pane = self._pane_of(tab)
        pane.setTabText(pane.indexOf(tab), tab.title)
