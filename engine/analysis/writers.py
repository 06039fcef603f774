"""The table of a network as text, in the formats that one pastes elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engine.analysis import lecture
from engine.analysis.table import COLUMNS, Row


@dataclass(frozen=True)
class Writer:
    """A format.

    Attributes:
        title: what the window calls it.
        write: returns rows, and rows of totals below them, as text without a last line break.
    """

    title: str
    write: Callable[..., str]


def as_table(rows: Sequence[Row], *totals: Row) -> str:
    """Return aligned columns for a terminal."""
    head = [column.title for column in COLUMNS]
    body, foot = _cells(rows), _cells(totals)
    widths = [max(map(len, column)) for column in zip(head, *body, *foot, strict=True)]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [_aligned(cells, widths) for cells in (head, *body)]
    lines.insert(1, rule)
    return "\n".join([*lines, rule, *(_aligned(cells, widths) for cells in foot)])


def as_markdown(rows: Sequence[Row], *totals: Row) -> str:
    """Return a table of GitHub's Markdown; totals are bold."""
    marks = ["---:" if column.is_number else "---" for column in COLUMNS]
    bold = [[f"**{cell}**" if cell else "" for cell in cells] for cells in _cells(totals)]
    lines = [[column.title for column in COLUMNS], marks, *_cells(rows), *bold]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def as_csv(rows: Sequence[Row], *totals: Row) -> str:
    """Return comma-separated values: counts as plain numbers, memory in bytes, what is unknown empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.key for column in COLUMNS])
    for row in (*rows, *totals):
        values = [(column, column.value(row)) for column in COLUMNS]
        writer.writerow(
            "" if value is None else value if column.is_additive else column.text(row) for column, value in values
        )
    return file.getvalue().rstrip("\n")


def as_latex(rows: Sequence[Row], *totals: Row) -> str:
    """Return a ``tabular`` with the rules of the package booktabs."""
    columns = "".join("r" if column.is_number else "l" for column in COLUMNS)
    head = [[column.title for column in COLUMNS]]
    parts = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", *_latex_lines(head), r"\midrule"]
    parts += [*_latex_lines(_cells(rows)), r"\midrule", *_latex_lines(_cells(totals)), r"\bottomrule"]
    return "\n".join([*parts, r"\end{tabular}"])


FORMATS = MappingProxyType(
    {
        "table": Writer("Text", as_table),
        "markdown": Writer("Markdown", as_markdown),
        "csv": Writer("CSV", as_csv),
        "latex": Writer("LaTeX", as_latex),
        "lecture": Writer("Lecture table", lecture.as_lecture),
    }
)

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "_": r"\_",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "$": r"\$",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "×": r"$\times$",
        "∪": r"$\cup$",
        "≤": r"$\le$",
        "–": "--",
    }
)


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    return [[column.text(row) for column in COLUMNS] for row in rows]


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = zip(COLUMNS, cells, widths, strict=True)
    return "  ".join(cell.rjust(width) if column.is_number else cell.ljust(width) for column, cell, width in columns)


def _latex_lines(lines: Sequence[Sequence[str]]) -> list[str]:
    return [" & ".join(cell.translate(_LATEX) for cell in line) + r" \\" for line in lines]
