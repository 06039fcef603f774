"""Reading a table's rows as texts, from CSV or Parquet: what the columns mean is `engine.data.own.table`'s."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import DataError

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

PARQUET_SUFFIX = ".parquet"


@dataclass(frozen=True)
class Rows:
    """A table's columns as texts; what is missing is empty.

    Attributes:
        columns: by their names, all of one length.
        unreadable: names of columns that hold something else than texts and numbers.
    """

    columns: dict[str, list[str]]
    unreadable: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of all columns."""
        return (*self.columns, *self.unreadable)

    def __len__(self) -> int:
        return max(map(len, self.columns.values()), default=0)


def read_rows(path: Path, wanted: Sequence[str]) -> Rows:
    """Return what a CSV or Parquet file holds.

    Args:
        path: of the table; its ending says which of them it is.
        wanted: names, in lower case, of the columns that are looked at; of a Parquet file no others are read.

    Raises:
        DataError: there is no such file, or it is none of that kind.
    """
    is_parquet = path.suffix.lower() == PARQUET_SUFFIX
    try:
        return _parquet(path, wanted) if is_parquet else _csv(path)
    except FileNotFoundError:
        raise DataError(f"There is no file '{path}'. Choose where the table is now, or other data.") from None
    except (OSError, ValueError, csv.Error) as error:  # pyarrow's errors, and those of decoding, are ValueErrors
        what = "Write it again as Parquet, or as CSV in UTF-8." if is_parquet else "Save it as CSV in UTF-8."
        raise DataError(f"'{path}' cannot be read as a table: {str(error).rstrip('.')}. {what}") from error


def _csv(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets write the mark of UTF-8 first
        sample = file.read(4096)
        file.seek(0)
        reader = csv.DictReader(file, delimiter=_delimiter(sample), restval="")
        rows = list(reader)
        return Rows({name: [row[name] for row in rows] for name in reader.fieldnames or () if name})


def _delimiter(sample: str) -> str:
    """Return what stands most often in the first line: programs write commas, semicolons or tabs."""
    first = sample.partition("\n")[0]
    return max(",;\t", key=first.count)


def _parquet(path: Path, wanted: Sequence[str]) -> Rows:
    from pyarrow import ArrowNotImplementedError, parquet

    columns: dict[str, list[str]] = {}
    unreadable = []
    with parquet.ParquetFile(path) as file:
        for name in file.schema_arrow.names:
            looked_at = name.strip().lower() in wanted
            try:
                # By its path in the file: of a nested column that would be those of its parts.
                columns[name] = _texts(file.read([name]).column(name)) if looked_at else [""] * file.metadata.num_rows
            except (ArrowNotImplementedError, KeyError):
                unreadable.append(name)
    return Rows(columns, tuple(unreadable))


def _texts(column: ChunkedArray) -> list[str]:
    import pyarrow

    values: list[Any] = column.cast(pyarrow.string()).to_pylist()
    return ["" if value is None else str(value) for value in values]
