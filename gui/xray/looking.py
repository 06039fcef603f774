"""What the canvas and the picture chooser look into: the run, or without one the network as it is before training."""

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
from gui.xray.idle_look import IdleLook

Network: TypeAlias = tuple[Graph, TrainingConfig]
_SETTLED_MS = 400
"""A network is looked into so long after its last edit: compiling it at each of them would be for nothing."""
_VIEWER = "canvas"


class Looking(QObject):
    """Collects what is asked for, and asks whoever has the weights; holds the picture over runs and edits.

    Signals:
        frames_received(dict[FrameKey, Frame]): what was asked for.
        begun(): another network is looked into, or another run's; what was shown is out of date.
        picture_changed(PictureSource): all views look at another picture.
        failed(str): why the network cannot be looked into before it is trained, or something of it not at all.
    """

    frames_received = Signal(object)
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
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._look_in)
        session.run_started.connect(self._begin_run)
        session.state_changed.connect(self._follow)
        for source in (session, self._idle):
            source.frames_received.connect(self._pass_on)
            source.faults_received.connect(self._say_faults)
        self._idle.failed.connect(self.failed)

    @property
    def picture(self) -> PictureSource:
        """What all views look at."""
        return self._picture

    @property
    def keys(self) -> frozenset[FrameKey]:
        """All that is asked for."""
        return frozenset(key for keys in self._asked.values() for key in keys)

    def watch(self, viewer: str, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames on behalf of a viewer from now on, and for no others."""
        if (now := frozenset(keys)) == self._asked.get(viewer, frozenset()):
            return
        self._asked[viewer] = now
        if self._session.state is not RunState.IDLE:
            self._session.watch(self.keys, _VIEWER)
            # What others watch already comes again only when it changes.
            latest = {key: frame for key in now if (frame := self._session.latest(key)) is not None}
            if latest:
                self.frames_received.emit(latest)
        elif not self.keys:
            self._settling.stop()
            self._idle.leave()
        elif self._idle.is_open:
            self._idle.watch(self.keys)
        else:
            self._settling.start()

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
        if self._session.state is RunState.IDLE and self.keys:
            self._settling.start()

    def close(self) -> None:
        """Look no more; whoever looked has ended when this returns."""
        self._asked = {}
        self._stop_looking()

    def _pass_on(self, frames: dict[FrameKey, Frame]) -> None:
        self._at_fault -= frames.keys()
        self.frames_received.emit(frames)

    def _say_faults(self, faults: dict[FrameKey, Fault]) -> None:
        """Say what cannot be shown, once for as long as it cannot."""
        new = (faults.keys() & self.keys) - self._at_fault
        self._at_fault |= new
        for message in {faults[key].message for key in new}:
            self.failed.emit(message)

    def _begin_run(self) -> None:
        self._at_fault = set()
        self._stop_looking()
        self._session.show_picture(self._picture)
        self._session.watch(self.keys, _VIEWER)
        self.begun.emit()

    def _follow(self, state: RunState) -> None:
        if state is RunState.IDLE and self.keys:
            self.begun.emit()
            self._settling.start()

    def _look_in(self) -> None:
        if self._network is None or self._session.state is not RunState.IDLE:
            self._idle.leave()
            return
        self.begun.emit()
        self._idle.open(*self._network, self._picture, self.keys)

    def _stop_looking(self) -> None:
        self._settling.stop()
        self._idle.close()


def _is_equal(before: Network | None, now: Network | None) -> bool:
    """Whether the weights and what they compute are the same: a card that was only moved changes nothing."""
    if before is None or now is None:
        return before is now
    return before[1] == now[1] and computes_the_same(before[0], now[0])
