"""Images named by a table: a column of paths, one of labels, and perhaps one that says train, val or test."""

from __future__ import annotations

from pathlib import Path

from engine.data.own.listing import PART_NAMES, Listing
from engine.data.own.rows import Rows, read_rows
from engine.errors import DataError

PATH_COLUMNS = ("path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "img")
LABEL_COLUMNS = ("label", "class", "category", "target", "classname", "class_name", "y")
PART_COLUMNS = ("split", "part", "set", "subset", "fold")


def list_table(path: Path) -> Listing:
    """Return what a CSV or Parquet file lists; relative paths are meant from where the table is.

    Raises:
        DataError: there is no such file, it is none, or it lacks a column.
    """
    rows = read_rows(path, (*PATH_COLUMNS, *LABEL_COLUMNS, *PART_COLUMNS))
    if not len(rows):
        raise DataError(f"'{path}' has no rows. Expected a line for each image, below the names of the columns.")
    paths = _column(rows, PATH_COLUMNS, "the paths", path)
    labels = _column(rows, LABEL_COLUMNS, "the labels", path)
    part_name = _name(rows, PART_COLUMNS)
    parts = rows.columns.get(part_name, []) if part_name else [""] * len(rows)
    used = [row for row in zip(paths, labels, parts, strict=True) if row[0] and row[1]]
    return Listing(
        tuple(str(path.parent / where.strip()) for where, _, _ in used),
        tuple(label.strip() for _, label, _ in used),
        tuple(PART_NAMES.get(part.strip().lower(), "") for _, _, part in used),
    )


def _column(rows: Rows, names: tuple[str, ...], what: str, path: Path) -> list[str]:
    name = _name(rows, names)
    if name is None:
        raise DataError(
            f"'{path}' has no column for {what}. Expected one named {names[0]} or {names[1]}. Received "
            f"{', '.join(rows.names)}."
        )
    if name in rows.unreadable:
        raise DataError(
            f"'{path}': the column {name} holds neither texts nor numbers. Expected {what}, one in each row. Write the "
            "images into files, and their paths into the table."
        )
    return rows.columns[name]


def _name(rows: Rows, wanted: tuple[str, ...]) -> str | None:
    """Return the name of the first wanted column, as the table writes it."""
    by_lower_case = {name.strip().lower(): name for name in rows.names}
    return next((by_lower_case[name] for name in wanted if name in by_lower_case), None)
