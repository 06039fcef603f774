"""The random numbers of a run: Python's, NumPy's and torch's, from one seed, and put back afterwards."""
# ruff: noqa: TID253

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Draw from a seed's random numbers inside; outside they go on as if nothing had been."""
    python, numpy = random.getstate(), np.random.get_state()
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        seed_python_and_numpy(seed)
        try:
            yield
        finally:
            random.setstate(python)
            np.random.set_state(numpy)


def seed_python_and_numpy(seed: int) -> None:
    """Begin with a seed's numbers: once more when all is loaded, for some packages draw while they are imported."""
    random.seed(seed)
    np.random.seed(seed)


def state(device: torch.device) -> dict[str, Any]:
    """Return where the generators are, as plain values and tensors."""
    _, keys, position, has_gauss, gauss = np.random.get_state(legacy=True)
    found = {
        "python": random.getstate(),
        "numpy": (torch.from_numpy(np.asarray(keys, np.int64)), position, has_gauss, gauss),
        "torch": torch.get_rng_state(),
    }
    if device.type == "cuda":
        found["cuda"] = torch.cuda.get_rng_state(device)
    return found


def restore(saved: dict[str, Any], device: torch.device) -> None:
    """Put the generators where they were; a state of another device's generator is left out."""
    keys, *rest = saved["numpy"]
    random.setstate(saved["python"])
    np.random.set_state(("MT19937", keys.numpy().astype(np.uint32), *rest))
    torch.set_rng_state(saved["torch"])
    if device.type == "cuda" and "cuda" in saved:
        torch.cuda.set_rng_state(saved["cuda"], device)
