"""Files that are written whole or not at all: at no moment is half of one there under its name."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

PARTIAL_ENDING = ".tmp"
"""What the name of a file ends in while it is being written."""

_ABANDONED_S = 60.0
"""A file that is being written is not left alone for so long; one that a killed program left behind is."""


def write(path: Path, content: bytes, *, backup: Path | None = None, temporary: Path | None = None) -> None:
    """Put the content in the place of a file in one step; what was there before keeps its permissions.

    Args:
        path: the file; it need not be there yet.
        content: all of it.
        backup: where what the file has now is kept, if it is there and has anything else.
        temporary: where it is written first, in the same folder and so on the same disk. A name that is known
            beforehand lets whoever finds it after a crash remove it; without one, it is free and `clear_leftovers`
            of the file finds it.

    Raises:
        OSError: it cannot be written; then the file is as it was, and nothing is left beside it.
    """
    temporary = temporary or _free_name(path)
    try:
        with temporary.open("wb") as file:
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or a crash of the machine could leave the new name with no content
        if backup is not None and path.exists() and path.read_bytes() != content:
            # A backup that cannot be made (a name too long for the disk) must not keep the person from saving.
            with suppress(OSError):
                keep_copy(path, backup)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def keep_copy(path: Path, copy: Path) -> None:
    """Put what a file has now in the place of another in one step; both are there all the time.

    Raises:
        OSError: the copy cannot be made; then both files are as they were.
    """
    temporary = _free_name(copy)
    try:
        try:
            os.link(path, temporary)  # takes no room and no time
        except OSError:  # a disk without hard links
            shutil.copy2(path, temporary)
        temporary.replace(copy)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def clear_leftovers(path: Path) -> None:
    """Remove what programs that were killed while they wrote this file have left beside it."""
    for leftover in path.parent.glob(f"{_stem(path)}*{PARTIAL_ENDING}"):
        with suppress(OSError):  # gone already, or in a folder that may only be read
            state = leftover.stat()
            # A copy made as a link has the age of what it is a link to; when it was linked says the other time.
            if time.time() - max(state.st_mtime, state.st_ctime) > _ABANDONED_S:
                leftover.unlink()


def _free_name(path: Path) -> Path:
    return path.with_name(f"{_stem(path)}{token_hex(4)}.convcanvas{PARTIAL_ENDING}")


def _stem(path: Path) -> str:
    """Return what such names begin with: the file's name could be too long to be a part of another."""
    return f".{hashlib.sha256(path.name.encode(errors='surrogatepass')).hexdigest()[:12]}-"
