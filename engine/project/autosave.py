"""Autosaves: what each running program has not saved yet, and what programs that were killed have left.

    <root>/<program>/lock            held while that program lives
    <root>/<program>/<key>.json      one for each unsaved document: its title, its file, where its autosave lies
    <root>/<program>/<key>.autosave  the document, if it has no file or its folder takes no more files
    <folder>/.<name>.<key>.autosave  else the document lies beside its file

An autosave is a project file. Whatever the moment of a kill, what is under an autosave's name is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from engine.project import atomic, files
from engine.project import format as project_format
from engine.project.document import Document
from engine.project.lock import FileLock

_LOCK, _ENTRY, _AUTOSAVE = "lock", ".json", ".autosave"


@dataclass(frozen=True)
class Leftover:
    """An unsaved document of a program that did not come to its end.

    Attributes:
        title: its name for the person.
        path: the file it was opened from or last saved to, if it has one.
        autosave: where the document lies.
        saved_at: when it was written, in local time.
    """

    title: str
    path: Path | None
    autosave: Path
    saved_at: datetime
    _entry: Path

    def load(self) -> Document:
        """Return the document.

        Raises:
            FormatError: the autosave cannot be read.
        """
        return files.load(self.autosave)

    def discard(self) -> None:
        """Remove the autosave for good."""
        _remove(self._entry, self.autosave)


class Autosaves:
    """The autosaves of this program, and those it has taken over from programs that are gone.

    No call but those of `Leftover` and `leftovers` may come from two threads at a time.
    """

    def __init__(self, root: Path) -> None:
        """Begin without any; ``root`` is the same folder for all programs of this person.

        Raises:
            OSError: the folder cannot be made.
        """
        self._root = root
        self._lock, self._folder = _new_folder(root)
        self._written: dict[str, tuple[Path | None, Path]] = {}
        self._taken_over: list[tuple[FileLock, Path]] = []

    def write(self, key: str, title: str, path: Path | None, document: Document) -> None:
        """Put a document's present state in the place of its last autosave.

        Args:
            key: the same for one open document all the time; letters and digits.
            title, path, document: see `Leftover`.

        Raises:
            OSError: it cannot be written; the last autosave is untouched.
        """
        if key in self._written and self._written[key][0] != path:
            self.forget(key)  # it was saved to another file, so there is nothing to lose
        content = project_format.dumps(document).encode()
        if key in self._written:
            _write(self._written[key][1], content)
            return
        if path is not None:
            # In its own folder it is on the same disk and found by whoever looks for the project.
            with suppress(OSError):
                self._begin(key, title, path, path.with_name(f".{path.name}.{key}{_AUTOSAVE}"), content)
                return
        self._begin(key, title, path, self._folder / f"{key}{_AUTOSAVE}", content)

    def forget(self, key: str) -> None:
        """Remove a document's autosave: it is saved, or the person gives it up."""
        if key in self._written:
            _, autosave = self._written.pop(key)
            _remove(self._entry(key), autosave)

    def leftovers(self) -> list[Leftover]:
        """Take over what programs that are gone have left, and return it, the latest first.

        As long as this program lives, no other is offered the same.
        """
        for folder in self._root.iterdir():
            if folder.is_dir() and folder != self._folder:
                lock = _lock_of_the_gone(folder)
                if lock is not None:
                    self._taken_over.append((lock, folder))
        found = [leftover for _, folder in self._taken_over for leftover in _leftovers_in(folder)]
        return sorted(found, key=_saved_at, reverse=True)

    def close(self) -> None:
        """End without leaving anything but what was taken over and neither opened nor discarded."""
        for key in list(self._written):
            self.forget(key)
        for lock, folder in [(self._lock, self._folder), *self._taken_over]:
            is_empty = not any(folder.glob(f"*{_ENTRY}"))
            lock.release(remove=is_empty)
            if is_empty:
                shutil.rmtree(folder, ignore_errors=True)

    def _begin(self, key: str, title: str, path: Path | None, autosave: Path, content: bytes) -> None:
        """Write a document's first autosave.

        The entry comes first: an autosave that no entry names would never be found, and never be removed.
        """
        values = {"title": title, "path": str(path.resolve()) if path else None, "autosave": str(autosave.resolve())}
        entry = self._entry(key)
        try:
            atomic.write(entry, json.dumps(values).encode(), temporary=_partial(entry))
            _write(autosave, content)
        except OSError:
            _remove(entry, autosave)
            raise
        self._written[key] = (path, autosave)

    def _entry(self, key: str) -> Path:
        return self._folder / f"{key}{_ENTRY}"


def _new_folder(root: Path) -> tuple[FileLock, Path]:
    while True:
        folder = root / token_hex(8)
        folder.mkdir(parents=True)
        # Another program that starts right now may see it before it is locked, find it empty and remove it.
        with suppress(FileNotFoundError):
            lock = FileLock.acquire(folder / _LOCK)
            if lock is not None:
                return lock, folder


def _lock_of_the_gone(folder: Path) -> FileLock | None:
    try:
        return FileLock.acquire(folder / _LOCK)
    except OSError:  # its program has ended properly just now
        return None


def _leftovers_in(folder: Path) -> Iterator[Leftover]:
    for entry in folder.glob(f"*{_ENTRY}"):
        leftover = _leftover(entry)
        if leftover is None:
            _remove(entry, None)
        elif _is_saved(leftover):
            leftover.discard()
        else:
            yield leftover


def _leftover(entry: Path) -> Leftover | None:
    """Return what an entry stands for; None if its program was killed before it had written the autosave."""
    try:
        values = json.loads(entry.read_text(encoding="utf-8"))
        autosave = Path(values["autosave"])
        path = Path(values["path"]) if values["path"] is not None else None
        _remove(_partial(autosave), None)  # killed while it wrote a later one
        return Leftover(str(values["title"]), path, autosave, datetime.fromtimestamp(autosave.stat().st_mtime), entry)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_saved(leftover: Leftover) -> bool:
    """Whether the person's own file has the same: its program was killed right after the save."""
    if leftover.path is None:
        return False
    try:
        return leftover.path.read_bytes() == leftover.autosave.read_bytes()
    except OSError:
        return False


def _saved_at(leftover: Leftover) -> datetime:
    return leftover.saved_at


def _partial(path: Path) -> Path:
    return path.with_name(path.name + atomic.PARTIAL_ENDING)


def _write(autosave: Path, content: bytes) -> None:
    atomic.write(autosave, content, temporary=_partial(autosave))


def _remove(entry: Path, autosave: Path | None) -> None:
    """Remove an autosave, then its entry: as long as there is an autosave, an entry names it."""
    for path in (autosave, autosave and _partial(autosave), entry, _partial(entry)):
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
