r"""A network as lectures put it on a slide: a line per layer that makes values of its own.

``CONV3-64: [224×224×64]  memory: 3.2M  params: 1,728 (+ 64 biases)``, as in Stanford's CS231n for VGG-16. Activations,
normalization and dropout write over their input there, and Flatten is no layer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.analysis.table import Row
from engine.layers.spec import Category, Shape


def as_lecture(rows: Sequence[Row], *totals: Row) -> str:
    """Return the lines, aligned, and the sums: memory in values of one image, parameters with the biases."""
    lines = [_cells(row) for row in rows if row.num_values or row.num_params]
    lines += [(f"{row.name.upper()}:", "", short(row.num_values or 0), f"{row.num_params or 0:,}") for row in totals]
    widths = [max((len(line[place]) for line in lines), default=0) for place in (0, 1, 2)]
    return "\n".join(
        f"{label:<{widths[0]}} {shape:<{widths[1]}}  memory: {memory:>{widths[2]}}  params: {params}"
        for label, shape, memory, params in lines
    )


def short(number: int) -> str:
    """Return a number as on a slide: ``3.2M``, ``150K``, ``4,096``; thousands are cut, not rounded."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f}M"
    return f"{number // 1_000}K" if number >= 10_000 else f"{number:,}"


def _cells(row: Row) -> tuple[str, str, str, str]:
    weights, biases = (row.num_params or 0) - row.num_biases, row.num_biases
    params = f"{weights:,} (+ {biases:,} biases)" if biases else f"{weights:,}"
    return f"{_label(row)}:", _shape_text(row.output or ()), short(row.num_values or 0), params


def _label(row: Row) -> str:
    label = _LABELS.get(row.node.spec.category) if row.node is not None else None
    return label(row) if label is not None else row.type.upper()


def _shape_text(shape: Shape) -> str:
    """Return ``[224×224×64]``; a vector is a map of 1 × 1, as full connections are drawn."""
    channels, *sizes = shape if len(shape) != 1 else (*shape, 1, 1)
    return f"[{'×'.join(map(str, (*sizes, channels)))}]"


def _kernel(row: Row) -> str:
    kernel = row.node.params.get("kernel_size") if row.node is not None else None
    if not isinstance(kernel, tuple):
        return ""
    return str(kernel[0]) if len(set(kernel)) == 1 else "×".join(map(str, kernel))


def _convolution(row: Row) -> str:
    return f"CONV{_kernel(row)}-{(row.output or (0,))[0]}"


def _pooling(row: Row) -> str:
    return f"POOL{_kernel(row)}"


def _linear(row: Row) -> str:
    return "FC"


def _terminal(row: Row) -> str:
    return row.type.upper()


_LABELS: dict[Category, Callable[[Row], str]] = {
    Category.CONVOLUTION: _convolution,
    Category.POOLING: _pooling,
    Category.LINEAR: _linear,
    Category.TERMINAL: _terminal,
}
"""What a slide calls the layers of a family; others by their type."""
