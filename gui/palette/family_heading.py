"""The name of a family in the palette: a click folds its layers away."""

from __future__ import annotations

from PySide6.QtGui import QEnterEvent

from engine.layers.spec import Category
from gui.fold_heading import FoldHeading


class FamilyHeading(FoldHeading):
    """Checked while its layers are shown; closed, it says how many there are. Toggled with the mouse or with Space."""

    def __init__(self, category: Category, num_layers: int) -> None:
        super().__init__(category.value, str(num_layers))
        self.category = category
        self.setObjectName(f"family:{category.name}")
        self.setAccessibleName(f"{category.value}, {num_layers} layers")

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setToolTip("Fold these layers away" if self.isChecked() else "Show these layers")
