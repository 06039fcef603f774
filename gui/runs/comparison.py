"""What is shown beside the list: the selected runs' curves, what separates two of them, how one of them was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget, QTableWidgetItem, QTabWidget, QVBoxLayout, QWidget

from engine.errors import FormatError
from engine.runs import metrics
from engine.runs.comparing import Difference, differences
from engine.runs.listing import RunEntry
from gui.runs.recording_view import RecordingView
from gui.tables.bar_delegate import ROW_HEIGHT
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from gui.plots.run_overlay import RunOverlay

MAX_CURVES = 8
_HINT = "Select runs to see their curves over each other; select two to see what separates them."


class Comparison(QTabWidget):
    """Three pages: curves, differences, and what was recorded of one run."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("runComparison")
        self.setDocumentMode(True)
        self.overlay: RunOverlay | None = None
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.note = WrappedLabel("small")
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("differences")
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._curves_column = QVBoxLayout()
        self._curves_column.addWidget(self.legend)
        self.addTab(_page(self._curves_column), "Curves")
        column = QVBoxLayout()
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        self.addTab(_page(column), "Differences")
        self.recording = RecordingView()
        column = QVBoxLayout()
        column.addWidget(self.recording, 1)
        self.addTab(_page(column), "Recording")
        self.currentChanged.connect(self._look)
        self._runs: Sequence[RunEntry] = ()
        appearance.changed.connect(self._recolor)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunEntry]) -> None:
        """Show these runs."""
        self._runs = runs[:MAX_CURVES]
        self._show_curves(self._runs)
        self._show_differences(runs)
        self.recording.show_run(runs[0] if len(runs) == 1 else None)

    def _show_curves(self, runs: Sequence[RunEntry]) -> None:
        if not runs:
            self.legend.setText(_HINT)
            if self.overlay is not None:
                self.overlay.hide()
            return
        from gui.plots.run_overlay import RunOverlay, color_of
        from gui.runs.curves import validation_curves

        if self.overlay is None:
            self.overlay = RunOverlay()
            self._curves_column.addWidget(self.overlay, 1)
        self.overlay.show()
        titles = " or ".join(dict.fromkeys(run.metric.title for run in runs))
        curves = [validation_curves(metrics.read_epochs(run.folder.epochs)) for run in runs]
        self.overlay.show_curves(curves, titles)
        marks = (
            f'<span style="color:{color_of(at).name()}">●</span> {_plain(run.name)}' for at, run in enumerate(runs)
        )
        self.legend.setText("&nbsp;&nbsp; ".join(marks))

    def _look(self, place: int) -> None:
        self.recording.read_if_seen()

    def _recolor(self) -> None:
        self._show_curves(self._runs)

    def _show_differences(self, runs: Sequence[RunEntry]) -> None:
        found: list[Difference] = []
        if len(runs) != 2:
            note = "Select two runs to see what separates their networks and settings."
        else:
            try:
                found = differences(runs[0].folder, runs[1].folder)
                note = "" if found else "The same network, settings, versions and images."
            except FormatError as error:
                note = str(error)
        self.note.show_text(note)
        self.table.setVisible(bool(found))
        self.table.setHorizontalHeaderLabels(["", *(run.name for run in runs)] if len(runs) == 2 else ["", "", ""])
        self.table.setRowCount(len(found))
        for row, difference in enumerate(found):
            for at, text in enumerate((difference.what, difference.one, difference.other)):
                self.table.setItem(row, at, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()


def _page(layout: QVBoxLayout) -> QWidget:
    page = QWidget()
    page.setProperty("panel", True)
    layout.setContentsMargins(10, 8, 10, 8)
    layout.setSpacing(6)
    layout.addStretch(0)
    page.setLayout(layout)
    return page


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
