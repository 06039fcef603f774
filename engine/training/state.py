"""All that a run is between two steps, as plain values and tensors: what an exact resume needs."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.errors import TrainingError
from engine.training import randomness
from engine.training.run import Run
from engine.training.score import Score


class Stateful(Protocol):
    """Whatever changes as the run goes on and can say what it has become: a schedule, an average, a scaler."""

    def state_dict(self) -> dict[str, Any]:
        """Return what it has become."""

    def load_state_dict(self, state_dict: dict[str, Any], /) -> Any:
        """Become that again."""


@dataclass(frozen=True)
class Snapshot:
    """A run as it was; nothing in it is shared with the run that goes on.

    Attributes:
        epoch, step: finished and taken until then.
        weights: parameters and buffers by name, on the CPU.
        state: the rest, which ``torch.load(weights_only=True)`` reads: plain values, lists, dicts and tensors.
    """

    epoch: int
    step: int
    weights: dict[str, Tensor]
    state: dict[str, Any]


@torch.no_grad()
def snapshot(run: Run) -> Snapshot:
    """Return the run as it is after its last step, in the CPU's memory."""
    state = {
        "epoch": run.epoch,
        "step": run.step,
        "num_images": run.num_images,
        "seconds": run.stopwatch.seconds,
        "train_loss": run.train_loss,
        "batch_scores": [astuple(score) for score in run.batch_scores],
        "order": run.order_state,
        "random": randomness.state(run.device),
        "parts": {name: part.state_dict() for name, part in _parts(run).items()},
    }
    return Snapshot(run.epoch, run.step, _copied(dict(run.module.state_dict())), _copied(state))


def restore(run: Run, saved: Snapshot) -> None:
    """Bring a run that was set up anew to where another one of its graph and settings was.

    Raises:
        TrainingError: it was a run of another network, or with another optimizer.
    """
    try:
        run.module.load_state_dict(saved.weights)
        for name, part in _parts(run).items():
            part.load_state_dict(saved.state["parts"][name])
    except (RuntimeError, ValueError, KeyError) as error:
        raise TrainingError(
            f"The run cannot go on from its checkpoint, which is of another network or other settings: {error}."
        ) from error
    run.epoch, run.step = saved.state["epoch"], saved.state["step"]
    run.num_images, run.train_loss = saved.state["num_images"], saved.state["train_loss"]
    run.batch_scores = [Score(*values) for values in saved.state["batch_scores"]]
    run.stopwatch.add(saved.state["seconds"])
    run.order_state = saved.state["order"]
    run.order.set_state(run.order_state)
    randomness.restore(saved.state["random"], run.device)


def _parts(run: Run) -> dict[str, Stateful]:
    return {"optimizer": run.optimizer, **run.stateful}


def _copied(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().to("cpu", copy=True)
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_copied(each) for each in value)
    return value
