"""Looking into a network that no run is training: a worker thread that compiles it and shows its first weights."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterable

from engine.graph.model import Graph
from engine.probes.frames import FrameKey
from engine.probes.picture import PictureSource
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import InspectionFailed


class Inspector:
    """Serves frames of a network as it is before training, with the weights that a run with these settings begins with.

    torch is imported in its thread, so a window can hold one without it. The mailbox gets exactly one
    `InspectionReady` or `InspectionFailed`; after the latter the thread has ended.

    Not to be started while a run is training: both draw from torch's one random generator, and the run's numbers would
    not be those of its seed. Beside a run that is paused or over it does no harm.

    Args:
        graph, config: frozen; another network needs another inspector.
        mailbox: where it reports, and where the watcher asks for frames.
    """

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> None:
        self._graph = graph
        self._config = config
        self._mailbox = mailbox
        self._control = RunControl()
        # No daemon: the interpreter would kill it inside torch at exit, which aborts the process.
        self._thread = threading.Thread(target=self._work, name="convcanvas-inspector")

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames from now on, and for no others; they come at once."""
        self._mailbox.watch(keys)
        self._control.wake()

    def show_picture(self, source: PictureSource) -> None:
        """Have all views look at this picture from now on."""
        self._mailbox.show_picture(source)
        self._control.wake()

    def close(self, timeout: float = 3.0) -> bool:
        """End the thread.

        Args:
            timeout: seconds to wait for the frame that is being made.

        Returns:
            whether the thread has ended.
        """
        self._control.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            from engine.training.inspection import inspect
        except ImportError as error:
            message = f"PyTorch cannot be loaded: {error}. Install the project again with `make setup`."
            self._mailbox.post_event(InspectionFailed(message, None, traceback.format_exc()))
            return
        inspect(self._graph, self._config, self._mailbox, self._control)
