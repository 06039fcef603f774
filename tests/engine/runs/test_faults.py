from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
import torch

from engine.runs import checkpoints, metrics
from engine.runs.folder import RunFolder
from engine.training.events import EndReason, RunFailed, RunFinished, RunNotice
from tests.engine.runs.kept import NUM_STEPS, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox


def end_and_notices(mailbox: ActingMailbox) -> tuple[RunFinished, list[str]]:
    events = mailbox.take_events()
    assert isinstance(events[-1], RunFinished)
    return events[-1], [event.message for event in events if isinstance(event, RunNotice)]


def test_a_full_disk_is_a_sentence_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, is_full = new_folder(tmp_path), [True]

    def refuse(state: object, target: Path) -> None:
        if is_full[0]:
            target.write_bytes(b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        save(state, target)

    save = torch.save
    monkeypatch.setattr(torch, "save", refuse)
    mailbox = ActingMailbox({NUM_STEPS - 1: lambda: is_full.__setitem__(0, False)})
    go_on(folder, mailbox=mailbox)
    end, notices = end_and_notices(mailbox)
    assert (end.reason, end.step) == (EndReason.COMPLETED, NUM_STEPS)
    assert all("could not be written" in text and "No space left on device" in text for text in notices)
    assert 1 <= len(notices) <= 2  # once for the last, once for the best, and not at every checkpoint
    assert not list(folder.checkpoints.glob(".*"))  # nothing half is left
    whole = new_folder(tmp_path)
    go_on(whole)
    assert same(outcome(folder)["weights"], outcome(whole)["weights"])  # there was room again at the end


def test_numbers_that_found_no_room_are_written_when_there_is_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_folder(tmp_path)
    write, is_full = os.write, [False]

    def full(descriptor: int, content: bytes) -> int:
        if is_full[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", full)
    acts = {2: lambda: is_full.__setitem__(0, True), NUM_STEPS - 2: lambda: is_full.__setitem__(0, False)}
    mailbox = ActingMailbox(acts)
    go_on(folder, mailbox=mailbox)
    end, _ = end_and_notices(mailbox)
    assert end.reason is EndReason.COMPLETED
    assert [row.step for row in metrics.read_steps(folder.steps)] == list(range(1, NUM_STEPS + 1))


def test_a_folder_that_vanishes_is_a_sentence_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    mailbox = ActingMailbox({5: lambda: folder.path.rename(tmp_path / "elsewhere")})
    go_on(folder, mailbox=mailbox)
    end, notices = end_and_notices(mailbox)
    assert (end.reason, end.checkpoint) == (EndReason.COMPLETED, None)
    assert notices
    assert "No such file or directory" in notices[0]
    assert not folder.path.exists()


def test_weights_that_are_not_finite_never_replace_the_last_good_ones(tmp_path: Path) -> None:
    folder, planted_at = new_folder(tmp_path), 14

    class Planting(ActingMailbox):
        """Has a NaN in a weight behind a step, as a step that is too long leaves it."""

        def post_scalars(self, step: int, *values: float) -> None:
            super().post_scalars(step, *values)  # type: ignore[arg-type]
            if step == planted_at:
                with torch.no_grad():
                    weights[0].fill_(float("nan"))

    weights: list[torch.nn.Parameter] = []
    mailbox = Planting({})
    step = torch.optim.Adam.step

    def noting(self: torch.optim.Adam, *args: object) -> object:
        weights[:] = self.param_groups[0]["params"]
        return step(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim.Adam, "step", noting)
        go_on(folder, every=1, mailbox=mailbox)
    end, notices = end_and_notices(mailbox)
    assert (end.reason, end.step, notices) == (EndReason.DIVERGED, planted_at, [])
    last = checkpoints.read(checkpoints.latest_first(folder.checkpoints)[0])
    assert last.step == planted_at - 1
    assert all(bool(torch.isfinite(values).all()) for values in last.weights.values())
    whole = new_folder(tmp_path)
    go_on(whole)
    go_on(folder)  # without the NaN it goes on as if nothing had been
    assert same(outcome(folder), outcome(whole))


def test_a_folder_that_is_gone_is_said_before_training(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    mailbox = ActingMailbox({2: lambda: None})
    document = folder.document()
    shutil.rmtree(folder.path)

    class Gone(RunFolder):
        def document(self):  # type: ignore[no-untyped-def]
            return document

    go_on(Gone(folder.path), mailbox=mailbox)
    event = mailbox.take_events()[-1]
    assert isinstance(event, RunFailed)
    assert "cannot be used" in event.message
