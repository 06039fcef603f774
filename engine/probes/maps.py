"""What single nodes make of the probe image: activations, and pooling before and after."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine.compiling.compiler import all_scores
from engine.compiling.observing import observing
from engine.probes.frames import MAX_CHANNELS, MAX_FEATURES, ActivationFrame, PoolingFrame

if TYPE_CHECKING:
    from engine.probes.frames import Array


@dataclass(frozen=True)
class Passage:
    """What went into a node and what came out, for one image.

    Attributes:
        before: the node's first input, without the batch axis.
        after: its output.
    """

    before: Tensor
    after: Tensor


@torch.no_grad()
def passages(module: nn.Module, image: Tensor, names: Iterable[str]) -> tuple[dict[str, Passage], tuple[Tensor, ...]]:
    """Run the network on one image in evaluation mode; return what passed the named submodules, and all scores.

    Running statistics, random numbers and the training mode stay as they are.

    Args:
        image: ``(1, C, H, W)``, on the module's device.
    """
    seen: dict[str, Passage] = {}

    def note(name: str, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        seen[name] = Passage(inputs[0][0], output[0])

    with _evaluating(module), observing(module, names, note):
        outputs = all_scores(module(image))
    return seen, tuple(scores[0] for scores in outputs)


@contextmanager
def _evaluating(module: nn.Module) -> Iterator[None]:
    was_training = module.training
    module.eval()
    try:
        yield
    finally:
        module.train(was_training)


def activation_frame(values: Tensor, step: int) -> ActivationFrame:
    """Return a node's output, ``(C, H, W)``, ``(F,)`` or ``(C, F)``, as a frame."""
    return ActivationFrame(step=step, values=_copied(values), num_channels=len(values))


def pooling_frame(passage: Passage, step: int) -> PoolingFrame:
    """Return a pooling layer's input and output, ``(C, H, W)`` and ``(C, H_out, W_out)``, as a frame."""
    return PoolingFrame(
        step=step, before=_copied(passage.before), after=_copied(passage.after), num_channels=len(passage.after)
    )


def _copied(values: Tensor) -> Array:
    """Return the first channels as an array that shares no memory with the network."""
    if values.ndim == 2:
        values = values[:, None, :]  # rows of values are maps of height 1
    first = values[: MAX_FEATURES if values.ndim == 1 else MAX_CHANNELS]
    array: Array = first.to("cpu", torch.float32, copy=True).numpy()
    return array
