"""The steps of an augmentation in order: dragged, removed, chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from engine.data.augmenting.steps import Step

_PLACE = Qt.ItemDataRole.UserRole


class StepList(QListWidget):
    """Lists steps; the order is changed by dragging.

    Signals:
        reordered(list[int]): the former places in their new order.
        removed(int): Delete was pressed on the step at this place.
        chosen(int): another step is current; -1 for none.
    """

    reordered = Signal(object)
    removed = Signal(int)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stepList")
        self.setAccessibleName("Steps in order")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setStyleSheet(
            "QListWidget { background: transparent; border: none; outline: none; } QListWidget::item { padding: 7px; }"
        )
        self.model().rowsMoved.connect(self._announce_order)
        self.currentRowChanged.connect(self.chosen)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the current place stays."""
        texts = [f"{place + 1}.  {step.type}" for place, step in enumerate(steps)]
        if texts == [self.item(row).text() for row in range(self.count())]:
            return
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for place, (text, step) in enumerate(zip(texts, steps, strict=True)):
            item = QListWidgetItem(text)
            item.setData(_PLACE, place)
            item.setToolTip(step.spec.summary)
            self.addItem(item)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)
        self.chosen.emit(self.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _announce_order(self, parent: QModelIndex, start: int, end: int, destination: QModelIndex, row: int) -> None:
        self.reordered.emit([self.item(place).data(_PLACE) for place in range(self.count())])
