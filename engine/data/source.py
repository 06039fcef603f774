"""What a run learns from, as a setting: a data set's name, or where a person's own images are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from engine.data.catalogue import DATASETS, DatasetInfo
from engine.errors import did_you_mean
from engine.layers.params import Param

TABLE_SUFFIXES = (".csv", ".tsv", ".parquet")
"""Endings of tables with paths and labels."""


@dataclass(frozen=True, kw_only=True)
class DataSource(Param):
    """A name of the catalogue, or the path of a folder or table.

    Whether something is at the path is seen when it is read: a project opens where its images are not.
    """

    default: str = "digits"

    def validate(self, value: object) -> str:
        """Return the text if it is a known name or has the form of a path."""
        if isinstance(value, str) and (value in DATASETS or is_path(value)):
            return value
        error = self.refuse(f"one of {', '.join(DATASETS)}, or the path of a folder or a table", value)
        raise type(error)(f"{error}{did_you_mean(str(value), DATASETS)}")

    def text(self, value: object) -> str:
        """Return the name or path."""
        return str(value)


def is_path(source: str) -> bool:
    """Whether a source is a path and not a name."""
    return source not in DATASETS and (
        os.sep in source or "/" in source or source.startswith("~") or source.lower().endswith(TABLE_SUFFIXES)
    )


def path_of(source: str) -> Path:
    """Return the path that a source names."""
    return Path(source).expanduser()


def is_table(path: Path) -> bool:
    """Whether a path names a table of paths and labels, by its ending."""
    return path.suffix.lower() in TABLE_SUFFIXES


def info_of(source: str) -> DatasetInfo:
    """Return what is known of a source without looking at the disk."""
    if source in DATASETS:
        return DATASETS[source]
    path = path_of(source)
    kind = "table" if is_table(path) else "folder"
    return DatasetInfo(source, path.stem or source, f"Your own images: the {kind} {path}.", (), 0, tasks=())


def from_command_line(word: str) -> str:
    """Return the source that a word on the command line means: what is there in the current folder counts as a path."""
    path = Path(word).expanduser()
    is_there = word not in DATASETS and (path.is_dir() or (is_table(path) and path.exists()))
    return str(path.absolute()) if is_there else word
