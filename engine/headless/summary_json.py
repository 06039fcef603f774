"""The summary as JSON's types: raw numbers with their units in the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from engine.analysis.analysis import Analysis
from engine.analysis.axis_field import AxisField
from engine.analysis.receptive_field import Field
from engine.analysis.table import Row, total


def as_json(analysis: Analysis, rows: Sequence[Row]) -> dict[str, object]:
    """Return nodes in network order, the totals, and the totals in evaluation, without auxiliary Outputs."""
    kept = [row for row in rows if row.node_id not in analysis.inference.auxiliary]
    return {
        "nodes": [_node(row) for row in rows],
        "totals": _figures(total(rows)),
        "in_evaluation": {"params": total(kept).num_params, "macs": total(kept).macs},
    }


def _node(row: Row) -> dict[str, object]:
    return {
        "name": row.name,
        "type": row.type,
        "output_shape": list(row.output or ()),
        **_figures(row),
        "receptive_field": _field(row.field),
    }


def _figures(row: Row) -> dict[str, object]:
    return {
        "params": row.num_params,
        "macs": row.macs,
        "flops": 2 * (row.macs or 0),
        "values": row.num_values,
        "stored_values": row.stored_values,
        "bytes": asdict(row.memory) if row.memory is not None else None,
    }


def _field(field: Field | None) -> dict[str, object] | None:
    """Return the field in pixels, rows before columns; None where there is no formula for it."""
    if field is None:
        return None
    axes = (field.y, field.x)
    return {
        "size": [axis.size for axis in axes],
        "jump": [_jump(axis, field) for axis in axes],
        "start": [axis.start for axis in axes],
        "centre": [axis.centre for axis in axes],
        "is_union": field.differs,
        "is_varying": field.varies,
    }


def _jump(axis: AxisField, field: Field) -> float | None:
    """Return a whole number where it is one: behind layers that enlarge maps it is a fraction."""
    if not field.is_placed or not axis.jump:
        return None
    return axis.jump if isinstance(axis.jump, int) else float(axis.jump)
