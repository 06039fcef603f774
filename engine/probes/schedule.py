"""Which of the frames that somebody waits for are to be made now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from engine.probes.budget import Budget
from engine.probes.frames import FrameKey
from engine.probes.pace import Lane, pace_of
from engine.probes.sink import FrameSink


@dataclass(frozen=True)
class _Made:
    """When and of what a key's last frame was made."""

    at: float
    step: int
    asked_at: int
    picture: object


class Schedule:
    """Keeps the probes to their share of the training time, and from making twice what has not changed.

    Args:
        sink: who waits, and for what.
        clock: in seconds.
    """

    def __init__(self, sink: FrameSink, clock: Callable[[], float] = perf_counter) -> None:
        self._sink = sink
        self._clock = clock
        self._budgets = {lane: Budget(lane.share, clock=clock) for lane in Lane}
        self._made: dict[FrameKey, _Made] = {}

    def due(self, keys: Collection[FrameKey]) -> list[FrameKey]:
        """Return those of the keys that are wanted, and may be served while the run goes on."""
        wanted = [key for key in keys if self._sink.wants(key)]
        if not wanted:
            return []
        now = self._clock()
        affordable = {lane for lane in {pace_of(key.kind).lane for key in wanted} if self._budgets[lane].allows}
        return [key for key in wanted if self._is_due(key, now, affordable)]

    def changed(self, keys: Collection[FrameKey], step: int) -> list[FrameKey]:
        """Return those of the keys whose last frame is not of this step, this picture and this asking."""
        return [key for key in keys if self._is_new(key) or self._made[key].step != step]

    def note(self, key: FrameKey, step: int) -> None:
        """Note that a key has been served, or cannot be."""
        self._made[key] = _Made(self._clock(), step, self._sink.asked_at(key), self._sink.picture)
        if len(self._made) > 2 * len(self._sink.watched) + 64:  # each place of a slider was a key of its own
            self._made = {kept: made for kept, made in self._made.items() if kept in self._sink.watched}

    def may_note_history(self) -> bool:
        """Whether there is time left for what is noted without being watched."""
        return self._budgets[Lane.HISTORY].allows

    @contextmanager
    def spending(self, lane: Lane) -> Iterator[None]:
        """Count the time spent inside against a lane."""
        with self._budgets[lane].spending():
            yield

    def _is_due(self, key: FrameKey, now: float, affordable: Collection[Lane]) -> bool:
        pace = pace_of(key.kind)
        if self._is_new(key):
            return pace.is_prompt or pace.lane in affordable
        return pace.lane in affordable and now - self._made[key].at >= pace.interval_s

    def _is_new(self, key: FrameKey) -> bool:
        made = self._made.get(key)
        return made is None or made.asked_at != self._sink.asked_at(key) or made.picture is not self._sink.picture
