"""The projects that were opened or saved last, remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

MAX_FILES = 10
_KEY = "recentFiles"


def paths() -> list[Path]:
    """Return the files, the latest first; some may be gone meanwhile."""
    stored = QSettings().value(_KEY)
    if isinstance(stored, str):  # how Qt reads back a list of one
        stored = [stored]
    return [Path(name) for name in stored] if isinstance(stored, list) else []


def add(path: Path) -> None:
    """Put a file at the head of the list."""
    path = path.absolute()
    rest = [other for other in paths() if other != path]
    _store([path, *rest][:MAX_FILES])


def clear() -> None:
    """Forget all."""
    _store([])


def _store(files: list[Path]) -> None:
    QSettings().setValue(_KEY, [str(path) for path in files])
