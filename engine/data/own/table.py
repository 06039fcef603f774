"""Images named by a table: a column of paths, one of labels, and perhaps one that says train, val or test.

An image may have several labels: in one cell (``red;circle`` or ``red|circle``), or in a column for each label, with 1
where it is there and 0 where it is not.
"""

from __future__ import annotations

import re
from pathlib import Path

from engine.data.own.listing import PART_NAMES, Listing
from engine.data.own.rows import Rows, read_rows
from engine.errors import DataError

PATH_COLUMNS = ("path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "img")
LABEL_COLUMNS = ("label", "class", "category", "target", "classname", "class_name", "y", "labels", "tags")
PART_COLUMNS = ("split", "part", "set", "subset", "fold")

_BETWEEN = re.compile(r"[;|]")
_YES, _NO = frozenset({"1", "1.0", "true", "yes", "x"}), frozenset({"", "0", "0.0", "-1", "false", "no"})


def list_table(path: Path) -> Listing:
    """Return what a CSV or Parquet file lists; relative paths are meant from where the table is.

    Raises:
        DataError: there is no such file, it is none, or it lacks a column.
    """
    rows = read_rows(path, (*PATH_COLUMNS, *LABEL_COLUMNS, *PART_COLUMNS))
    if not len(rows):
        raise DataError(f"'{path}' has no rows. Expected a line for each image, below the names of the columns.")
    paths, (tags, has_several) = _column(rows, PATH_COLUMNS, "the paths", path), _tags(rows, path)
    part_name = _name(rows, PART_COLUMNS)
    parts = rows.columns.get(part_name, []) if part_name else [""] * len(rows)
    labelled = [row for row in zip(paths, tags, parts, strict=True) if row[0] and row[1] is not None]
    used = [(where, tag or (), part) for where, tag, part in labelled]
    return Listing(
        tuple(str(path.parent / where.strip()) for where, _, _ in used),
        tuple(tag[0] if tag else "" for _, tag, _ in used),
        tuple(PART_NAMES.get(part.strip().lower(), "") for _, _, part in used),
        tuple(tag for _, tag, _ in used) if has_several else (),
    )


def _tags(rows: Rows, path: Path) -> tuple[list[tuple[str, ...] | None], bool]:
    """Return the labels of each row, None where it says nothing, and whether images may have several."""
    if _name(rows, LABEL_COLUMNS) is None:
        columns = _label_columns(read_rows(path, [name.strip().lower() for name in rows.names]))
        if len(columns) >= 2:
            answers = zip(*([_is_yes(cell) for cell in cells] for cells in columns.values()), strict=True)
            return [tuple(name for name, yes in zip(columns, row, strict=True) if yes) for row in answers], True
    tags = [_separate(cell) or None for cell in _column(rows, LABEL_COLUMNS, "the labels", path)]
    return list(tags), any(tag is not None and len(tag) > 1 for tag in tags)


def _label_columns(rows: Rows) -> dict[str, list[str]]:
    """Return the columns in which every cell says yes or no, and some say yes, by their names."""
    known, others = _YES | _NO, {*PATH_COLUMNS, *PART_COLUMNS}
    return {
        name.strip(): cells
        for name, cells in rows.columns.items()
        if name.strip().lower() not in others
        and all(cell.strip().lower() in known for cell in cells)
        and any(map(_is_yes, cells))
    }


def _is_yes(cell: str) -> bool:
    return cell.strip().lower() in _YES


def _separate(cell: str) -> tuple[str, ...]:
    """Return the labels in a cell, each once."""
    return tuple(dict.fromkeys(word.strip() for word in _BETWEEN.split(cell) if word.strip()))


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
