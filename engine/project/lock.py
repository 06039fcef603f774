"""A lock that dies with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held from the moment it was made until `release` or the end of the process, a kill included."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, path: Path) -> FileLock | None:
        """Return the lock on a file, which is made if it is not there; None if another holds it.

        Raises:
            OSError: the file cannot be opened, or its folder is gone.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(descriptor)
            is_held = os.path.samestat(os.fstat(descriptor), path.stat())
        except OSError:  # held by another, or removed by one who held it until just now
            is_held = False
        if is_held:
            return cls(path, descriptor)
        os.close(descriptor)
        return None

    def release(self, *, remove: bool = False) -> None:
        """Give the lock back, and remove its file if wanted; a second time does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if remove and sys.platform != "win32":  # there, an open file cannot be removed
            with suppress(OSError):
                self._path.unlink()
        os.close(descriptor)
        if remove and sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink()
