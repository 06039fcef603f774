"""Opens the chart, and keeps the open network's point on it up to date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.complexity.dialog import ComplexityDialog
from gui.complexity.loading import PublishedFigures
from gui.complexity.points import LivePoint
from gui.session import Session
from gui.training.run_scores import RunScores
from gui.workspace import Workspace
from presets import registry as presets


class ComplexityWiring(QObject):
    """Holds the chart's window, made when it is first opened."""

    def __init__(self, workspace: Workspace, scores: RunScores, open_preset: Callable[[str], None]) -> None:
        """Prepare; ``open_preset`` is called with the name of a preset whose circle was clicked."""
        super().__init__(workspace)
        self._workspace = workspace
        self._scores = scores
        self._open_preset = open_preset
        self.figures = PublishedFigures(parent=self)
        self.dialog: ComplexityDialog | None = None
        workspace.opened.connect(self._follow)
        workspace.current_changed.connect(self._refresh)
        scores.changed.connect(self._refresh)

    def open(self) -> None:
        """Show the chart, or bring it to the front."""
        if self.dialog is None:
            names = [preset.name for preset in presets.all_presets()]
            self.dialog = ComplexityDialog(self.figures, names, self._workspace.window())
            self.dialog.preset_chosen.connect(self._open_preset)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._refresh()

    def close(self) -> None:
        """End what may still be reading."""
        self.figures.close()

    def _follow(self, tab: object) -> None:
        session = getattr(tab, "session", None)
        if isinstance(session, Session):
            session.document_changed.connect(self._refresh)

    def _refresh(self, *_: object) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_live(self._point())

    def _point(self) -> LivePoint:
        session = self._workspace.current.session
        score = self._scores.score_of(session.graph)
        return LivePoint(
            title=session.title,
            macs=float(session.inference.macs_in_evaluation),
            num_params=session.inference.num_params_in_evaluation,
            accuracy=score.accuracy if score is not None else None,
            measured_on=score.sentence_for(session.graph) if score is not None else "",
        )
