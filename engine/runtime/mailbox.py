"""One mailbox between the worker and its watcher, with three lanes; neither side ever waits for the other.

* ``events``: rare and lossless.
* ``scalars``: one fixed-size record a step, lossless, read by cursor.
* ``frames``: the latest only, per key. While a frame is unread `Mailbox.wants` is false, so the worker skips the
  reduction itself: pressure stops at the source. Where a frame cannot be made, a fault comes in its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.probes.frames import Fault, Frame, FrameKey
from engine.probes.picture import PictureSource, SamplePicture
from engine.training.events import RunEvent

SCALARS = np.dtype([("step", "i8"), ("loss", "f8"), ("accuracy", "f8"), ("seconds", "f8"), ("num_images", "i8")])
"""A step's record: counted from 1; mean loss and share of right answers over the batch as it was trained on; seconds
since the run began, pauses left out; images seen since the run began."""

Records: TypeAlias = npt.NDArray[np.void]


class Mailbox:
    """Written by one worker thread, read by one watcher thread.

    Single dict, deque and attribute operations are atomic in CPython; that is all this relies on.
    """

    def __init__(self) -> None:
        self._events: deque[RunEvent] = deque()
        self._records = np.empty(1024, SCALARS)
        self._num_records = 0
        self._frames: dict[FrameKey, Frame] = {}
        self._faults: dict[FrameKey, Fault] = {}
        self._asked: dict[FrameKey, int] = {}
        self._num_asked = 0
        self._picture: PictureSource = SamplePicture()

    def post_event(self, event: RunEvent) -> None:
        """Worker: report something rare."""
        self._events.append(event)

    def take_events(self) -> list[RunEvent]:
        """Watcher: return the events that came since the last call, oldest first."""
        return [self._events.popleft() for _ in range(len(self._events))]

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        """Worker: record a step; fields as in `SCALARS`."""
        if self._num_records == len(self._records):
            # A reader keeps a view of the old buffer, whose records stay as they are.
            self._records = np.concatenate([self._records, np.empty_like(self._records)])
        self._records[self._num_records] = (step, loss, accuracy, seconds, num_images)
        self._num_records += 1

    def read_scalars(self, cursor: int = 0) -> tuple[Records, int]:
        """Watcher: return the records from ``cursor`` on, and the cursor for the next call."""
        end = self._num_records  # before the buffer: it may be replaced by a longer one, never by a shorter
        return self._records[cursor:end], end

    def watch(self, keys: Iterable[FrameKey]) -> None:
        """Watcher: ask for these frames from now on, and for no others."""
        self._num_asked += 1
        asked = self._asked
        self._asked = {key: asked.get(key, self._num_asked) for key in keys}
        for unread in (self._frames, self._faults):
            for key in tuple(unread):
                if key not in self._asked:
                    unread.pop(key, None)

    def show_picture(self, source: PictureSource) -> None:
        """Watcher: have all views look at this picture from now on."""
        self._picture = source

    @property
    def picture(self) -> PictureSource:
        """The picture that the views look at."""
        return self._picture

    @property
    def asked(self) -> Mapping[FrameKey, int]:
        """The keys that the watcher asked for: another mapping after each call of `watch`.

        The values say by which call each was asked for, since when it has been without a break.
        """
        return self._asked

    @property
    def watched(self) -> frozenset[FrameKey]:
        """The keys that the watcher asked for."""
        return frozenset(self._asked)

    def wants(self, key: FrameKey) -> bool:
        """Worker: whether a frame would be looked at, that is, is asked for and not still unread."""
        return key in self._asked and key not in self._frames and key not in self._faults

    def post_frame(self, key: FrameKey, frame: Frame) -> None:
        """Worker: hand over a frame in place of any unread one."""
        self._frames[key] = frame

    def take_frames(self) -> dict[FrameKey, Frame]:
        """Watcher: return the unread frames that are still asked for."""
        taken = {key: self._frames.pop(key) for key in tuple(self._frames)}
        return {key: frame for key, frame in taken.items() if key in self._asked}

    def post_fault(self, key: FrameKey, fault: Fault) -> None:
        """Worker: say why there is no frame."""
        self._faults[key] = fault

    def take_faults(self) -> dict[FrameKey, Fault]:
        """Watcher: return why frames that are still asked for could not be made since the last call."""
        taken = {key: self._faults.pop(key) for key in tuple(self._faults)}
        return {key: fault for key, fault in taken.items() if key in self._asked}
