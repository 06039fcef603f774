from __future__ import annotations

import threading

import numpy as np

from engine.probes.frames import ActivationFrame, FrameKey, FrameKind
from engine.runtime.mailbox import Mailbox
from engine.training.events import RunPaused, RunResumed

KEY = FrameKey(FrameKind.ACTIVATIONS, "a")
OTHER = FrameKey(FrameKind.ACTIVATIONS, "b")


def frame(step: int) -> ActivationFrame:
    return ActivationFrame(step, np.zeros((1, 1, 1), np.float32), 1)


def test_events_come_once_and_in_order() -> None:
    mailbox = Mailbox()
    mailbox.post_event(RunPaused(1))
    mailbox.post_event(RunResumed(1))
    assert mailbox.take_events() == [RunPaused(1), RunResumed(1)]
    assert mailbox.take_events() == []


def test_scalars_are_kept_beyond_the_first_buffer_and_read_by_cursor() -> None:
    mailbox = Mailbox()
    early = mailbox.read_scalars()[0]
    for step in range(1, 2501):
        mailbox.post_scalars(step, 1 / step, 0.5, step / 10, step * 32)
        if step == 1000:
            early, cursor = mailbox.read_scalars()
    rest, end = mailbox.read_scalars(cursor)
    assert np.concatenate([early, rest])["step"].tolist() == list(range(1, 2501))
    assert rest[-1].tolist() == (2500, 1 / 2500, 0.5, 250.0, 80_000)
    assert len(mailbox.read_scalars(end)[0]) == 0


def test_no_record_is_lost_or_torn_while_another_thread_writes() -> None:
    mailbox = Mailbox()
    last = 50_000

    def write() -> None:
        for step in range(1, last + 1):
            mailbox.post_scalars(step, float(step), 0.0, 0.0, step)

    writer = threading.Thread(target=write)
    writer.start()
    cursor, steps = 0, []
    while len(steps) < last:
        records, cursor = mailbox.read_scalars(cursor)
        assert (records["loss"] == records["step"]).all()
        steps.extend(records["step"].tolist())
    writer.join()
    assert steps == list(range(1, last + 1))


def test_a_frame_is_wanted_while_it_is_watched_and_none_is_unread() -> None:
    mailbox = Mailbox()
    assert not mailbox.wants(KEY)
    mailbox.watch([KEY])
    assert mailbox.wants(KEY)
    mailbox.post_frame(KEY, frame(1))
    assert not mailbox.wants(KEY)
    mailbox.post_frame(KEY, frame(2))
    assert mailbox.take_frames()[KEY].step == 2
    assert mailbox.wants(KEY)


def test_frames_that_are_no_longer_watched_are_dropped() -> None:
    mailbox = Mailbox()
    mailbox.watch([KEY])
    mailbox.post_frame(KEY, frame(1))
    mailbox.watch([OTHER])
    assert mailbox.take_frames() == {}
    mailbox.post_frame(KEY, frame(2))  # the worker was in the midst of it
    assert mailbox.take_frames() == {}
    assert mailbox.watched == {OTHER}
