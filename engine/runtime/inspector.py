"""Looking into a network that no run is training: a worker thread that compiles it and shows its first weights."""

from __future__ import annotations

import traceback

from engine.graph.model import Graph
from engine.runtime.mailbox import Mailbox
from engine.runtime.worker import Worker, not_loaded_text
from engine.training.config import TrainingConfig
from engine.training.events import InspectionFailed


class Inspector(Worker):
    """Serves frames of a network as it is before training, with the weights that a run with these settings begins with.

    The mailbox gets exactly one `InspectionReady` or `InspectionFailed`; after the latter the thread has ended.

    Not to be started while a run is training: both draw from torch's one random generator, and the run's numbers would
    not be those of its seed. Beside a run that is paused or over it does no harm; a run that is given it
    as what it begins after waits for its end.

    Args:
        graph, config: frozen; another network needs another inspector.
        mailbox: where it reports, and where the watcher asks for frames.
    """

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> None:
        super().__init__(graph, config, mailbox, "convcanvas-inspector")

    def _work(self) -> None:
        try:
            from engine.training.inspection import inspect
        except ImportError as error:
            self._mailbox.post_event(InspectionFailed(not_loaded_text(error), None, traceback.format_exc()))
            return
        inspect(self._graph, self._config, self._mailbox, self._control)
