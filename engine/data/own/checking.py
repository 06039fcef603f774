"""Opens every file of a set once before training, so that none of them ends a run at its step 3,000."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from engine.data.left_out import LeftOut
from engine.data.pictures import IMAGE_SUFFIXES, read_file
from engine.data.progress import Progress
from engine.errors import DataError

Stamp: TypeAlias = tuple[str, int, int]
"""Path, size and time of the last change: a file with an equal stamp is the same file."""

AT_A_TIME = 64


@dataclass(frozen=True)
class Checked:
    """What came of opening some files.

    Attributes:
        good: their places, in order.
        size: ``(H, W)``, where all good ones agree.
        has_color: whether any of the good ones is more than grey.
        left_out: the others, and why.
    """

    good: tuple[int, ...]
    size: tuple[int, int] | None
    has_color: bool
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Verdict:
    reason: str = ""
    size: tuple[int, int] = (0, 0)
    has_color: bool = False


_known: dict[Stamp, _Verdict] = {}
"""Files that were opened before: the second run of a set begins at once."""


def check(paths: Sequence[str], progress: Progress) -> Checked:
    """Open and decode every file, several at a time."""
    verdicts: list[_Verdict] = []
    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="convcanvas-check") as pool:
        for first in range(0, len(paths), AT_A_TIME):
            progress.report("Checking images", first, len(paths), "images")
            verdicts += pool.map(_verdict, paths[first : first + AT_A_TIME])
    progress.report("Checking images", len(paths), len(paths), "images")
    good = tuple(place for place, verdict in enumerate(verdicts) if not verdict.reason)
    sizes = {verdicts[place].size for place in good}
    return Checked(
        good,
        sizes.pop() if len(sizes) == 1 else None,
        any(verdicts[place].has_color for place in good),
        tuple(LeftOut(path, verdict.reason) for path, verdict in zip(paths, verdicts, strict=True) if verdict.reason),
    )


def _verdict(path: str) -> _Verdict:
    try:
        status = os.stat(path)
    except OSError:
        return _Verdict("There is no such file.")
    stamp = (path, status.st_size, status.st_mtime_ns)
    if stamp not in _known:
        _known[stamp] = _look(Path(path))
    return _known[stamp]


def _look(path: Path) -> _Verdict:
    try:
        pixels = read_file(path)
    except DataError as error:
        if path.suffix.lower() not in IMAGE_SUFFIXES:
            return _Verdict("It is not an image.")
        return _Verdict(str(error))
    has_color = bool((pixels[0] != pixels[1]).any() or (pixels[0] != pixels[2]).any())
    return _Verdict("", (pixels.shape[1], pixels.shape[2]), has_color)
