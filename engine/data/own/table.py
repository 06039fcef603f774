"""Images named by a table: a column of paths, one of labels, and perhaps one that says train, val or test."""

from __future__ import annotations

import csv
from pathlib import Path

from engine.data.own.listing import PART_NAMES, Listing
from engine.errors import DataError

PATH_COLUMNS = ("path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "img")
LABEL_COLUMNS = ("label", "class", "category", "target", "classname", "class_name", "y")
PART_COLUMNS = ("split", "part", "set", "subset", "fold")


def list_table(path: Path) -> Listing:
    """Return what a CSV file lists; relative paths are meant from where the table is.

    Raises:
        DataError: there is no such file, it is none, or it lacks a column.
    """
    if path.suffix.lower() == ".parquet":
        raise DataError(f"'{path}' is a Parquet file, which this version cannot read. Save the table as CSV.")
    rows = _rows(path)
    if not rows:
        raise DataError(f"'{path}' has no rows. Expected a line for each image, below the names of the columns.")
    header = {name.strip().lower(): name for name in rows[0] if name}
    path_column = _column(header, PATH_COLUMNS, "the paths", path)
    label_column = _column(header, LABEL_COLUMNS, "the labels", path)
    part_column = next((header[name] for name in PART_COLUMNS if name in header), None)
    used = [row for row in rows if row[path_column] and row[label_column]]
    return Listing(
        tuple(str(path.parent / row[path_column].strip()) for row in used),
        tuple(row[label_column].strip() for row in used),
        tuple(PART_NAMES.get((row[part_column] or "").strip().lower(), "") if part_column else "" for row in used),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets write the mark of UTF-8 first
            sample = file.read(4096)
            file.seek(0)
            return list(csv.DictReader(file, delimiter=_delimiter(sample)))
    except FileNotFoundError:
        raise DataError(f"There is no file '{path}'. Choose where the table is now, or other data.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"'{path}' cannot be read as a table: {error}. Save it as CSV in UTF-8.") from error


def _delimiter(sample: str) -> str:
    """Return what stands most often in the first line: programs write commas, semicolons or tabs."""
    first = sample.partition("\n")[0]
    return max(",;\t", key=first.count)


def _column(header: dict[str, str], names: tuple[str, ...], what: str, path: Path) -> str:
    for name in names:
        if name in header:
            return header[name]
    found = ", ".join(header.values())
    raise DataError(
        f"'{path}' has no column for {what}. Expected one named {names[0]} or {names[1]}. Received {found}."
    )
