"""Worker processes end with what they read for, however that ends, and read the same however they begin."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from engine.data import loading, streaming
from engine.data.loading import LoadOptions, load
from engine.data.streaming import Stream, StreamedSet
from engine.project.document import Document
from engine.runs.folder import RunFolder
from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import Runner
from engine.training.config import TrainingConfig
from engine.training.events import RunEvent, RunFailed, RunFinished
from tests.engine.data.streamed import EPOCHS, SHAPE, network, photographs
from tests.networks import ActingMailbox

CPU = torch.device("cpu")
ROOT = Path(__file__).parents[3]
LAST = (RunFinished, RunFailed)


@pytest.fixture(autouse=True)
def one_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stream whatever is loaded, by one process; none is left behind, whatever the test is about."""
    monkeypatch.setattr(loading, "RESIDENT_BYTES", 0)
    monkeypatch.setattr(loading, "num_workers", lambda count: 1)
    yield
    assert workers() == []


def workers() -> list[int | None]:
    return [child.pid for child in multiprocessing.active_children()]


def until(over: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not over():
        assert time.monotonic() < end, "it has not come"
        time.sleep(0.01)


def ended(mailbox: Mailbox) -> RunFinished | RunFailed:
    """Wait for a run's last event."""
    events: list[RunEvent] = []
    until(lambda: events.extend(mailbox.take_events()) or isinstance(events[-1] if events else None, LAST))
    last = events[-1]
    assert isinstance(last, LAST)
    return last


def config(root: Path, epochs: int = EPOCHS) -> TrainingConfig:
    return TrainingConfig(data=str(root), epochs=epochs, batch_size=8, device="cpu")


def test_they_end_when_the_run_is_stopped_and_its_weights_are_still_looked_at(tmp_path: Path) -> None:
    seen: list[list[int | None]] = []
    mailbox = ActingMailbox({2: lambda: seen.append(workers())})
    runner = Runner(network(), config(photographs(tmp_path)), mailbox)
    runner.start()
    until(lambda: seen)
    assert len(seen[0]) == 1
    runner.stop()
    assert isinstance(ended(mailbox), RunFinished)
    assert workers() == []
    assert runner._thread.is_alive()
    assert runner.close(30)


def test_they_end_when_the_window_closes_in_the_midst_of_an_epoch(tmp_path: Path) -> None:
    mailbox = Mailbox()
    runner = Runner(network(), config(photographs(tmp_path)), mailbox)
    runner.start()
    until(lambda: len(mailbox.read_scalars()[0]))
    assert runner.close(30)
    assert workers() == []


def test_a_set_that_disappears_ends_the_run_with_a_sentence_and_it_goes_on_when_it_is_back(tmp_path: Path) -> None:
    root, away = photographs(tmp_path / "set"), tmp_path / "elsewhere"
    training = config(root, epochs=400)
    folder = RunFolder.create(tmp_path / "runs", Document(network(), training), "run")
    mailbox = ActingMailbox({8: lambda: shutil.move(root, away)})
    first = Runner(network(), training, mailbox, folder=folder)
    first.start()
    failed = ended(mailbox)
    assert isinstance(failed, RunFailed)
    assert first.close(30)
    assert str(root) in failed.message
    assert "can no longer be read. There is no such file. Put it back, or begin a new run without it." in failed.message
    assert workers() == []

    shutil.move(away, root)
    mailbox = Mailbox()
    again = Runner(network(), training, mailbox, folder=folder)
    again.start()
    until(lambda: len(mailbox.read_scalars()[0]) > 12)
    assert mailbox.read_scalars()[0]["step"].tolist()[:13] == list(range(1, 14)), "from its last checkpoint on"
    assert again.close(30)


def test_a_worker_that_is_killed_is_said_and_not_waited_for(tmp_path: Path) -> None:
    def kill() -> None:
        for pid in workers():
            os.kill(pid or 0, signal.SIGKILL)

    mailbox = ActingMailbox({3: kill})
    runner = Runner(network(), config(photographs(tmp_path)), mailbox)
    runner.start()
    failed = ended(mailbox)
    assert runner.close(30)
    assert "A process that reads images ahead has died: " in failed.message
    assert "Free some memory or take smaller batches, and go on with the run." in failed.message


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_forked_ones_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = {}
    root = photographs(tmp_path)
    for method in ("spawn", "fork"):
        monkeypatch.setattr(streaming, "START_METHOD", method)
        data = load(str(root), SHAPE, CPU, LoadOptions(normalize="none"))
        assert isinstance(data.train, StreamedSet)
        read[method] = [images for images, _ in data.train.epoch(8, torch.Generator().manual_seed(3))]
        data.close()
    for one, other in zip(read["spawn"], read["fork"], strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize(("device", "is_pinned"), [("cpu", False), ("cuda", True), ("mps", False)])
def test_memory_is_pinned_for_cuda_alone(tmp_path: Path, device: str, is_pinned: bool) -> None:
    train = load(str(photographs(tmp_path)), SHAPE, CPU).train
    assert isinstance(train, StreamedSet)
    stream = Stream(train.stream._samples._collection, train.pipeline, torch.device(device), 1)
    assert stream._loader.pin_memory is is_pinned


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_they_end_by_themselves_when_the_program_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.engine.data.reading_program", str(photographs(tmp_path))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pids = [int(word) for word in program.stdout.readline().split()]
        assert len(pids) == 1
        program.kill()
    until(lambda: not any(_runs(pid) for pid in pids), 30)


def _runs(pid: int) -> bool:
    """Whether a process is there and no zombie that waits for whoever has adopted it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
