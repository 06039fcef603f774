"""Out of memory: how much there is, the largest batch that fits, and into how many parts the wanted one must go."""
# ruff: noqa: TID253

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.data.batches import num_batches
from engine.training.config import TrainingConfig
from engine.training.run import Run

_WORDS = ("out of memory", "can't allocate memory", "not enough memory", "bad_alloc")
"""How torch says so where it raises a plain RuntimeError: MPS, CPU on Linux, CPU on Windows, C++ itself."""

_PIECE = re.compile(r"tried to allocate ([\d.]+) ?(bytes|KiB|MiB|GiB)", re.IGNORECASE)
_UNITS = {"bytes": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30}

_MOST_PARTS = 1024


@dataclass(frozen=True)
class Fit:
    """What a step may be.

    Attributes:
        images: as many at a time; 0 if not even one image fits.
        batch_size: the largest setting with which no step has more images than that.
        accumulation: the least number of parts into which the wanted batch goes; 0 if there is none.
    """

    images: int
    batch_size: int
    accumulation: int


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory is used up."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and any(words in str(error) for words in _WORDS)
    )


def fit_of(run: Run) -> Fit:
    """Return what fits, found by trying."""
    images, num_images = largest_batch(run), len(run.data.train)
    size = run.config.batch_size
    sizes = (each for each in range(images, 0, -1) if largest_step(num_images, each) <= images)
    wanted = largest_step(num_images, size)
    parts = -(-wanted // images) if images else 0
    return Fit(images, next(sizes, 0), parts if parts <= min(_MOST_PARTS, wanted // 2) else 0)


def largest_step(num_images: int, batch_size: int) -> int:
    """Return the images of an epoch's largest step: a single image that is left over joins the last batch."""
    rest = num_images - (num_batches(num_images, batch_size) - 1) * batch_size
    return max(rest, min(batch_size, num_images))


def largest_batch(run: Run) -> int:
    """Return how many images fit in a step, found by trying blank ones, forward and backward; 0 if none does.

    Weights, running statistics and random numbers are left as they were; gradients are forgotten. The tries halve what
    is unknown, so that a batch of 512 takes nine of them. What the optimizer will keep is kept free meanwhile.
    """
    statistics = {name: buffer.clone() for name, buffer in run.module.named_buffers()}
    run.module.zero_grad(set_to_none=True)
    kept_free = _optimizer_state_to_come(run)
    fits, too_many = 0, run.largest_part
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if _fits(run, middle) else (fits, middle)
    kept_free.clear()
    for name, buffer in run.module.named_buffers():
        buffer.data.copy_(statistics[name])
    return fits


def _optimizer_state_to_come(run: Run) -> list[Tensor]:
    """Return as much as the optimizer is going to make for itself in its first step; nothing after that."""
    if run.optimizer.state:
        return []
    learning = [parameter for group in run.optimizer.param_groups for parameter in group["params"]]
    return [torch.empty_like(parameter) for parameter in learning for _ in range(_num_states(run.config))]


def _num_states(config: TrainingConfig) -> int:
    """Return how many numbers torch.optim's class keeps for each parameter."""
    momentum = bool(config.momentum)
    return {"SGD": int(momentum), "Adam": 2, "AdamW": 2, "RMSprop": 1 + momentum, "Adagrad": 1}[config.optimizer]


def _fits(run: Run, num_images: int) -> bool:
    try:
        images, targets = next(run.data.train.in_order(1))
        blank = images.new_zeros(num_images, *images.shape[1:])
        answers = targets.new_zeros(num_images, *targets.shape[1:])
        run.module.eval() if num_images == 1 else run.module.train()
        with torch.random.fork_rng(devices=[run.device] if run.device.type == "cuda" else []):
            with run.precision.computing():
                scores = run.scores(blank)
            run.objective(run.loss(scores[0], answers), scores, answers).backward()  # type: ignore[no-untyped-call]
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        return False
    finally:
        run.module.train()
        run.module.zero_grad(set_to_none=True)
        if run.device.type == "cuda":
            torch.cuda.empty_cache()
    return True


def text(run: Run, fit: Fit, error: BaseException) -> str:
    """Return what the person reads: what did not fit, in what, and what to set instead."""
    size = run.largest_part
    asked = f"A step with {size:,} {'image' if size == 1 else 'images'} at a time needs more memory than there is"
    asked += _numbers(error, _total_gib(run.device))
    if not fit.images:
        return f"{asked} Not even one image fits: reduce the Input's shape or the number of maps."
    batch = run.config.batch_size
    sentence = f"{asked} The largest batch that fits is {fit.images:,}. Set batch_size to {fit.batch_size:,}"
    if not fit.accumulation:
        return f"{sentence}."
    return (
        f"{sentence}, or keep the batch of {batch:,} and set accumulation to {fit.accumulation:,}, which computes it "
        "in parts."
    )


def _numbers(error: BaseException, total: float) -> str:
    """Return in brackets what there is, and the piece that could not be had."""
    known = [f"{total:.1f} GiB in all"] if total else []
    if (piece := _PIECE.search(str(error))) is not None:
        size = float(piece[1].rstrip(".")) * _UNITS[piece[2].lower()]
        known.append(f"{size / 2**30:.2f} GiB in one piece could not be had")
    return f" ({', '.join(known)})." if known else "."


def _total_gib(device: torch.device) -> float:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[1] / 2**30
    if device.type == "cpu" and hasattr(os, "sysconf"):
        return min(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), _allowed()) / 2**30
    return 0.0


def _allowed() -> float:
    """Return how many bytes the system lets this process have, as ``ulimit -v`` says it."""
    if sys.platform == "win32":
        return float("inf")
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return float("inf") if soft == resource.RLIM_INFINITY else soft
