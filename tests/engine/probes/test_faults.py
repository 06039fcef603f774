"""An error inside a look is told to whoever waits for it; the run goes on, step by step as if nobody had looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from engine.probes import probes, step_watch
from engine.probes.frames import ActivationFrame, FrameKey, FrameKind
from engine.probes.looks import LOOKS
from engine.probes.past import Past
from engine.probes.pictures import Pictures
from engine.probes.predictions import Tally
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.events import EndReason, RunFinished
from engine.training.loop import train
from tests.networks import all_keys, small
from tests.probing import Bench

FC, FLAT = (FrameKey(FrameKind.ACTIVATIONS, small().by_name[name].id) for name in ("fc", "flatten"))
SHORT = TrainingConfig(epochs=1, batch_size=128, device="cpu")
KEYS = [*all_keys(small()), *(FrameKey(kind) for kind in (FrameKind.COLOURS, FrameKind.CONFUSION))]


def fail(*_: object, **__: object) -> None:
    raise RuntimeError("planted.\nwith a second line")


class Greedy(Mailbox):
    """Reads at once what it gets, so that every step is looked into, and keeps what went wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[FrameKey, str] = {}

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        super().post_scalars(step, loss, accuracy, seconds, num_images)
        self.take_frames()
        self.said |= {key: fault.message for key, fault in self.take_faults().items()}


Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: dict[str, tuple[Plant, FrameKind]] = {
    "a look": (lambda patch: patch.setitem(LOOKS, FrameKind.ACTIVATIONS, fail), FrameKind.ACTIVATIONS),
    "gradients": (lambda patch: patch.setattr(probes, "gradient_frame", fail), FrameKind.GRADIENTS),
    "a forward hook": (lambda patch: patch.setattr(step_watch, "note_output", fail), FrameKind.COLOURS),
    "a norm after the backward pass": (lambda patch: patch.setattr(step_watch, "norms_of", fail), FrameKind.COLOURS),
    "the picture": (lambda patch: patch.setattr(Pictures, "picture", fail), FrameKind.ACTIVATIONS),
    "the count of answers": (lambda patch: patch.setattr(Tally, "_note", fail), FrameKind.CONFUSION),
    "the history": (lambda patch: patch.setattr(Past, "note_gradients", fail), FrameKind.GRADIENT_HISTORY),
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_run_ends_as_it_would_and_the_view_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, kind = PLANTED[where]
    clean, mailbox = Mailbox(), Greedy()
    train(small(), SHORT, clean)
    plant(monkeypatch)
    mailbox.watch([*KEYS, FrameKey(FrameKind.GRADIENT_HISTORY)])
    train(small(), SHORT, mailbox)
    end = mailbox.take_events()[-1]
    assert isinstance(end, RunFinished)
    assert end.reason is EndReason.COMPLETED
    assert mailbox.read_scalars()[0]["loss"].tolist() == clean.read_scalars()[0]["loss"].tolist()
    mailbox.said |= {key: fault.message for key, fault in mailbox.take_faults().items()}
    said = [text for key, text in mailbox.said.items() if key.kind is kind]
    assert said
    assert all("RuntimeError: planted. Training is not affected." in text for text in said)


def test_the_sentence_names_the_node_and_other_views_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    original = LOOKS[FrameKind.ACTIVATIONS]
    monkeypatch.setitem(
        LOOKS, FrameKind.ACTIVATIONS, lambda moment, key: fail() if key == FC else original(moment, key)
    )
    bench = Bench(small(), FC, FLAT)
    bench.probes.after_step(1200)
    assert list(bench.mailbox.take_frames()) == [FLAT]
    (fault,) = bench.mailbox.take_faults().values()
    assert fault.step == 1200
    assert fault.message == (
        "fc: activations could not be shown at step 1,200. RuntimeError: planted. Training is not affected. Choose "
        "another node, picture or view, or report this as a mistake of the program."
    )


def test_a_fault_that_is_unread_is_not_made_again_and_goes_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOOKS, FrameKind.ACTIVATIONS, fail)
    bench = Bench(small(), FC)
    bench.probes.after_step(1)
    bench.probes.after_step(2)
    assert [fault.step for fault in bench.mailbox.take_faults().values()] == [1]
    bench.probes.after_step(3)
    bench.mailbox.watch([FLAT])
    assert not bench.mailbox.take_faults()
    assert bench.mailbox.wants(FLAT)


def test_a_waiting_run_reports_once_and_shows_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "idle_colours", fail)
    bench = Bench(small(), FrameKey(FrameKind.COLOURS), FC)
    bench.probes.refresh(4)
    assert isinstance(bench.mailbox.take_frames()[FC], ActivationFrame)
    assert list(bench.mailbox.take_faults()) == [FrameKey(FrameKind.COLOURS)]
    bench.probes.refresh(4)
    assert not bench.mailbox.take_faults()


def test_a_hook_that_fails_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_watch, "note_output", fail)
    bench = Bench(small(), FrameKey(FrameKind.COLOURS))
    bench.probes.before_forward(torch.zeros(4, *bench.image.shape[1:]))
    bench.backward()
    bench.probes.after_backward(1)
    bench.probes.after_step(1)
    assert not any(part._forward_hooks for part in bench.module.modules())
    assert "planted" in bench.mailbox.take_faults()[FrameKey(FrameKind.COLOURS)].message
