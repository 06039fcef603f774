"""What all views look into: the run, or without one the network as it is before training."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from engine.graph.diff import computes_the_same
from engine.graph.model import Graph
from engine.probes.frames import Fault, Frame, FrameKey
from engine.probes.picture import PictureSource, SamplePicture
from engine.training.config import TrainingConfig
from gui.training.run_session import RunSession, RunState
from gui.training.waiting import waiting_text
from gui.xray.idle_look import IdleLook

Network: TypeAlias = tuple[Graph, TrainingConfig]
_SETTLED_MS = 400
"""A network is looked into so long after its last edit: compiling it at each of them would be for nothing."""
PANELS = "panels"
"""The viewer who says below each of its pictures what could not be shown."""
_VIEWER = "all views"
_LOADING = "Loading PyTorch and the images…"


class Looking(QObject):
    """Collects what is asked for, and asks whoever has the weights; holds the picture over runs and edits.

    Signals:
        frames_received(dict[FrameKey, Frame]): what was asked for.
        faults_received(dict[FrameKey, Fault]): why some of it could not be shown.
        begun(): another network is looked into, or another run's; what was shown is out of date.
        picture_changed(PictureSource): all views look at another picture.
        failed(str): why the network cannot be looked into before it is trained, or something of it not at all.
    """

    frames_received = Signal(object)
    faults_received = Signal(object)
    begun = Signal()
    picture_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, session: RunSession, parent: QObject | None = None, idle: IdleLook | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._idle = idle or IdleLook(self)
        self._picture: PictureSource = SamplePicture()
        self._asked: dict[str, frozenset[FrameKey]] = {}
        self._network: Network | None = None
        self._at_fault: set[FrameKey] = set()
        self._looked_into: Network | None = None
        self._failure = ""
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._look_in)
        session.run_started.connect(self._begin_run)
        session.state_changed.connect(self._follow)
        for source in (session, self._idle):
            source.frames_received.connect(self._pass_on)
            source.faults_received.connect(self._say_faults)
        self._idle.failed.connect(self._fail)

    @property
    def picture(self) -> PictureSource:
        """What all views look at."""
        return self._picture

    @property
    def has_run(self) -> bool:
        """Whether there is a run, under way or over; without one the network is shown as it is before training."""
        return self._session.state is not RunState.IDLE

    @property
    def is_starting(self) -> bool:
        """Whether a run loads what it needs: nothing can be seen for a while."""
        return self._session.state is RunState.STARTING

    @property
    def graph(self) -> Graph | None:
        """The network that is looked into, whatever has been edited since; None for none."""
        network = self._looked_into or self._network
        return self._session.graph if self.has_run else network[0] if network is not None else None

    @property
    def config(self) -> TrainingConfig | None:
        """Its settings; None where there is no network."""
        network = self._looked_into or self._network
        return self._session.config if self.has_run else network[1] if network is not None else None

    @property
    def waiting_text(self) -> str:
        """Why there is nothing to see yet, or no more."""
        return waiting_text(self._session) if self.has_run else self._failure or _LOADING

    @property
    def keys(self) -> frozenset[FrameKey]:
        """All that is asked for."""
        return frozenset(key for keys in self._asked.values() for key in keys)

    def latest(self, key: FrameKey) -> Frame | None:
        """Return the last frame of a key that somebody watches, for who comes late; None where none has come."""
        return self._session.latest(key) if self.has_run else self._idle.latest(key)

    def watch(self, viewer: str, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames on behalf of a viewer from now on, and for no others."""
        if (now := frozenset(keys)) == self._asked.get(viewer, frozenset()):
            return
        self._asked[viewer] = now
        if self.has_run:
            self._session.watch(self.keys, _VIEWER)
        elif not self.keys:
            self._settling.stop()
            self._idle.leave()
            self._looked_into = None
            return
        elif self._idle.is_open:
            self._idle.watch(self.keys)
        else:
            self._settling.start()
            return
        # What others watch already comes again only when it changes.
        latest = {key: frame for key in now if (frame := self.latest(key)) is not None}
        if latest:
            self.frames_received.emit(latest)

    def show_picture(self, source: PictureSource) -> None:
        """Have all views look at a picture from now on."""
        self._picture = source
        self._session.show_picture(source)
        self._idle.show_picture(source)
        self.picture_changed.emit(source)

    def set_network(self, graph: Graph | None, config: TrainingConfig) -> None:
        """Say which network is looked into while there is no run; None for one that cannot be computed."""
        before, self._network = self._network, (graph, config) if graph is not None else None
        if self._idle.is_open and _is_equal(before, self._network):
            return
        if not self.has_run and self.keys:
            self._settling.start()

    def close(self) -> None:
        """Look no more; whoever looked has ended when this returns."""
        self._asked = {}
        self._settling.stop()
        self._idle.close()

    def _pass_on(self, frames: dict[FrameKey, Frame]) -> None:
        self._at_fault -= frames.keys()
        self.frames_received.emit(frames)

    def _say_faults(self, faults: dict[FrameKey, Fault]) -> None:
        """Say what cannot be shown, once for as long as it cannot. Panels say it themselves."""
        self.faults_received.emit(faults)
        others = {key for viewer, keys in self._asked.items() if viewer != PANELS for key in keys}
        new = (faults.keys() & others) - self._at_fault
        self._at_fault |= new
        for message in {faults[key].message for key in new}:
            self.failed.emit(message)

    def _begin_run(self) -> None:
        self._at_fault = set()
        self._settling.stop()
        self._idle.leave()
        self._looked_into = None
        self._session.predecessors = self._idle.unfinished  # a run has torch's random numbers to itself
        self._session.show_picture(self._picture)
        self._session.watch(self.keys, _VIEWER)
        self.begun.emit()

    def _follow(self, state: RunState) -> None:
        if state is RunState.IDLE:
            self.begun.emit()
            if self.keys:
                self._settling.start()

    def _look_in(self) -> None:
        if self.has_run:
            return
        self._failure = ""
        self._looked_into = self._network
        if self._network is None:
            self._idle.leave()
        self.begun.emit()
        if self._network is not None:
            self._idle.open(*self._network, self._picture, self.keys)

    def _fail(self, sentence: str) -> None:
        self._failure = sentence
        self.failed.emit(sentence)


def _is_equal(before: Network | None, now: Network | None) -> bool:
    """Whether the weights and what they compute are the same: a card that was only moved changes nothing."""
    if before is None or now is None:
        return before is now
    return before[1] == now[1] and computes_the_same(before[0], now[0])
