"""Following a run from a terminal: a bar on stderr until its last event."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import Runner
from engine.tasks.task import Metric
from engine.training.events import (
    EpochFinished,
    RunEvent,
    RunExtended,
    RunFailed,
    RunFinished,
    RunNotice,
    RunPaused,
    RunStarted,
    WeightsLoaded,
)

INTERVAL_S = 0.1


@dataclass(frozen=True)
class Followed:
    """How a run went.

    Attributes:
        started: its first event, if it came so far.
        end: its last one.
        took_its_steps: whether it was stopped because it had taken as many steps as it was to take.
    """

    started: RunStarted | None
    end: RunFinished | RunFailed
    took_its_steps: bool = False


def follow(runner: Runner, mailbox: Mailbox, metric: Metric) -> Followed:
    """Show a started run's progress until it ends.

    Ctrl-C stops the run, which then ends in its own way; so does the pause behind the steps that it was to take.

    Args:
        metric: of the run's task.
    """
    from tqdm import tqdm

    started: RunStarted | None = None
    took_its_steps = False
    cursor = 0
    with _stopped_by_interrupt(runner), tqdm(file=sys.stderr, unit="step", desc="preparing", delay=0.2) as bar:
        while True:
            time.sleep(INTERVAL_S)
            events = mailbox.take_events()
            for event in events:
                if isinstance(event, RunStarted):
                    started = event
                    bar.reset(event.steps_per_epoch * event.epochs)
                    bar.set_description(event.device_text)
                elif isinstance(event, RunPaused):
                    took_its_steps = True
                    runner.stop()
                elif isinstance(event, RunExtended) and event.note:
                    bar.write(event.note, file=sys.stderr)
                elif isinstance(event, WeightsLoaded):
                    bar.write(event.text, file=sys.stderr)
                elif isinstance(event, EpochFinished) and not metric.in_steps:
                    bar.write(f"Epoch {event.epoch}: {metric.title} {event.validation_accuracy:.1%}", file=sys.stderr)
                elif isinstance(event, RunNotice):
                    bar.write(event.message, file=sys.stderr)
            records, cursor = mailbox.read_scalars(cursor)
            if len(records):
                last = records[-1]
                measured = f"{metric.title} {last['accuracy']:.0%}, " if metric.in_steps else ""
                speed = last["num_images"] / last["seconds"]
                bar.set_postfix_str(f"loss {last['loss']:.3f}, {measured}{speed:,.0f} images/s", refresh=False)
                bar.update(len(records))
            if (end := _end(events)) is not None:
                return Followed(started, end, took_its_steps)


def _end(events: list[RunEvent]) -> RunFinished | RunFailed | None:
    return next((event for event in events if isinstance(event, RunFinished | RunFailed)), None)


@contextmanager
def _stopped_by_interrupt(runner: Runner) -> Iterator[None]:
    """Have Ctrl-C stop the run instead of raising `KeyboardInterrupt` in the midst of something."""

    def stop(signal_number: int, frame: FrameType | None) -> None:
        runner.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
