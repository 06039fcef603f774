"""Numbers of finished runs in a JSON file, so that a table that takes half an hour may be interrupted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from engine.project import atomic

Numbers = dict[str, float]


class Results:
    """Numbers by key, written down as each of them is there.

    Args:
        path: of the file; what is in it already is not computed again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, Numbers] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def have(self, key: str, compute: Callable[[], Numbers]) -> Numbers:
        """Return the numbers of this key, computed now if they are not there."""
        if key not in self._found:
            self._found[key] = compute()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write(self._path, (json.dumps(self._found, indent=1, sort_keys=True) + "\n").encode())
        return self._found[key]
