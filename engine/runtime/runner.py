"""The worker thread of a run, and the switches by which the window holds it."""

from __future__ import annotations

import traceback
from pathlib import Path

from engine.graph.model import Graph
from engine.runs.folder import RunFolder
from engine.runtime.mailbox import Mailbox
from engine.runtime.worker import Worker, not_loaded_text
from engine.training.config import TrainingConfig
from engine.training.events import RunFailed
from engine.training.longer import Longer

CHECKPOINT_STEPS = 1000
"""Besides the checkpoint after each epoch."""


class Runner(Worker):
    """One run in a thread of its own.

    The mailbox gets exactly one `RunFinished` or `RunFailed`. While the run is paused, and after it has finished,
    the thread goes on showing the last weights to those who `watch`; only `close` ends it.

    Args:
        graph, config: frozen, so the run's own.
        mailbox: where it reports, and where the watcher asks for frames.
        checkpoint_path: file for the weights, if they are to be kept.
        folder: of the run, where everything is kept; one that has checkpoints goes on from the last.
        checkpoint_every: steps after which there is a checkpoint within an epoch, for a run with a folder; 0 for none.
    """

    def __init__(
        self,
        graph: Graph,
        config: TrainingConfig,
        mailbox: Mailbox,
        checkpoint_path: Path | None = None,
        folder: RunFolder | None = None,
        checkpoint_every: int = CHECKPOINT_STEPS,
    ) -> None:
        super().__init__(graph, config, mailbox, "convcanvas-run")
        self._checkpoint_path = checkpoint_path
        self._folder = folder
        self._checkpoint_every = checkpoint_every

    @property
    def is_paused(self) -> bool:
        """Whether the run waits or is to wait."""
        return self._control.is_paused

    def pause(self) -> None:
        """Hold the run before its next step."""
        self._control.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._control.resume()

    def stop(self) -> None:
        """End the run before its next step, paused or not."""
        self._control.stop()

    def lengthen(self, longer: Longer) -> None:
        """Have the run go on for longer, also before it has begun."""
        self._control.lengthen(longer)

    def _work(self) -> None:
        try:
            from engine.runs.keeping import Cadence, FolderKeeper
            from engine.training.loop import train
        except ImportError as error:
            self._mailbox.post_event(RunFailed(not_loaded_text(error), None, traceback.format_exc()))
            return
        keeper = FolderKeeper(self._folder, Cadence(self._checkpoint_every)) if self._folder is not None else None
        run = train(self._graph, self._config, self._mailbox, self._control, self._checkpoint_path, keeper)
        if run is not None:
            run.show_until(lambda: self._control.is_closed)
