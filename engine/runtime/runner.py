"""The worker thread of a run, and the switches by which the window holds it."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterable
from pathlib import Path

from engine.graph.model import Graph
from engine.probes.frames import FrameKey
from engine.probes.picture import PictureSource
from engine.runs.folder import RunFolder
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import RunFailed

CHECKPOINT_STEPS = 1000
"""Besides the checkpoint after each epoch."""


class Runner:
    """One run in a thread of its own. torch is imported in that thread, so a window can hold a runner without it.

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
        self._graph = graph
        self._config = config
        self._mailbox = mailbox
        self._checkpoint_path = checkpoint_path
        self._folder = folder
        self._checkpoint_every = checkpoint_every
        self._control = RunControl()
        # No daemon: the interpreter would kill it inside torch at exit, which aborts the process.
        self._thread = threading.Thread(target=self._work, name="convcanvas-run")

    @property
    def is_paused(self) -> bool:
        """Whether the run waits or is to wait."""
        return self._control.is_paused

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def pause(self) -> None:
        """Hold the run before its next step."""
        self._control.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._control.resume()

    def stop(self) -> None:
        """End the run before its next step, paused or not."""
        self._control.stop()

    def take_steps(self, num_steps: int) -> None:
        """Let a paused run go on for so many steps."""
        self._control.take_steps(num_steps)

    def extend(self, num_epochs: int) -> None:
        """Add epochs to a run that is under way."""
        self._control.extend(num_epochs)

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames from now on, and for no others; a run that waits shows them at once."""
        self._mailbox.watch(keys)
        self._control.wake()

    def show_picture(self, source: PictureSource) -> None:
        """Have all views look at this picture from now on; a run that waits shows it at once."""
        self._mailbox.show_picture(source)
        self._control.wake()

    def close(self, timeout: float = 3.0) -> bool:
        """Stop the run and end its thread.

        Args:
            timeout: seconds to wait for the step that is being taken.

        Returns:
            whether the thread has ended.
        """
        self._control.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            from engine.runs.keeping import Cadence, FolderKeeper
            from engine.training.loop import train
        except ImportError as error:
            message = f"PyTorch cannot be loaded: {error}. Install the project again with `make setup`."
            self._mailbox.post_event(RunFailed(message, None, traceback.format_exc()))
            return
        keeper = FolderKeeper(self._folder, Cadence(self._checkpoint_every)) if self._folder is not None else None
        run = train(self._graph, self._config, self._mailbox, self._control, self._checkpoint_path, keeper)
        if run is not None:
            run.show_until(lambda: self._control.is_closed)
