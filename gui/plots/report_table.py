"""A task's figures on the validation images: a line for all classes together, and a row for each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from engine.tasks.report import Report
from gui.tables.bar_delegate import ROW_HEIGHT


class ReportTable(QTableWidget):
    """Shows a `Report`, a class a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self._names: tuple[str, ...] = ()
        self._report: Report | None = None
        self.setObjectName("reportTable")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet(
            "QTableWidget, QHeaderView::section { font-size: 11px; } QHeaderView::section { padding: 2px 5px; }"
        )

    @property
    def report(self) -> Report | None:
        """What is on show."""
        return self._report

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self._names = tuple(names)

    def show_report(self, report: Report) -> None:
        """Show figures in place of those shown."""
        self._report = report
        self.setColumnCount(1 + len(report.columns))
        self.setRowCount(len(report.rows))
        self.setHorizontalHeaderLabels(["", *report.columns])
        for row, values in enumerate(report.rows):
            self.setItem(row, 0, QTableWidgetItem(self._names[row] if row < len(self._names) else str(row)))
            for column, (title, value) in enumerate(zip(report.columns, values, strict=True), start=1):
                self.setItem(row, column, _number(value, is_count=title in report.counted))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(False)

    def clear_report(self) -> None:
        """Show nothing."""
        self._report = None
        self.setRowCount(0)


def headline(report: Report) -> str:
    """Return the first two figures of all classes together: ``mean IoU 81.0% · pixel accuracy 93.2%``."""
    return " · ".join(figures(report)[:2])


def figures(report: Report) -> list[str]:
    """Return all figures of all classes together."""
    return [f"{_title(name)} {_text(value)}" for name, value in report.metrics.items()]


_TITLES = {"f1": "F1", "mean_average_precision": "mAP", "mean_iou": "mean IoU", "map50": "mAP@0.5"}


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " "))


def _text(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1%}"


def _number(value: float, *, is_count: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{int(value):,}" if is_count else _text(value))
    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
