"""Records a run while it is trained: seldom enough that training does not feel it, and in a file that stays small."""

from __future__ import annotations

from pathlib import Path

from engine.probes.budget import Budget
from engine.probes.impressions import Impression, Impressions
from engine.probes.network import Network
from engine.probes.pictures import Pictures
from engine.project import atomic
from engine.runs import recording
from engine.runs.folder import RECORDING_FILE
from engine.runs.moments import Moments
from engine.runs.recording import MOST_MOMENTS, Recording
from engine.runs.revival import revived
from engine.training.run import Run

SHARE = 0.006
"""Of the training time, that impressions may take."""


class Chronicle:
    """Notes moments of a run after its steps, and writes all of them when it is told to.

    Args:
        folder: of the run.
        run: the run, brought to where it goes on; what its folder has from before that is kept.
    """

    def __init__(self, folder: Path, run: Run) -> None:
        self._path = folder / RECORDING_FILE
        self._impressions = Impressions(Network(run.graph, run.module), Pictures.of(run.data))
        self._moments = Moments(MOST_MOMENTS)
        self._budget = Budget(SHARE, most_s=0.02)
        self._is_known = False
        self._revive(recording.read(self._path), run.step)
        self._impressions.begin()

    def after_step(self, step: int) -> None:
        """Take an impression if one is due, and there is time for it."""
        if self._impressions.has_begun:
            with self._budget.spending():
                self._note(self._impressions.take(step))
        elif self._moments.is_due(step + 1) and self._budget.allows:
            with self._budget.spending():
                self._impressions.begin()

    def write(self) -> None:
        """Write what was noted.

        Raises:
            OSError: it cannot be written; the former file is untouched.
        """
        if kept := list(self._moments.kept):
            atomic.write(self._path, recording.dumps(kept))

    def _note(self, impression: Impression) -> None:
        if not self._is_known:
            self._is_known = True
            images = impression.thumbnails.images.values()
            size = sum(image.values.size for image in images)
            self._moments.limit(recording.capacity(len(impression.colours.node_ids), size))
        self._moments.add(impression)

    def _revive(self, former: Recording | None, step: int) -> None:
        known = former.before(step) if former is not None else None
        if known is None or known.node_ids != tuple(self._impressions.network.nodes):
            return
        for impression in revived(known):
            self._note(impression)
