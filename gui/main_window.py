"""The window: puts canvas, palette, inspector, training and live views together and connects them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from engine.graph.model import Graph
from gui.actions import Actions
from gui.canvas.empty_hint import EmptyHint
from gui.canvas.interactions.place_layer import PlaceLayer
from gui.canvas.view import CanvasView
from gui.inspector.inspector import Inspector
from gui.palette.palette import Palette
from gui.project_files import ProjectFiles
from gui.session import Session
from gui.theme.appearance import appearance
from gui.theme.icons import icon
from gui.training.run_bar import RunBar
from gui.training.run_session import RunSession, RunState
from gui.training.settings import TrainingSettings
from presets import registry as presets

if TYPE_CHECKING:
    from gui.training.live_views import LiveViews

_PALETTE_WIDTH = 204
_INSPECTOR_WIDTH = 320
_LIVE_WIDTH = 440
_SIZE = QSize(1440, 900)
_FRAME = QSize(4, 28)
"""Room for the frame that the desktop draws around the window."""


class MainWindow(QMainWindow):
    """One project.

    Signals:
        painted(): the window is on the screen for the first time.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.run_session = RunSession()
        self.files = ProjectFiles(self, self.session)
        self.actions_ = Actions.make(self)
        self.canvas = CanvasView(self.session)
        self.palette_ = Palette()
        self.inspector = Inspector(self.session)
        self.settings = TrainingSettings(self.session)
        self.run_bar = RunBar(self.run_session)
        self.live_views: LiveViews | None = None
        self._was_painted = False
        self.setCentralWidget(self.canvas)
        self._hint = EmptyHint(self.canvas, presets.all_presets()[0].title)
        self._dock_panels()
        self._build_tool_bar()
        self._build_menus()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addPermanentWidget(self.run_bar, 1)
        self._connect()
        self.resize((self.screen().availableSize() - _FRAME).boundedTo(_SIZE))
        self._show_history()
        self._show_run_state(self.run_session.state)

    # Building

    def _dock_panels(self) -> None:
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.setDockNestingEnabled(True)
        self._dock("Layers", self.palette_, Qt.DockWidgetArea.LeftDockWidgetArea, _PALETTE_WIDTH)
        inspector = self._inspector_dock = self._dock("Inspector", self.inspector, right, _INSPECTOR_WIDTH)
        training = self._dock("Training", self.settings, right, _INSPECTOR_WIDTH)
        self._live_dock = QDockWidget("Live views", self)
        self._live_dock.setObjectName("Live views")
        self.addDockWidget(right, self._live_dock)
        self.splitDockWidget(self._live_dock, inspector, Qt.Orientation.Horizontal)
        self.splitDockWidget(inspector, training, Qt.Orientation.Vertical)
        self._live_dock.hide()
        self.resizeDocks([inspector, training], [340, 400], Qt.Orientation.Vertical)

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title)
        dock.setWidget(widget)
        widget.setMinimumWidth(width)
        self.addDockWidget(area, dock)
        return dock

    def _build_tool_bar(self) -> None:
        bar = QToolBar("Tools")
        bar.setObjectName("Tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        actions = self.actions_
        bar.addActions([actions.new, actions.open, actions.save])
        bar.addSeparator()
        bar.addActions([actions.undo, actions.redo])
        bar.addSeparator()
        self._presets_button = QToolButton()
        self._presets_button.setObjectName("presetsButton")
        self._presets_button.setText(" Presets")
        self._presets_button.setToolTip("Open a classic network")
        self._presets_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._presets_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._presets_button.setMenu(self._presets_menu())
        bar.addWidget(self._presets_button)
        bar.addAction(actions.fit)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addActions([actions.live_views, actions.theme])
        self.addToolBar(bar)

    def _presets_menu(self) -> QMenu:
        menu = QMenu("&Presets", self)
        for preset in presets.all_presets():
            action = menu.addAction(f"{preset.title}  ·  {preset.year}")
            action.setObjectName(f"preset:{preset.name}")
            action.setToolTip(preset.summary)
            action.triggered.connect(partial(self.open_preset, preset.name))
        menu.setToolTipsVisible(True)
        return menu

    def _build_menus(self) -> None:
        actions = self.actions_
        file_menu = self.menuBar().addMenu("&File")
        file_menu.addActions([actions.new, actions.open, actions.save, actions.save_as])
        file_menu.addSeparator()
        file_menu.addAction(actions.quit)
        edit_menu = self.menuBar().addMenu("&Edit")
        edit_menu.addActions([actions.undo, actions.redo])
        edit_menu.addSeparator()
        edit_menu.addActions([actions.delete, actions.select_all])
        self.menuBar().addMenu(self._presets_menu())
        view_menu = self.menuBar().addMenu("&View")
        view_menu.addActions([actions.fit, actions.actual_size, actions.zoom_in, actions.zoom_out])
        view_menu.addSeparator()
        view_menu.addActions([dock.toggleViewAction() for dock in self.findChildren(QDockWidget)[:3]])
        view_menu.addAction(actions.live_views)
        view_menu.addSeparator()
        view_menu.addAction(actions.theme)
        run_menu = self.menuBar().addMenu("&Run")
        run_menu.addActions([actions.train, actions.pause, actions.stop])

    def _connect(self) -> None:
        actions, canvas, session = self.actions_, self.canvas, self.session
        actions.new.triggered.connect(self._new)
        actions.open.triggered.connect(self._open)
        actions.save.triggered.connect(self.files.save)
        actions.save_as.triggered.connect(self.files.save_as)
        actions.quit.triggered.connect(self.close)
        actions.undo.triggered.connect(session.undo)
        actions.redo.triggered.connect(session.redo)
        actions.delete.triggered.connect(canvas.delete_selected)
        actions.select_all.triggered.connect(canvas.select_all)
        actions.fit.triggered.connect(canvas.zoom_to_fit)
        actions.actual_size.triggered.connect(canvas.zoom_to_actual_size)
        actions.zoom_in.triggered.connect(partial(canvas.zoom_by, 1.25))
        actions.zoom_out.triggered.connect(partial(canvas.zoom_by, 0.8))
        actions.live_views.toggled.connect(self.show_live_views)
        self._live_dock.visibilityChanged.connect(self._show_live_action)
        actions.theme.triggered.connect(appearance.toggle)
        actions.train.triggered.connect(self.train)
        actions.pause.triggered.connect(self._pause_or_resume)
        actions.stop.triggered.connect(self.run_session.stop)
        self.settings.train_requested.connect(self.train)
        self._hint.preset_requested.connect(partial(self.open_preset, presets.all_presets()[0].name))
        self.palette_.drag_started.connect(self._begin_placing)
        self.palette_.drag_moved.connect(self._move_placing)
        self.palette_.drag_ended.connect(self._end_placing)
        self.palette_.drag_cancelled.connect(canvas.cancel)
        self.palette_.chosen.connect(canvas.append_layer)
        canvas.selection_changed.connect(self._show_selection)
        self.inspector.node_chosen.connect(self._go_to)
        session.history_changed.connect(self._show_history)
        self.run_session.state_changed.connect(self._show_run_state)
        appearance.changed.connect(self._recolor)
        self._recolor()

    # Placing layers from the palette

    def _begin_placing(self, type_: str) -> None:
        self.canvas.begin(PlaceLayer(self.canvas, type_))

    def _move_placing(self, point: QPoint) -> None:
        self.canvas.move_to(self.canvas.scene_point(point))

    def _end_placing(self, point: QPoint) -> None:
        self.canvas.finish(self.canvas.scene_point(point))
        self.canvas.setFocus()

    # What the actions do

    def open_preset(self, name: str) -> None:
        """Put a preset in place of the network, as an edit that can be undone."""
        preset = presets.get(name)
        graph = preset.build()

        def put(current: Graph) -> Graph:
            return graph

        self.session.edit(f"Open {preset.title}", put)
        self.canvas.zoom_to_fit()
        self.canvas.setFocus()

    def train(self) -> None:
        """Start a run of the network and settings as they are now."""
        problems = self.session.inference.problems
        if problems:
            self.canvas.notice.show_text(self.session.sentence(problems[0]), passing=True)
            return
        self.show_live_views(True)
        self.run_session.start(self.session.graph, self.session.document.training)

    def show_live_views(self, shown: bool) -> None:
        """Show or hide the live views; they are made when they are first shown."""
        if shown and self.live_views is None:
            from gui.training.live_views import LiveViews

            self.live_views = LiveViews(self.run_session)
            self._live_dock.setWidget(self.live_views)
            self._show_selection(tuple(item.node.id for item in self.canvas.selected_nodes()))
        if shown == self._live_dock.isVisible():
            return
        inspector_width = self.inspector.width()
        self._live_dock.setVisible(shown)
        docks = [self._live_dock, self._inspector_dock] if shown else [self._inspector_dock]
        # Otherwise Qt gives the room of a hidden dock to its neighbour and not to the canvas.
        self.resizeDocks(docks, [_LIVE_WIDTH, inspector_width][-len(docks) :], Qt.Orientation.Horizontal)

    def _new(self) -> None:
        if self.files.new():
            self.canvas.zoom_to_fit()

    def _open(self) -> None:
        if self.files.open():
            self.canvas.zoom_to_fit()

    def _pause_or_resume(self) -> None:
        if self.run_session.state is RunState.PAUSED:
            self.run_session.resume()
        else:
            self.run_session.pause()

    def _go_to(self, node_id: str) -> None:
        self.canvas.select([node_id])
        self.canvas.look_at(self.canvas.items_by_graph.nodes[node_id].pos())

    # What the window shows

    def _show_selection(self, node_ids: tuple[str, ...]) -> None:
        self.inspector.show_selection(node_ids)
        if self.live_views is not None and len(node_ids) == 1:
            self.live_views.set_selection(node_ids[0], self.session.graph.nodes[node_ids[0]].name)
        elif self.live_views is not None:
            self.live_views.set_selection(None)

    def _show_history(self) -> None:
        actions, history = self.actions_, self.session.history
        for action, verb, label in (
            (actions.undo, "Undo", history.undo_label),
            (actions.redo, "Redo", history.redo_label),
        ):
            action.setEnabled(label is not None)
            action.setText(f"&{verb} {label}" if label else f"&{verb}")
            action.setToolTip(f"{action.text().replace('&', '')} ({action.shortcut().toString()})")
        self.setWindowTitle(f"{self.session.title}[*] – ConvCanvas")
        self.setWindowModified(not history.is_saved)

    def _show_run_state(self, state: RunState) -> None:
        is_running = state in (RunState.STARTING, RunState.RUNNING, RunState.PAUSED)
        self.actions_.pause.setEnabled(is_running)
        self.actions_.stop.setEnabled(is_running)

    def _show_live_action(self, shown: bool) -> None:
        self.actions_.live_views.setChecked(self._live_dock.isVisible())

    def _recolor(self) -> None:
        self.actions_.recolor()
        self._presets_button.setIcon(icon("library", appearance.theme.text))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_discard():
            event.ignore()
            return
        self.run_session.close()
        event.accept()
