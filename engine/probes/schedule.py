"""Which of the frames that somebody waits for are to be made now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from engine.probes.budget import Budget
from engine.probes.frames import FrameKey
from engine.probes.pace import Lane, Pace, Phase, pace_of
from engine.probes.sink import FrameSink

_KEPT = 64
"""Entries of keys that nobody asks for any more: each place of a slider was a key of its own."""


@dataclass(eq=False)
class _Entry:
    """A key that is asked for, and when and of what its last frame was made; `step` is -1 before there is one."""

    key: FrameKey
    asked_at: int
    pace: Pace = field(init=False)
    at: float = 0.0
    step: int = -1
    picture: object = None

    def __post_init__(self) -> None:
        self.pace = pace_of(self.key.kind)


class Schedule:
    """Keeps the probes to their share of the training time, and from making twice what has not changed.

    It is asked several times a step: what is due is looked up without hashing the keys, which may be long.

    Args:
        sink: who waits, and for what.
        clock: in seconds.
    """

    def __init__(self, sink: FrameSink, clock: Callable[[], float] = perf_counter) -> None:
        self._sink = sink
        self._clock = clock
        self._budgets = {lane: Budget(lane.share, lane.share_while_cheap, clock=clock) for lane in Lane}
        self._asked: Mapping[FrameKey, int] = {}
        self._known: dict[FrameKey, _Entry] = {}
        self._phases: dict[Phase, dict[Lane, list[_Entry]]] = {}

    def due(self, phase: Phase) -> list[FrameKey]:
        """Return the keys of a phase that are wanted, and may be served while the run goes on."""
        self._look_up()
        if (lanes := self._phases.get(phase)) is None:
            return []
        now = self._clock()
        return [
            entry.key
            for lane, entries in lanes.items()
            for entry in self._due(entries, now, affordable=self._budgets[lane].allows)
            if self._sink.wants(entry.key)
        ]

    def changed(self, step: int) -> list[FrameKey]:
        """Return the keys that are asked for whose last frame is not of this step and this picture."""
        self._look_up()
        entries = (self._known[key] for key in self._asked)
        return [entry.key for entry in entries if self._is_new(entry) or entry.step != step]

    def note(self, key: FrameKey, step: int) -> None:
        """Note that a key has been served, or cannot be."""
        entry = self._known.get(key)
        if entry is None:  # nobody asks for it any more
            return
        entry.at, entry.step, entry.picture = self._clock(), step, self._sink.picture

    def may_note_history(self) -> bool:
        """Whether there is time left for what is noted without being watched."""
        return self._budgets[Lane.HISTORY].allows

    @contextmanager
    def spending(self, lane: Lane) -> Iterator[None]:
        """Count the time spent inside against a lane."""
        with self._budgets[lane].spending():
            yield

    def _look_up(self) -> None:
        asked = self._sink.asked
        if asked is self._asked:
            return
        self._asked = asked
        self._phases = {}
        for key, asked_at in asked.items():
            entry = self._known.get(key)
            if entry is None or entry.asked_at != asked_at:
                entry = self._known[key] = _Entry(key, asked_at)
            self._phases.setdefault(entry.pace.phase, {}).setdefault(entry.pace.lane, []).append(entry)
        if len(self._known) > len(asked) + _KEPT:
            self._known = {key: self._known[key] for key in asked}

    def _due(self, entries: list[_Entry], now: float, *, affordable: bool) -> Iterator[_Entry]:
        for entry in entries:
            if affordable:
                if now - entry.at >= entry.pace.interval_s or self._is_new(entry):
                    yield entry
            elif entry.pace.is_prompt and self._is_new(entry):
                yield entry

    def _is_new(self, entry: _Entry) -> bool:
        return entry.step < 0 or entry.picture is not self._sink.picture
