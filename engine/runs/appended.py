"""A file that grows, and that a full disk leaves as it was: what could not be written is tried again."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from engine.project import atomic


class AppendedFile:
    """Filled from one thread by `add`, which never waits for the disk, and written from another by `flush`.

    Args:
        path: the file; what it had before is replaced at the first `flush`.
        content: what it begins with.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self._size: int | None = None  # what is there for good; None before the first flush
        self._waiting = bytearray(content)
        self._lock = Lock()

    def add(self, content: bytes) -> None:
        """Have this written with the next flush."""
        with self._lock:
            self._waiting += content

    def flush(self) -> None:
        """Write what was added.

        Raises:
            OSError: it could not be written; then it will be with the next flush, and no half line stands there.
        """
        with self._lock:
            content = bytes(self._waiting)
        if self._size is None:
            atomic.write(self.path, content)
            self._size = 0
        elif content:
            self._append(content, self._size)
        self._size += len(content)
        with self._lock:
            del self._waiting[: len(content)]

    def _append(self, content: bytes, size: int) -> None:
        with self.path.open("r+b", buffering=0) as file:  # unlike "ab" this does not make a file that has vanished
            file.truncate(size)
            file.seek(size)
            try:
                written = 0
                while written < len(content):  # a disk that is nearly full takes a part of it
                    written += os.write(file.fileno(), content[written:])
            except OSError:
                file.truncate(size)
                raise
