"""The menu bar and the tool bar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from engine.graph.arranging import Alignment, Orientation
from gui.action_button import ActionButton
from gui.actions import Actions
from gui.keeping.recent_menu import RecentMenu
from gui.presets_menu import PresetsMenu
from gui.theme.appearance import appearance
from gui.theme.icons import icon
from gui.xray.color_menu import ColorButton, ColorMenu


class Menus(QObject):
    """Puts the actions into a window's bars.

    Signals:
        preset_chosen(str): name of the preset that the person wants to open.
        alignment_chosen(Alignment), orientation_chosen(Orientation): how what is selected is to be put in line.
    """

    preset_chosen = Signal(str)
    alignment_chosen = Signal(object)
    orientation_chosen = Signal(object)

    def __init__(self, window: QMainWindow, actions: Actions, panels: Sequence[QAction]) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._presets_button = QToolButton()
        self.recent = RecentMenu(window)
        self.colors = ColorMenu(window)
        self._build_menu_bar(panels)
        self._build_tool_bar()
        appearance.changed.connect(self._recolor)
        self._recolor()

    def _build_menu_bar(self, panels: Sequence[QAction]) -> None:
        actions, bar = self._actions, self._window.menuBar()
        file_menu = bar.addMenu("&File")
        self._fill(file_menu, [actions.new, actions.open])
        file_menu.addMenu(self.recent)
        files = [actions.save, actions.save_as, None, actions.export, None, actions.close_tab, actions.quit]
        self._fill(file_menu, files)
        parts = [actions.cut, actions.copy, actions.paste, actions.duplicate, actions.delete, actions.select_all]
        adding = [actions.search, actions.add_note, None, actions.find, actions.next_problem]
        self._fill(bar.addMenu("&Edit"), [actions.undo, actions.redo, None, *parts, None, *adding])
        self._fill_arrange_menu(bar.addMenu("&Arrange"))
        bar.addMenu(self._presets_menu())
        zooms = [actions.fit, actions.fit_selection, actions.actual_size, actions.zoom_in, actions.zoom_out]
        looks = [actions.split, actions.animations, actions.theme]
        inside = [actions.thumbnails, actions.mosaic, self.colors.menuAction(), actions.backprop, actions.picture]
        panels = [*panels, actions.live_views, actions.minimap]
        views = [None, *panels, None, *inside, None, actions.complexity, None, *looks]
        self._fill(bar.addMenu("&View"), [*zooms, *views])
        self._fill(bar.addMenu("&Run"), [actions.train, actions.pause, actions.more, actions.stop])
        self._fill(bar.addMenu("&Help"), [actions.shortcuts])

    def _fill_arrange_menu(self, menu: QMenu) -> None:
        actions = self._actions
        groups = [actions.group, actions.ungroup, actions.rename_group]
        views = [actions.toggle_group, actions.fold, actions.enter_group]
        self._fill(
            menu, [*groups, None, *views, None, actions.freeze, None, actions.tidy_down, actions.tidy_right, None]
        )
        for alignment in Alignment:
            action = menu.addAction(f"Align {alignment.value}")
            action.setObjectName(f"align:{alignment.value}")
            action.triggered.connect(partial(self._choose_alignment, alignment))
        for orientation in Orientation:
            action = menu.addAction(f"Distribute {orientation.value}ly")
            action.setObjectName(f"distribute:{orientation.value}")
            action.triggered.connect(partial(self._choose_orientation, orientation))

    def _choose_alignment(self, alignment: Alignment, checked: bool = False) -> None:
        self.alignment_chosen.emit(alignment)

    def _choose_orientation(self, orientation: Orientation, checked: bool = False) -> None:
        self.orientation_chosen.emit(orientation)

    def _build_tool_bar(self) -> None:
        actions = self._actions
        bar = QToolBar("Tools")
        bar.setObjectName("Tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        self._fill(bar, [actions.new, actions.open, actions.save, None])
        for action in (actions.undo, actions.redo):
            bar.addWidget(ActionButton(action))
        bar.addSeparator()
        button = self._presets_button
        button.setObjectName("presetsButton")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setText(" Presets")
        button.setToolTip("Open a classic network")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setMenu(self._presets_menu())
        bar.addWidget(button)
        bar.addAction(actions.fit)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addAction(actions.thumbnails)
        bar.addWidget(ColorButton(self.colors))
        bar.addActions([actions.backprop, actions.picture])
        bar.addSeparator()
        bar.addActions([actions.split, actions.live_views, actions.theme])
        self._window.addToolBar(bar)

    def _presets_menu(self) -> PresetsMenu:
        menu = PresetsMenu(self._actions.gallery, self._window)
        menu.chosen.connect(self.preset_chosen)
        return menu

    def _recolor(self) -> None:
        self._actions.recolor()
        self._presets_button.setIcon(icon("library", appearance.theme.text))

    @staticmethod
    def _fill(bar: QMenu | QToolBar, actions: Sequence[QAction | None]) -> None:
        for action in actions:
            if action is None:
                bar.addSeparator()
            else:
                bar.addAction(action)
