"""Where a network computes: CUDA, then MPS, then the CPU, with one core left to the window."""
# ruff: noqa: TID253

from __future__ import annotations

import os

import torch

from engine.errors import TrainingError


def choose(name: str) -> torch.device:
    """Return the device of that name; ``auto`` takes the first there is of CUDA, MPS and CPU.

    Raises:
        TrainingError: there is no such device on this machine.
    """
    there = present()
    if name == "auto":
        name = there[0]
    if name not in there:
        others = " or ".join(("auto", *there))
        raise TrainingError(f"There is no {name.upper()} device on this machine. Set device to {others}.")
    return torch.device(name, torch.cuda.current_device()) if name == "cuda" else torch.device(name)


def present() -> tuple[str, ...]:
    """Return the kinds of device of this machine, the fastest first."""
    return tuple(device for device in ("cuda", "mps", "cpu") if _is_present(device))


def wait_for(device: torch.device) -> None:
    """Return when the device has done all that it was told: a GPU works on while Python goes on."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def _is_present(name: str) -> bool:
    if name == "cuda":
        return torch.cuda.is_available()
    return name == "cpu" or torch.backends.mps.is_available()


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def num_cpu_threads() -> int:
    """Return how many cores training takes: all but one, so that the window stays quick.

    Where the person has set ``OMP_NUM_THREADS``, that is the answer.
    """
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(asked) if asked.isdecimal() else usable_cores() - 1)


def describe(device: torch.device) -> str:
    """Return what the person calls it: ``NVIDIA H100``, ``Apple GPU``, ``CPU, 7 of 8 cores``."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    return f"CPU, {num_cpu_threads()} of {usable_cores()} cores"
