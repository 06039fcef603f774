"""Reading weights: safetensors, what ``torch.save`` wrote, and our own runs. Nothing in a file is ever executed."""
# ruff: noqa: TID253

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.errors import TrainingError
from engine.training.weights.kept import BEST, LAST, weights_of_run
from engine.training.weights.source import path_of

ORDER_KEY = "order"
"""Under which our own safetensors files say their tensors' order: the format itself sorts them by name."""

_WRAPPERS = ("state_dict", "model_state_dict", "model")
"""Under which a checkpoint has its weights, besides the optimizer and whatever else."""


@dataclass(frozen=True)
class WeightsFile:
    """What was read.

    Attributes:
        path: the file, also where a run's folder was named.
        tensors: by name.
        is_ordered: whether they stand as in the network that they are of.
    """

    path: Path
    tensors: Mapping[str, Tensor]
    is_ordered: bool


def read(source: str) -> WeightsFile:
    """Return the weights in a file, or of a run.

    Args:
        source: a path as in `WeightsSource`: ``.safetensors``; whatever ``torch.save`` wrote of a ``state_dict``, bare
            or as ``state_dict`` or ``model`` of a checkpoint; or a run's folder.

    Raises:
        TrainingError: it is not there, not whole, or something else.
    """
    path = _file_of(path_of(source))
    try:
        return _safetensors(path) if path.suffix == ".safetensors" else _saved_by_torch(path)
    except OSError as error:
        raise TrainingError(
            f"The weights '{path}' cannot be read. The system says: {error.strerror or error}."
        ) from error


def _file_of(path: Path) -> Path:
    if not path.exists() and path.name not in (BEST, LAST):
        raise TrainingError(f"There are no weights at '{path}'. Choose another file, or start fresh.")
    if path.is_file():
        return path
    found = weights_of_run(path)
    if found is None:
        raise TrainingError(
            f"The folder '{path}' has no weights of a run. Expected the folder of a run that has a checkpoint, or a "
            "file: .safetensors, .pt or .pth."
        )
    return found


def _safetensors(path: Path) -> WeightsFile:
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 — it is no dict
            order = json.loads((file.metadata() or {}).get(ORDER_KEY, "[]"))
    except (SafetensorError, ValueError) as error:
        raise TrainingError(f"'{path}' is not a whole safetensors file: {error}. Copy or download it again.") from error
    is_ordered = sorted(order) == sorted(tensors)
    return WeightsFile(path, {name: tensors[name] for name in order} if is_ordered else tensors, is_ordered)


def _saved_by_torch(path: Path) -> WeightsFile:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, ValueError, KeyError, EOFError, AttributeError) as error:
        raise TrainingError(_unread_text(path, str(error))) from error
    tensors = _tensors_in(content)
    if not tensors:
        raise TrainingError(
            f"'{path}' has no weights in it: expected a state_dict (names and tensors), bare or under "
            f"{', '.join(_WRAPPERS)}. Received {_kind(content)}. Save one with torch.save(model.state_dict(), path)."
        )
    return WeightsFile(path, tensors, is_ordered=True)


def _unread_text(path: Path, said: str) -> str:
    if "GLOBAL " in said:  # as torch's unpickler calls a class or function that a file asks for
        return (
            f"'{path}' holds Python objects, such as a whole model. Opening them could run any code, so only tensors "
            "are read. Save the weights alone: torch.save(model.state_dict(), path)."
        )
    return (
        f"'{path}' cannot be read as weights: expected a whole file that torch.save wrote. Copy or download it again, "
        "or choose another."
    )


def _tensors_in(content: object) -> dict[str, Tensor]:
    if not isinstance(content, Mapping):
        return {}
    for key in _WRAPPERS:
        if isinstance(content.get(key), Mapping):
            return _tensors_in(content[key])
    return {str(name): value for name, value in content.items() if isinstance(value, Tensor)}


def _kind(content: object) -> str:
    if isinstance(content, Mapping):
        return f"{', '.join(map(str, list(content)[:3])) or 'nothing'}"
    return f"a {type(content).__name__}"
