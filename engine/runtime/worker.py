"""A thread that works on a network and shows frames of it: what a run and an inspection have in common."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Protocol

from engine.graph.model import Graph
from engine.probes.frames import FrameKey
from engine.probes.picture import PictureSource
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.control import RunControl


class Joinable(Protocol):
    """What can be waited for."""

    def join(self) -> None:
        """Wait until it has ended."""


class Worker:
    """Starts and ends the thread, and passes on what the watcher asks for. What it does is `_work`.

    torch is imported in the thread, so a window can hold a worker without it.

    Args:
        graph, config: frozen, so the worker's own.
        mailbox: where it reports, and where the watcher asks for frames.
        thread_name: as a debugger shows it.
    """

    def __init__(self, graph: Graph, config: TrainingConfig, mailbox: Mailbox, thread_name: str) -> None:
        self._graph = graph
        self._config = config
        self._mailbox = mailbox
        self._control = RunControl()
        # No daemon: the interpreter would kill it inside torch at exit, which aborts the process.
        self._thread = threading.Thread(target=self._run, name=thread_name)
        self._after: tuple[Joinable, ...] = ()

    def start(self, *after: Joinable) -> None:
        """Begin; once only.

        Args:
            after: workers that were told to close. This one begins when they have ended, as torch has one random
                generator; so the caller need not wait for them.
        """
        self._after = after
        self._thread.start()

    def join(self) -> None:
        """Wait until the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join()

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames from now on, and for no others; one that waits shows them at once."""
        self._mailbox.watch(keys)
        self._control.wake()

    def show_picture(self, source: PictureSource) -> None:
        """Have all views look at this picture from now on; one that waits shows it at once."""
        self._mailbox.show_picture(source)
        self._control.wake()

    def close(self, timeout: float = 3.0) -> bool:
        """Stop and end the thread.

        Args:
            timeout: seconds to wait for the step that is being taken.

        Returns:
            whether the thread has ended.
        """
        self._control.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        for worker in self._after:
            worker.join()
        self._after = ()
        self._work()

    def _work(self) -> None:
        raise NotImplementedError


def not_loaded_text(error: ImportError) -> str:
    """Return what to do where torch cannot be loaded."""
    return f"PyTorch cannot be loaded: {error}. Install the project again with `make setup`."
