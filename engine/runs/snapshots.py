"""The snapshots of a run with restarts: its weights at the end of each cycle, for a snapshot ensemble.

    snapshots/epoch5.safetensors     parameters and buffers, as in a checkpoint
             /epoch10.safetensors

Huang et al. 2017, *Snapshot ensembles: train 1, get M for free*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.project import atomic

if TYPE_CHECKING:
    from torch import Tensor

_NAME = re.compile(r"epoch(\d+)\.safetensors")


def write(folder: Path, epoch: int, weights: Mapping[str, Tensor]) -> None:
    """Keep the weights of a cycle's last epoch, in place of what an interrupted run left there.

    Raises:
        OSError: it cannot be written.
    """
    # Here, so that who only lists snapshots need not load torch.
    from safetensors.torch import save

    from engine.training.weights.reading import ORDER_KEY

    folder.mkdir(exist_ok=True)
    path = folder / f"epoch{epoch}.safetensors"
    contiguous = {name: values.contiguous() for name, values in weights.items()}
    atomic.write(path, save(contiguous, metadata={"format": "pt", ORDER_KEY: json.dumps(list(weights))}))


def drop_later(folder: Path, epoch: int) -> None:
    """Remove snapshots of later epochs than the one that a run goes on from: they will be taken again."""
    for number, path in _found(folder):
        if number > epoch:
            path.unlink(missing_ok=True)


def listed(folder: Path) -> list[Path]:
    """Return the snapshots in the order in which they were taken."""
    return [path for _, path in _found(folder)]


def epoch_of(snapshot: Path) -> int:
    """Return after which epoch a snapshot was taken."""
    match = _NAME.fullmatch(snapshot.name)
    if match is None:
        raise ValueError(f"'{snapshot}' is no snapshot.")
    return int(match[1])


def _found(folder: Path) -> list[tuple[int, Path]]:
    if not folder.is_dir():
        return []
    return sorted((epoch_of(path), path) for path in folder.iterdir() if _NAME.fullmatch(path.name))
