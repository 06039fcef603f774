"""What a run was made of: versions, and the hash of each input as git would give it."""
# ruff: noqa: TID253

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.data.images import DataSplit, ImageSet, ImageSource
from engine.project import format as project_format
from engine.project.document import Document
from engine.training.config import TrainingConfig

_PACKAGES = ("convcanvas", "torch", "torchvision", "numpy")
_NUM_SAMPLES = 64
_READ_BYTES = 1 << 20

NOT_OF_THE_RESULT = ("epochs", "until_accuracy")
"""Settings by which a run only goes on for longer."""


def versions() -> dict[str, str]:
    """Return what the run is computed with; a package that is not installed is left out."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def input_hashes(document: Document, data: DataSplit, weights: str | None = None) -> dict[str, str]:
    """Return the hash of each input by its name, and under ``all`` that of all of them together.

    Each is the SHA-1 that ``git hash-object`` prints of it, so that whoever has the text can check it.

    Args:
        weights: the hash of the file with whose weights the run began, if it did not begin with fresh ones.
    """
    hashes = {
        "graph": blob_hash(f"{{\n{project_format.graph_text(document.graph)}\n}}\n".encode()),
        "config": blob_hash(_json(config_values(document.training))),
        "data": data_hash(data),
        "versions": blob_hash(_json(versions())),
        **({"weights": weights} if weights is not None else {}),
    }
    return {**hashes, "all": blob_hash(_json(hashes))}


def config_values(config: TrainingConfig) -> dict[str, Any]:
    """Return the settings that decide what a step does."""
    return {name: value for name, value in config.values().items() if name not in NOT_OF_THE_RESULT}


def blob_hash(content: bytes) -> str:
    """Return what ``git hash-object`` prints of a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def file_hash(path: Path) -> str:
    """Return what ``git hash-object`` prints of a file, which may be larger than the memory.

    Raises:
        OSError: it cannot be read.
    """
    hashed = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            hashed.update(part)
    return hashed.hexdigest()


def data_hash(data: DataSplit) -> str:
    """Return the hash of a data set as it is trained on: all labels and targets, and the pixels of all images.

    Of a set that is streamed, the pixels of 64 images of each part: all of them would have to be read once before the
    first step.
    """
    hashed = hashlib.sha1(usedforsecurity=False)
    for part in (data.train, data.validation, data.test):
        hashed.update(_bytes(part.labels))
        if part.targets is not part.labels:
            hashed.update(_bytes(part.targets))
        for pixels in _pixels(part):
            hashed.update(_bytes(pixels))
    return hashed.hexdigest()


def _pixels(part: ImageSource) -> Iterator[Tensor]:
    if isinstance(part, ImageSet):
        yield part.pixels  # 8-bit: a gigabyte takes about a second
        yield from (part.pipeline.normalization.mean, part.pipeline.normalization.std)
        return
    for index in torch.linspace(0, len(part) - 1, min(len(part), _NUM_SAMPLES)).round().int().tolist():
        yield part.sample(index)[0]


def _bytes(values: Tensor) -> memoryview:
    return values.contiguous().cpu().numpy().reshape(-1).data.cast("B")


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True).encode()
