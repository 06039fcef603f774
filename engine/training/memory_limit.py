"""Out of memory: how much there is, and the largest batch that fits."""
# ruff: noqa: TID253

from __future__ import annotations

import os

import torch

from engine.training.run import Run

_WORDS = ("out of memory", "can't allocate memory", "not enough memory")
"""How torch says so where it raises a plain RuntimeError: MPS, CPU on Linux, CPU on Windows."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory is used up."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and any(words in str(error) for words in _WORDS)
    )


def largest_batch(run: Run) -> int:
    """Return how many images fit in a step, found by trying blank ones, forward and backward; 0 if none does.

    Weights, running statistics and random numbers are left as they were; gradients are forgotten. The tries halve what
    is unknown, so that a batch of 512 takes nine of them.
    """
    statistics = {name: buffer.clone() for name, buffer in run.module.named_buffers()}
    fits, too_many = 0, run.largest_part
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if _fits(run, middle) else (fits, middle)
    for name, buffer in run.module.named_buffers():
        buffer.data.copy_(statistics[name])
    return fits


def _fits(run: Run, num_images: int) -> bool:
    try:
        images, _ = next(run.data.train.in_order(1))
        blank = images.new_zeros(num_images, *images.shape[1:])
        labels = torch.zeros(num_images, dtype=torch.int64, device=run.device)
        run.module.eval() if num_images == 1 else run.module.train()
        with torch.random.fork_rng(devices=[run.device] if run.device.type == "cuda" else []):
            with run.precision.computing():
                scores = run.scores(blank)
            run.objective(run.loss(scores[0], labels), scores, labels).backward()  # type: ignore[no-untyped-call]
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


def text(run: Run, fits: int) -> str:
    """Return what the person reads: what did not fit, in what, and what to set instead."""
    size = run.largest_part
    asked = f"A step with {size:,} {'image' if size == 1 else 'images'} at a time needs more memory than there is"
    total = _total_gib(run.device)
    asked += f" ({total:.1f} GiB in all)." if total else "."
    if not fits:
        return f"{asked} Not even one image fits: reduce the Input's shape or the number of maps."
    parts = -(-run.config.batch_size // fits)
    return (
        f"{asked} The largest batch that fits is {fits:,}. Set batch_size to {fits:,}, or keep the batch of "
        f"{run.config.batch_size:,} and set accumulation to {parts:,}, which computes it in parts."
    )


def _total_gib(device: torch.device) -> float:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[1] / 2**30
    if device.type == "cpu" and hasattr(os, "sysconf"):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return 0.0
