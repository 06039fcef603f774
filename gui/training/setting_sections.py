"""The training settings in their groups: what a beginner needs is there, the rest is under headings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data.augmenting.setting import Augmentation
from engine.data.source import DataSource
from engine.layers.params import Value
from engine.training.settings import GROUPS, SettingGroup, is_used
from engine.training.weights.source import WeightsSource
from gui.fold_heading import FoldHeading
from gui.inspector.form import ParamForm

OWN_EDITORS = (DataSource, Augmentation, WeightsSource)
"""Settings that are chosen in a dialog instead of a row."""


class SettingSection(QWidget):
    """One group: a form, under a heading that folds it unless it has no title.

    Signals:
        edited(str, Value): name of the setting and its new value.
    """

    edited = Signal(str, object)

    def __init__(self, group: SettingGroup) -> None:
        super().__init__()
        self.group = group
        self.form = ParamForm([param for param in group.params if not isinstance(param, OWN_EDITORS)])
        self.form.edited.connect(self.edited)
        self.heading = FoldHeading(group.title, inset=0)
        self.heading.setObjectName(f"settings:{group.title}")
        self.heading.setAccessibleName(group.title)
        self.heading.toggled.connect(self._fold)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 2, 0, 6 if group.title else 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self._body)
        self.heading.setVisible(bool(group.title))  # only now: without a parent it would be a window of its own
        self.heading.setChecked(not group.title)
        self._fold(not group.title)

    def add_widget(self, widget: QWidget, *, is_first: bool = False) -> None:
        """Show something below the form, or above it."""
        self._column.insertWidget(0 if is_first else -1, widget)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the settings that have a say beside the others, and in the folded heading those that are changed."""
        self.form.show_values(values)
        changed = []
        for param in self.group.params:
            used = is_used(self.group, param.name, values)
            if not isinstance(param, OWN_EDITORS):
                self.form.set_row_shown(param.name, used)
            if used and values[param.name] != param.default:
                changed.append(f"{param.name} {param.text(values[param.name])}")
        self.heading.set_remark(", ".join(changed))

    def _fold(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        title = self.group.title
        self.heading.setToolTip(f"Fold {title.lower()} away" if is_open else f"Show {title.lower()}")


class SettingSections(QWidget):
    """All groups, one below the other.

    Signals:
        edited(str, Value): name of the setting and its new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.sections = {group.title: SettingSection(group) for group in GROUPS}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for section in self.sections.values():
            section.edited.connect(self.edited)
            layout.addWidget(section)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the settings."""
        for section in self.sections.values():
            section.show_values(values)
