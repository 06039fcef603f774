"""Projects on disk: read whole, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from engine.errors import FormatError
from engine.project import atomic
from engine.project import format as project_format
from engine.project.document import Document

SUFFIX = ".convcanvas"

MAX_BYTES = 64 * 2**20
"""Larger than a project of 200,000 nodes; anything above is not a project."""


def load(path: str | os.PathLike[str]) -> Document:
    """Return the document in a project file.

    Raises:
        FormatError: it cannot be read or is not a valid project.
    """
    path = Path(path)
    _clear_leftovers(path)
    try:
        return project_format.loads(_read(path))
    except FormatError as error:
        raise FormatError(f"{path.name} cannot be opened. {error}") from error


def _read(path: Path) -> str:
    try:
        # A pipe or a device would keep the reader waiting, perhaps for ever; opening a regular file does not.
        if path.exists() and not path.is_file():
            raise FormatError(
                f"It is not a file but a {'folder' if path.is_dir() else 'device'}. Choose a project file."
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FormatError("There is no such file. Check its name and folder.") from error
    except OSError as error:
        raise FormatError(f"The system says: {error.strerror or error}. Check that you may read it.") from error
    if len(content) > MAX_BYTES:
        raise FormatError(f"It is larger than {MAX_BYTES >> 20} MB, which no project is. Choose a project file.")
    try:
        return content.decode("utf-8-sig")  # some editors put a byte-order mark before the text
    except UnicodeDecodeError as error:
        raise FormatError(f"It is not text in UTF-8 (byte {error.start}). Choose a project file.") from error


def save(path: str | os.PathLike[str], document: Document) -> None:
    """Write a document to a project file; what the file had before is kept beside it, under `backup_of` its name.

    Raises:
        FormatError: the system does not let it be written; the file that was there before is untouched.
    """
    path = Path(os.path.realpath(path))  # a link stays a link: what it points to is replaced
    _clear_leftovers(path)
    try:
        atomic.write(path, project_format.dumps(document).encode(), backup=backup_of(path))
    except OSError as error:
        raise FormatError(
            f"{path.name} was not saved; what was there before is untouched. The system says: "
            f"{error.strerror or error}. Free some space or save it somewhere else."
        ) from error


def _clear_leftovers(path: Path) -> None:
    path = Path(os.path.realpath(path))
    for each in (path, backup_of(path)):
        atomic.clear_leftovers(each)


def backup_of(path: Path) -> Path:
    """Return where a project file's last but one state is kept."""
    return path.with_name(f"{path.name}~")
