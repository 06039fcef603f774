"""The menu of presets: by family, and before them the gallery."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.gallery.sections import families
from presets import registry as presets
from presets.registry import Preset


class PresetsMenu(QMenu):
    """Each family is a menu of its own, unless it has a single network.

    Signals:
        chosen(str): name of the preset that the person wants to open.
    """

    chosen = Signal(str)

    def __init__(self, gallery: QAction, parent: QWidget) -> None:
        super().__init__("&Presets", parent)
        self.setToolTipsVisible(True)
        self.addAction(gallery)
        self.addSeparator()
        for section in families(presets.all_presets()):
            if len(section.presets) == 1:
                self._add(self, section.presets[0])
                continue
            menu = self.addMenu(section.title)
            menu.setToolTipsVisible(True)
            for preset in section.presets:
                self._add(menu, preset)

    def _add(self, menu: QMenu, preset: Preset) -> None:
        action = menu.addAction(f"{preset.title}  ·  {preset.year}")
        action.setObjectName(f"preset:{preset.name}")
        action.setToolTip(preset.summary)
        action.triggered.connect(partial(self._choose, preset.name))

    def _choose(self, name: str, checked: bool = False) -> None:
        self.chosen.emit(name)
