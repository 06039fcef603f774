"""Where downloaded data sets are kept."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "CONVCANVAS_DATA"


def data_folder() -> Path:
    """Return the folder of all downloaded sets: what the variable says, or one in the person's cache."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "convcanvas" / "data"


def folder_of(name: str) -> Path:
    """Return a set's own folder: torchvision's sets do not all keep to subfolders of theirs."""
    return data_folder() / name
