"""torch.compile: the network as one static graph, where that works on this machine."""
# ruff: noqa: TID253

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, fx

from engine.compiling.compiler import all_scores


def statically(module: fx.GraphModule, images: Tensor) -> tuple[Callable[[Tensor], Any], str]:
    """Return what computes the network in training, and a sentence that says why it is not compiled, if so.

    It is tried here with a batch, because torch compiles when it is first called and may fail as late as that. The
    trial leaves no trace: batch normalization's averages, the gradients and the random generator are as before.

    Args:
        module: in training mode; it goes on being the network itself, with the same weights.
        images: like those of a step.
    """
    if reason := why_not(images.device):
        return module, reason
    compiled, shape = torch.compile(module), images.shape
    kept = {name: buffer.clone() for name, buffer in module.named_buffers()}
    try:
        with torch.random.fork_rng(devices=[images.device] if images.device.type == "cuda" else []):
            sum(scores.float().sum() for scores in all_scores(compiled(images))).backward()  # type: ignore[union-attr]
    except Exception as error:  # noqa: BLE001 — torch raises whatever its compiler raised
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return module, f"torch.compile could not make a static graph of it, so it runs without. torch says: {first}"
    finally:
        module.zero_grad(set_to_none=True)
        for name, buffer in module.named_buffers():
            buffer.data.copy_(kept[name])

    def compute(batch: Tensor) -> Any:
        # An epoch's last batch has a size of its own: a graph for it too took 26 s of LeNet-5's run, measured here.
        return compiled(batch) if batch.shape == shape else module(batch)

    return compute, ""


def why_not(device: torch.device) -> str:
    """Return why torch.compile cannot work on a device, or nothing."""
    if device.type == "mps":
        return "torch.compile does not train on Apple's GPU yet, so the network runs without it."
    if device.type == "cpu" and not _has_compiler():
        return (
            "torch.compile needs a C++ compiler for the CPU, and there is none here, so the network runs without it. "
            "Install g++ or clang++."
        )
    return ""


def _has_compiler() -> bool:
    named = os.environ.get("CXX", "")
    return any(shutil.which(name) for name in (named, "g++", "clang++", "cl") if name)
