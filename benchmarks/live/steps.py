"""Training steps per second with views watched, hidden, or with no probes at all, taken in turns within one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import partial
from time import perf_counter
from typing import Any

from torch import Tensor

from benchmarks.live.reading import reading
from engine.graph.model import Graph
from engine.probes.frames import ConfusionFrame, Frame, FrameKey, ReportFrame
from engine.probes.network import Network
from engine.probes.pictures import Pictures
from engine.probes.probes import Probes
from engine.runtime.mailbox import Mailbox
from engine.training import loop, setup
from engine.training.config import TrainingConfig
from engine.training.control import RunControl

_NOTHING: Mapping[FrameKey, int] = {}


class Way(Enum):
    """How a block of steps is trained."""

    NONE = "none"
    """The loop calls no probe."""
    HIDDEN = "hidden"
    """Probes are there, and nobody watches."""
    VIEWS = "views"
    """Every view is watched, and read 30 times a second."""


class TurnsMailbox(Mailbox):
    """A mailbox whose watchers come and go by turns; measures the steps of each turn, in the run's own thread.

    Views that come back are not asked for anew: what is made at once when a person asks for it is not made again with
    each turn. The steps at the ends of an epoch, with the validation between them, are left out.

    Args:
        turns: in what order.
        seconds: of a turn.
        control: stopped behind the last turn.
    """

    def __init__(self, turns: Sequence[Way], seconds: float, control: RunControl) -> None:
        super().__init__()
        self._turns = list(turns)
        self._seconds = seconds
        self._control = control
        self._begin = self._last = perf_counter()
        self._step_times: list[float] = []
        self.way = Way.VIEWS  # the first turn warms up, and makes what is made at once
        self.is_first_of_epoch = True
        self.rates: list[tuple[Way, float]] = []
        self.num_frames: Counter[str] = Counter()
        self._seconds_of = dict.fromkeys(Way, 0.0)

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        """Count a step."""
        super().post_scalars(step, loss, accuracy, seconds, num_images)
        now = perf_counter()
        if not self.is_first_of_epoch:
            self._step_times.append(now - self._last)
        self.is_first_of_epoch = False
        self._last = now
        if now - self._begin >= self._seconds and len(self._step_times) >= 3:
            self._next_turn(now)

    def post_event(self, event: Any) -> None:
        """Note that an epoch is over."""
        super().post_event(event)
        self.is_first_of_epoch = True

    def post_frame(self, key: FrameKey, frame: Frame) -> None:
        """Count a frame."""
        super().post_frame(key, frame)
        self.num_frames[key.kind.value] += 1

    @property
    def asked(self) -> Mapping[FrameKey, int]:
        """All that was asked for, in the turns of the watchers."""
        return super().asked if self.way is Way.VIEWS else _NOTHING

    def wants(self, key: FrameKey) -> bool:
        """Whether somebody looks."""
        return self.way is Way.VIEWS and super().wants(key)

    def seconds_of(self, way: Way) -> float:
        """Return the time that a way has had so far, as a clock of its own."""
        return self._seconds_of[way] + (perf_counter() - self._begin if way is self.way else 0.0)

    def _next_turn(self, now: float) -> None:
        self._seconds_of[self.way] += now - self._begin
        if len(self.rates) <= len(self._turns):
            self.rates.append((self.way, len(self._step_times) / sum(self._step_times)))
        if len(self.rates) > len(self._turns):
            self._control.stop()
            return
        self.way = self._turns[len(self.rates) - 1]
        self._step_times.clear()
        self._begin = now


class TurnProbes:
    """Stands in the place of a run's `Probes`: others in each turn, whose budgets know nothing of the other turns.

    Else what is earned while nobody watches would be spent by those who do.
    """

    def __init__(self, network: Network, pictures: Pictures, sink: TurnsMailbox) -> None:
        self._sink = sink
        self._probes = {
            way: Probes(network, pictures, sink, partial(sink.seconds_of, way)) for way in (Way.HIDDEN, Way.VIEWS)
        }

    @property
    def is_watching(self) -> bool:
        """Whether this turn's probes look into the step."""
        probes = self._probes.get(self._sink.way)
        return probes is not None and probes.is_watching

    def before_forward(self, images: Tensor) -> None:
        """Have this turn's probes begin to watch a step."""
        if probes := self._probes.get(self._sink.way):
            probes.before_forward(images)

    def after_backward(self, step: int) -> None:
        """Have them show gradients."""
        if probes := self._probes.get(self._sink.way):
            probes.after_backward(step)

    def after_step(self, step: int) -> None:
        """Have them show the network."""
        if probes := self._probes.get(self._sink.way):
            probes.after_step(step)

    def after_epoch(self, validation: Callable[[], ConfusionFrame | ReportFrame | None], step: int) -> None:
        """Have all of them remember a validation."""
        for probes in self._probes.values():
            probes.after_epoch(validation, step)


def measure(
    graph: Graph, keys: Iterable[FrameKey], config: TrainingConfig, rounds: int, seconds: float
) -> TurnsMailbox:
    """Train with the ways in turns, in changing order; return the mailbox with the steps per second of each turn."""
    order = list(Way)
    turns = [way for number in range(rounds) for way in (order if number % 2 else reversed(order))]
    control = RunControl()
    mailbox = TurnsMailbox(turns, seconds, control)
    mailbox.watch(keys)
    original = setup.Probes  # type: ignore[attr-defined]
    setup.Probes = TurnProbes  # type: ignore[assignment, attr-defined]
    try:
        with reading(mailbox):
            loop.train(graph, config, mailbox, control)
    finally:
        setup.Probes = original  # type: ignore[attr-defined]
    if len(mailbox.rates) <= len(turns):
        raise RuntimeError(f"The run ended early: {mailbox.take_events()[-1]}")
    del mailbox.rates[0]
    return mailbox
