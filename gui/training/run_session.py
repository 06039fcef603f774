"""The run that the window shows: holds its runner, and asks its mailbox 30 times a second what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from engine.graph.model import Graph
from engine.probes.frames import Frame, FrameKey
from engine.probes.picture import PictureSource
from engine.runs.folder import RunFolder
from engine.training.config import TrainingConfig
from engine.training.events import (
    EndReason,
    EpochFinished,
    RunEvent,
    RunExtended,
    RunFailed,
    RunFinished,
    RunPaused,
    RunResumed,
    RunStarted,
)
from engine.training.longer import Longer

if TYPE_CHECKING:
    from engine.runtime.mailbox import Mailbox, Records
    from engine.runtime.worker import Joinable

POLL_MS = 33
CLOSE_S = 3.0
"""How long the window waits for the step that is being taken when it closes."""


class RunState(Enum):
    """Where a run is."""

    IDLE = "idle"
    """There is none."""
    STARTING = "starting"
    """torch and the images are being loaded."""
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    """Completed, stopped, diverged or failed; its last weights can still be looked into."""


class RunnerLike(Protocol):
    """What a session needs of `engine.runtime.runner.Runner`."""

    def start(self, *after: Joinable) -> None:
        """Begin when these have ended."""

    def pause(self) -> None:
        """Hold the run before its next step."""

    def resume(self) -> None:
        """Let it go on."""

    def stop(self) -> None:
        """End it before its next step."""

    def lengthen(self, longer: Longer) -> None:
        """Have it go on for longer, also before it has begun."""

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames and no others."""

    def show_picture(self, source: PictureSource) -> None:
        """Have all frames look at this picture."""

    def close(self, timeout: float) -> bool:
        """End its thread; return whether it has ended."""


RunnerFactory = Callable[..., RunnerLike]
"""Takes a graph, its settings and a mailbox, and the run's folder, if it is to be kept."""


def _engine_runner(
    graph: Graph, config: TrainingConfig, mailbox: Mailbox, folder: RunFolder | None = None
) -> RunnerLike:
    from engine.runtime.runner import Runner

    return Runner(graph, config, mailbox, folder=folder)


_STATE_AFTER: dict[type[object], RunState] = {
    RunStarted: RunState.RUNNING,
    RunPaused: RunState.PAUSED,
    RunResumed: RunState.RUNNING,
    RunFinished: RunState.FINISHED,
    RunFailed: RunState.FINISHED,
}


