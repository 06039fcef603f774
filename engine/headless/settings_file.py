"""Training settings from a file, for `train --config`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from engine.errors import ParameterError
from engine.headless.arguments import UsageError
from engine.training.config import TrainingConfig


def read(path: Path) -> dict[str, Any]:
    """Return the settings in a TOML or JSON file: names as in ``--help``, with underscores (``batch_size = 64``).

    Raises:
        UsageError: there is no such file, it is neither, or a setting in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The settings in '{path}' cannot be read. The system says: {error}.") from error
    values = _parsed(text, path)
    try:
        TrainingConfig.from_mapping(values)
    except ParameterError as error:
        raise UsageError(f"{path}: {error}") from error
    return values


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:  # both raise kinds of it
        kind = "JSON" if path.suffix == ".json" else "TOML"
        raise UsageError(f"'{path}' is not valid {kind}: {error}. Expected lines such as `batch_size = 64`.") from error
    if not isinstance(values, dict):
        raise UsageError(f"'{path}' must hold settings by name. Received a {type(values).__name__}.")
    return values
