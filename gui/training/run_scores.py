"""How accurate each network was in its last run. No Qt beyond the signal."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine.graph.diff import computes_the_same
from engine.graph.model import Graph
from engine.tasks.catalogue import TASKS
from engine.training.events import EpochFinished, RunEvent, RunFinished
from gui.training.run_session import RunSession

_MAX_KEPT = 20
"""Networks whose scores are kept: more than anybody has open."""


@dataclass(frozen=True)
class Score:
    """What a run came to.

    Attributes:
        graph: the run's own network.
        accuracy: share of right answers, from 0 to 1.
        data_title: the data set, as the window calls it.
        images: which of its images: ``test images``, or ``validation images`` while the run goes on.
    """

    graph: Graph
    accuracy: float
    data_title: str
    images: str

    def sentence_for(self, graph: Graph) -> str:
        """Return on what it was measured; and that the network was edited since, where it was."""
        where = f"on {self.data_title}"
        return where if computes_the_same(self.graph, graph) else f"{where}, before later edits"


class RunScores(QObject):
    """Follows the runs of a session.

    Signals:
        changed(): some network has another score now.
    """

    changed = Signal()

    def __init__(self, session: RunSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scores: list[Score] = []
        session.event_received.connect(self._take)

    def score_of(self, graph: Graph) -> Score | None:
        """Return the last score of a network, or of what it was before it was edited; None without any."""
        return next((score for score in self._scores if graph.nodes.keys() & score.graph.nodes.keys()), None)

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, EpochFinished):
            self._keep(event.validation_accuracy, "validation images")
        elif isinstance(event, RunFinished) and event.test_accuracy is not None:
            self._keep(event.test_accuracy, "test images")

    def _keep(self, accuracy: float, images: str) -> None:
        graph, config = self._session.graph, self._session.config
        if graph is None or config is None or not TASKS[config.task].has_confusion:
            return  # the published networks' accuracies are of classification
        score = Score(graph, accuracy, config.dataset.title, images)
        others = [other for other in self._scores if not graph.nodes.keys() & other.graph.nodes.keys()]
        self._scores = [score, *others][:_MAX_KEPT]
        self.changed.emit()