class RunSession(QObject):
    """One run at a time. The window never waits for it, except a moment for its last step when it is closed.

    Attributes:
        folder: where the run is kept; None if it is not.
        predecessors: the run that is about to start begins when these have ended: set by who hears of `run_started`.

    Signals:
        run_started(): a new run begins; what was shown of the former one is out of date.
        state_changed(RunState): the run is somewhere else now.
        event_received(RunEvent): it reported something; `state` is up to date.
        scalars_received(Records): the steps since the last time; `records` has all of them.
        frames_received(dict[FrameKey, Frame]): what the watched nodes look like now.
        faults_received(dict[FrameKey, Fault]): why some of it could not be shown.
    """

    run_started = Signal()
    state_changed = Signal(object)
    event_received = Signal(object)
    scalars_received = Signal(object)
    frames_received = Signal(object)
    faults_received = Signal(object)

    def __init__(self, make_runner: RunnerFactory = _engine_runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_runner = make_runner
        self._runner: RunnerLike | None = None
        self._state = RunState.IDLE
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._mailbox: Mailbox | None = None
        self._cursor = 0
        self._graph: Graph | None = None
        self._config: TrainingConfig | None = None
        self._title = ""
        self.folder: RunFolder | None = None
        self._events: list[RunEvent] = []
        self._wanted: dict[str, frozenset[FrameKey]] = {}
        self._latest: dict[FrameKey, Frame] = {}
        self.predecessors: tuple[Joinable, ...] = ()

    @property
    def state(self) -> RunState:
        """Where the run is."""
        return self._state

    @property
    def graph(self) -> Graph | None:
        """The run's own network, whatever has been edited since; None without a run."""
        return self._graph

    @property
    def config(self) -> TrainingConfig | None:
        """The run's own settings, with the end that it has now; None without a run."""
        return self._config

    @property
    def title(self) -> str:
        """What the run is called, as in ``LeNet-5 · run 2``; empty without a run."""
        return self._title

    @property
    def is_under_way(self) -> bool:
        """Whether it has begun, or is about to, and has not ended."""
        return self._state in (RunState.STARTING, RunState.RUNNING, RunState.PAUSED)

    @property
    def has_unsaved_result(self) -> bool:
        """Whether it has learned something that is kept nowhere else."""
        event = self.last_event
        is_good = isinstance(event, RunFinished) and event.reason is not EndReason.DIVERGED and event.step > 0
        return is_good and getattr(event, "checkpoint", None) is None

    @property
    def events(self) -> tuple[RunEvent, ...]:
        """All that the run has reported, oldest first."""
        return tuple(self._events)

    @property
    def last_event(self) -> RunEvent | None:
        """What the run reported last."""
        return self._events[-1] if self._events else None

    @property
    def started(self) -> RunStarted | None:
        """How the run began, with the epochs that it has now; None before it did."""
        started = next((event for event in self._events if isinstance(event, RunStarted)), None)
        if started is None or self._config is None or started.epochs == self._config.epochs:
            return started
        return replace(started, epochs=self._config.epochs)

    @property
    def records(self) -> Records:
        """All steps that have been received, fields as in `engine.runtime.mailbox.SCALARS`; a view, not a copy."""
        records, _ = self._box().read_scalars()
        return records[: self._cursor]

    def start(
        self,
        graph: Graph,
        config: TrainingConfig,
        title: str = "",
        folder: RunFolder | None = None,
        longer: Longer | None = None,
    ) -> None:
        """Start a run in place of the former one, or go on with the one in a folder, for so many steps if asked to."""
        self._end_runner()
        self._forget()
        self._title = title
        self._graph, self._config = graph, config
        self.folder = folder
        kept = () if folder is None else (folder,)
        self._runner = self._make_runner(graph, config, self._box(), *kept)
        if longer is not None:
            self._runner.lengthen(longer)
        self._state = RunState.STARTING
        self.run_started.emit()
        self.state_changed.emit(self._state)
        self._runner.start(*self.predecessors)
        self.predecessors = ()
        self._timer.start()

    def pause(self) -> None:
        """Hold the run before its next step."""
        if self._runner is not None:
            self._runner.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        if self._runner is not None:
            self._runner.resume()

    def stop(self) -> None:
        """End the run before its next step."""
        if self._runner is not None:
            self._runner.stop()

    def lengthen(self, longer: Longer) -> None:
        """Have the run that is under way go on for longer."""
        if self._runner is not None:
            self._runner.lengthen(longer)

    def watch(self, keys: Iterable[FrameKey], watcher: str = "live views") -> None:
        """Ask for these frames from now on; they come also while the run is paused or over.

        Args:
            keys: all that this watcher wants; what it asked for before is forgotten, what others want is not.
            watcher: who asks.
        """
        if self._runner is not None:
            self._wanted[watcher] = frozenset(keys)
            wanted: frozenset[FrameKey] = frozenset().union(*self._wanted.values())
            self._latest = {key: frame for key, frame in self._latest.items() if key in wanted}
            self._runner.watch(wanted)

    def latest(self, key: FrameKey) -> Frame | None:
        """Return the last frame of a key that somebody watches, for who comes late; None where none has come."""
        return self._latest.get(key)

    def show_picture(self, source: PictureSource) -> None:
        """Have all views of this run look at a picture from now on."""
        if self._runner is not None:
            self._runner.show_picture(source)

    def close(self) -> None:
        """End the run and its thread, and forget it."""
        self._end_runner()
        self._forget()
        if self._state is not RunState.IDLE:
            self._state = RunState.IDLE
            self.state_changed.emit(self._state)

    def _end_runner(self) -> None:
        self._timer.stop()
        if self._runner is not None:
            self._runner.close(CLOSE_S)
            self._runner = None

    def _box(self) -> Mailbox:
        """Return the run's mailbox, made when it is first asked for: numpy is not loaded before the first paint."""
        if self._mailbox is None:
            from engine.runtime.mailbox import Mailbox

            self._mailbox = Mailbox()
        return self._mailbox

    def _forget(self) -> None:
        self._mailbox = None
        self._cursor = 0
        self._graph = self._config = self.folder = None
        self._title = ""
        self._events = []
        self._wanted = {}
        self._latest = {}

    def _poll(self) -> None:
        mailbox = self._box()
        for event in mailbox.take_events():
            self._take(event)
            if self._mailbox is not mailbox:  # who heard of the event has begun another run
                return
        records, self._cursor = mailbox.read_scalars(self._cursor)
        if len(records):
            self.scalars_received.emit(records)
        if self._mailbox is mailbox and (frames := mailbox.take_frames()):
            self._latest.update(frames)
            self.frames_received.emit(frames)
        if self._mailbox is mailbox and (faults := mailbox.take_faults()):
            self.faults_received.emit(faults)

    def _take(self, event: RunEvent) -> None:
        self._events.append(event)
        state = _STATE_AFTER.get(type(event), self._state)
        changed = state is not self._state
        self._state = state
        if isinstance(event, RunExtended) and self._config is not None:
            self._config = replace(self._config, epochs=event.epochs, until_accuracy=event.until_accuracy)
        if isinstance(event, RunFailed):
            self._timer.stop()  # its thread has ended: nothing more will come
        self.event_received.emit(event)
        if changed:
            self.state_changed.emit(state)


def has_epochs_left(session: RunSession) -> bool:
    """Whether a session's run ended before the last of its epochs."""
    epochs = [event.epoch for event in session.events if isinstance(event, EpochFinished)]
    return session.config is not None and (epochs[-1] if epochs else 0) < session.config.epochs


def can_go_on(session: RunSession) -> bool:
    """Whether a session's run is over and has left a checkpoint from which it can go on."""
    return session.state is RunState.FINISHED and session.folder is not None and session.folder.has_checkpoint
