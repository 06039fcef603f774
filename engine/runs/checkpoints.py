"""Checkpoints on disk: a folder each, which is there whole or not at all.

    checkpoints/last-epoch3-step135/weights.safetensors    parameters and buffers, as any program reads them
                                   /state.pt               the rest; ``torch.load(weights_only=True)`` reads it
    checkpoints/best-epoch2-step90/...

The last one is of the latest step, the best one of the epoch with the highest validation accuracy.
"""
# ruff: noqa: TID253

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from engine.training.state import Snapshot
from engine.training.weights.kept import BEST, LAST, NAME, WEIGHTS, of_kind
from engine.training.weights.reading import ORDER_KEY

STATE = "state.pt"
UNREADABLE = (OSError, RuntimeError, SafetensorError, ValueError, KeyError, EOFError)
"""What reading a file that is not there, or not whole, may raise."""


def write(folder: Path, kind: str, snapshot: Snapshot) -> Path:
    """Keep a snapshot in place of the one of its kind that was kept before; return its folder.

    Raises:
        OSError, RuntimeError, SafetensorError: it cannot be written; the one before is untouched.
    """
    target = folder / f"{kind}-epoch{snapshot.epoch}-step{snapshot.step}"
    if not target.is_dir():
        _write_whole(target, snapshot)
    for other in of_kind(folder, kind):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
    return target


def _write_whole(target: Path, snapshot: Snapshot) -> None:
    partial = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir()
        weights = {name: values.contiguous() for name, values in snapshot.weights.items()}
        save_file(weights, partial / WEIGHTS, metadata={"format": "pt", ORDER_KEY: json.dumps(list(weights))})
        torch.save(snapshot.state, partial / STATE)
        for name in (WEIGHTS, STATE):
            _sync(partial / name)
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _sync(path: Path) -> None:
    """Have a file on the disk before its folder gets its name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def read(checkpoint: Path) -> Snapshot:
    """Return what was kept in a checkpoint's folder.

    Raises:
        UNREADABLE: it is not there, or not whole.
    """
    state = torch.load(checkpoint / STATE, weights_only=True)
    return Snapshot(state["epoch"], state["step"], load_file(checkpoint / WEIGHTS), state)


def latest_first(folder: Path) -> list[Path]:
    """Return the checkpoints, the one to go on from first."""
    found = [*of_kind(folder, LAST), *of_kind(folder, BEST)]
    return sorted(found, key=_moment, reverse=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what was being written when the program was killed."""
    for partial in folder.glob(".*.tmp"):
        shutil.rmtree(partial, ignore_errors=True)


def _moment(checkpoint: Path) -> tuple[int, int, bool]:
    kind, epoch, step = NAME.fullmatch(checkpoint.name).groups()  # type: ignore[union-attr]  # `of_kind` made sure
    return int(step), int(epoch), kind == LAST
