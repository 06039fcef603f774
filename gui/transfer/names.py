"""What weights to start from are called. No Qt."""

from __future__ import annotations

from pathlib import Path

from engine.runs.folder import RunFolder
from engine.training.weights.kept import BEST, LAST
from engine.training.weights.source import path_of

FRESH = "Fresh weights"
_MOMENTS = {BEST: "best epoch", LAST: "last step"}


def title_of(source: str) -> str:
    """Return ``resnet18.pth``, ``LeNet-5 · run 2, best epoch`` or ``Fresh weights``."""
    if not source:
        return FRESH
    path = path_of(source)
    moment = _MOMENTS.get(path.name, "")
    folder = RunFolder(path.parent if moment else path)
    if not folder.is_run:
        return path.name
    name = str(folder.label().get("name") or folder.facts().get("title") or folder.path.name)
    return f"{name}, {moment or _MOMENTS[BEST]}"


def folder_of(source: str) -> Path:
    """Return where one looks first for another file."""
    return path_of(source).parent if source else Path.home()
