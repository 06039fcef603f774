"""The one run and the open networks: whose run it is, what the live views follow, and who is asked before it ends."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.errors import ConvCanvasError, TrainingError
from engine.graph.diff import computes_the_same
from engine.project.document import Document
from engine.runs.folder import RunFolder
from engine.runs.going_on import accumulate, lengthen
from engine.runs.listing import entry
from engine.training.config import TrainingConfig
from engine.training.events import RunEvent, RunExtended
from engine.training.longer import Longer
from gui.dialogs.run_question import may_lose_run
from gui.network_tab import NetworkTab
from gui.runs.places import RunPlaces
from gui.training.run_session import RunSession, RunState
from gui.workspace import Workspace

if TYPE_CHECKING:
    from gui.training.live_views import LiveViews

_AS_PLANNED = Longer()


class Running(QObject):
    """Starts the runs of a workspace's networks, and tells their tabs and the live views about them.

    Signals:
        said(str): a sentence for the person.
        resumed(): a run from the list goes on.
    """

    said = Signal(str)
    resumed = Signal()

    def __init__(self, session: RunSession, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._session = session
        self._workspace = workspace
        self._views: LiveViews | None = None
        self._tab: NetworkTab | None = None
        self._begun_with: TrainingConfig | None = None
        self.places = RunPlaces()
        session.state_changed.connect(self._show_state)
        session.event_received.connect(self._take)
        workspace.opened.connect(self._welcome)
        workspace.closed.connect(self._forget)
        workspace.current_changed.connect(self._follow)
        workspace.ask_before_closing(self._may_close)

    @property
    def tab(self) -> NetworkTab | None:
        """The network whose run is shown; None without a run."""
        return self._tab

    @property
    def is_edited(self) -> bool:
        """Whether the network or its settings are not those of the run any more."""
        graph, tab = self._session.graph, self._tab
        if graph is None or tab is None:
            return False
        is_same = computes_the_same(graph, tab.session.graph)
        return not is_same or self._begun_with != tab.session.document.training

    def start(self, tab: NetworkTab) -> None:
        """Start a run of a network and its settings as they are now, in place of the former run."""
        self._tab = tab
        tab.num_runs += 1
        title = f"{tab.session.title} · run {tab.num_runs:,}"
        folder = self._new_folder(tab, title)
        self._begun_with = tab.session.document.training
        self._session.start(tab.session.graph, self._begun_with, title, folder)
        self._follow()

    def lengthen(self, longer: Longer) -> None:
        """Have the run that is shown go on for longer, whether it is under way or over."""
        if self._session.is_under_way:
            self._session.lengthen(longer)
        elif self._session.folder is not None:
            self.go_on(self._session.folder, replace(longer, epochs=max(longer.epochs, self._epochs_for(longer.steps))))

    def resume(self) -> None:
        """Have the run that is shown go on from its last checkpoint, if it is kept."""
        if self._session.folder is not None:
            self.go_on(self._session.folder)

    def take_setting(self, name: str, value: int) -> None:
        """Change a setting of the network whose run is shown, as the run itself proposed it.

        The same batch in more parts is the same run: one that is kept goes on with it.
        """
        if self._tab is None:
            return
        self._tab.session.set_training(name, value)
        folder = self._session.folder
        if name != "accumulation" or folder is None:
            self.said.emit(f"{name} is {value:,} now, for the next run. Press Train to begin it.")
            return
        try:
            accumulate(folder, value)
        except (ConvCanvasError, OSError) as error:
            self.said.emit(str(error))
            return
        self.go_on(folder)

    def _epochs_for(self, steps: int) -> int:
        """Return the epochs that have to be added for a run that is over to take so many steps more."""
        started, records = self._session.started, self._session.records
        if not steps or started is None:
            return 0
        taken = int(records["step"][-1]) if len(records) else 0
        return max(0, math.ceil((taken + steps) / started.steps_per_epoch) - started.epochs)

    def go_on(self, folder: RunFolder, longer: Longer = _AS_PLANNED) -> None:
        """Go on with the run in a folder, in place of the run that is shown, in a tab that has its network.

        Args:
            folder: of a run.
            longer: by how much it is to be longer than planned.
        """
        try:
            document = lengthen(folder, longer)
        except (ConvCanvasError, OSError) as error:
            self.said.emit(str(error))
            return
        title = entry(folder).name
        self._tab = self._tab_of(document, title)
        self._begun_with = document.training
        self._session.start(document.graph, document.training, title, folder, Longer(steps=longer.steps))
        self._workspace.show_tab(self._tab)
        self._follow()
        self.resumed.emit()

    def _tab_of(self, document: Document, title: str) -> NetworkTab:
        """Return the tab with a run's network, opened anew if there is none."""
        for tab in self._workspace.tabs:
            if computes_the_same(document.graph, tab.session.graph):
                return tab
        tab = self._workspace.tab_for_opening()
        tab.session.open_unsaved(document, title=title)
        tab.canvas.zoom_to_fit()
        return tab

    def _new_folder(self, tab: NetworkTab, title: str) -> RunFolder | None:
        """Return the folder of a new run; None where none is kept, which the person is told if it was to be."""
        root = self.places.root_of(tab.session.path)
        if root is None:
            return None
        try:
            return RunFolder.create(root, tab.session.document, title)
        except TrainingError as error:
            self.said.emit(f"{error} This run is not kept.")
            return None

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, RunExtended) and event.note:
            self.said.emit(event.note)

    def set_views(self, views: LiveViews) -> None:
        """Show the run in these views from now on."""
        self._views = views
        self._follow()

    def _welcome(self, tab: NetworkTab) -> None:
        tab.canvas.selection_changed.connect(self._follow)
        tab.settings.transfer.choice.set_places(self.places)
        tab.session.document_changed.connect(partial(self._compare, tab))
        self._show_run(tab)

    def _forget(self, tab: NetworkTab) -> None:
        if tab is self._tab:
            self._tab = None
            self._session.close()

    def _may_close(self, tab: NetworkTab) -> bool:
        if tab is not self._tab:
            return True
        if self._session.is_under_way or self._session.has_unsaved_result:
            self._workspace.show_tab(tab)  # so that one sees what is asked about
        return may_lose_run(tab.window(), self._session)

    # What the person is shown

    def _show_state(self, state: RunState) -> None:
        for tab in self._workspace.tabs:
            self._show_run(tab)
        self._show_remark()

    def _show_run(self, tab: NetworkTab) -> None:
        title = self._session.title if self._session.is_under_way else ""
        tab.settings.show_run(title, is_own=tab is self._tab)

    def _compare(self, tab: NetworkTab, *documents: object) -> None:
        if tab is self._tab:
            self._show_remark()

    def _show_remark(self) -> None:
        is_edited = self.is_edited
        for tab in self._workspace.tabs:
            tab.settings.show_edited(is_edited and tab is self._tab and self._session.is_under_way)
        if self._views is not None and self._tab is not None:
            self._views.header.show_remark(self._remark(is_edited))

    def _remark(self, is_edited: bool) -> str:
        if self._tab is not None and self._tab is not self._workspace.current:
            return "not the network that you work in"
        if is_edited:
            return "edited since: changes apply to the next run"
        return ""

    def _follow(self, *news: object) -> None:
        """Have the live views show what is selected in the run's network, or in the current one without a run."""
        if self._views is None:
            return
        tab = self._tab or self._workspace.current
        selected = tab.canvas.selected_ids()
        if len(selected) == 1:
            self._views.set_selection(selected[0], tab.session.graph.nodes[selected[0]].name)
        else:
            self._views.set_selection(None)
        self._show_remark()
