"""Looks into a network that no run trains, with the weights that a run would begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from engine.graph.model import Graph
from engine.probes.frames import Frame, FrameKey
from engine.probes.picture import PictureSource
from engine.training.config import TrainingConfig
from engine.training.events import InspectionFailed

if TYPE_CHECKING:
    from engine.runtime.mailbox import Mailbox
    from engine.runtime.worker import Joinable

_POLL_MS = 33
_CLOSE_S = 3.0


class InspectorLike(Protocol):
    """What is needed of `engine.runtime.inspector.Inspector`."""

    def start(self, *after: Joinable) -> None:
        """Begin when these have ended."""

    def join(self) -> None:
        """Wait until its thread has ended."""

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames and no others."""

    def show_picture(self, source: PictureSource) -> None:
        """Have all frames look at this picture."""

    def close(self, timeout: float) -> bool:
        """End its thread; return whether it has ended."""


InspectorFactory = Callable[[Graph, TrainingConfig, "Mailbox"], InspectorLike]


def _engine_inspector(graph: Graph, config: TrainingConfig, mailbox: Mailbox) -> InspectorLike:
    from engine.runtime.inspector import Inspector

    return Inspector(graph, config, mailbox)


class IdleLook(QObject):
    """One inspector at a time; those that were left end by themselves.

    Signals:
        frames_received(dict[FrameKey, Frame]): what was asked for.
        faults_received(dict[FrameKey, Fault]): why some of it could not be shown.
        failed(str): why the network cannot be looked into.
    """

    frames_received = Signal(object)
    faults_received = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, make_inspector: InspectorFactory | None = None) -> None:
        super().__init__(parent)
        self._make_inspector = make_inspector
        self._inspector: InspectorLike | None = None
        self._mailbox: Mailbox | None = None
        self._left: list[InspectorLike] = []
        self._latest: dict[FrameKey, Frame] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_open(self) -> bool:
        """Whether a network is looked into."""
        return self._inspector is not None

    def open(self, graph: Graph, config: TrainingConfig, picture: PictureSource, keys: Iterable[FrameKey]) -> None:
        """Look into another network."""
        from engine.runtime.mailbox import Mailbox

        self.leave()
        self._mailbox = Mailbox()
        make = self._make_inspector or _engine_inspector
        self._inspector = make(graph, config, self._mailbox)
        self._inspector.show_picture(picture)
        self._inspector.watch(keys)
        self._inspector.start(*self._left)
        self._timer.start()

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Ask for these frames from now on, and for no others."""
        if self._inspector is not None:
            wanted = frozenset(keys)
            self._latest = {key: frame for key, frame in self._latest.items() if key in wanted}
            self._inspector.watch(wanted)

    def latest(self, key: FrameKey) -> Frame | None:
        """Return the last frame of a key that is asked for; None where none has come."""
        return self._latest.get(key)

    @property
    def unfinished(self) -> tuple[Joinable, ...]:
        """Those that were left and have not ended yet: a run begins after them."""
        return tuple(self._left)

    def show_picture(self, source: PictureSource) -> None:
        """Look at another picture."""
        if self._inspector is not None:
            self._inspector.show_picture(source)

    def close(self) -> None:
        """Look no more, and have ended when this returns, or almost."""
        self.leave()
        self._left = [each for each in self._left if not each.close(_CLOSE_S)]

    def leave(self) -> None:
        """Look no more, without waiting for the frame that is being made."""
        self._timer.stop()
        self._left = [each for each in self._left if not each.close(0.0)]
        if self._inspector is not None and not self._inspector.close(0.0):
            self._left.append(self._inspector)
        self._inspector = self._mailbox = None
        self._latest = {}

    def _poll(self) -> None:
        mailbox = self._mailbox
        if mailbox is None:
            return
        for event in mailbox.take_events():
            if isinstance(event, InspectionFailed):
                self.leave()
                self.failed.emit(event.message)
                return
        if frames := mailbox.take_frames():
            self._latest |= frames
            self.frames_received.emit(frames)
        if self._mailbox is mailbox and (faults := mailbox.take_faults()):
            self.faults_received.emit(faults)
