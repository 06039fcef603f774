"""Receptive fields: which part of the image each unit of a map sees, by plain arithmetic, before clipping to the image.

Along an axis, unit ``i`` of a map sees the pixels from ``start + i·jump`` on, ``size`` of them. Behind a window of
``kernel``, ``stride``, ``padding`` and ``dilation``

    start' = start − padding·jump        size' = size + (kernel − 1)·dilation·jump        jump' = jump·stride

(Araujo, Norris, Sim: "Computing receptive fields of convolutional neural networks", Distill 2019). Behind transposed
convolution, interpolation and unequal shares the windows repeat with a period (`engine.analysis.axis_field`). Where
branches meet, a unit sees the union of what it sees through each; its field is the smallest interval around that union,
along each axis. What a unit sees of the image itself, holes and borders included, says `engine.analysis.support`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple

from engine.analysis.axis_field import AxisField, behind, hull
from engine.analysis.inference import Inference, NodeFacts
from engine.layers.reach import Flattened, Reach
from engine.layers.shapes import text
from engine.layers.spec import Shape


class Field(NamedTuple):
    """What the units of a node see of the image.

    Attributes:
        y: rows.
        x: columns.
        differs: whether the node's inputs see different areas, so that the field is the hull of their union.
        is_placed: whether the units lie on a map; False behind a Flatten, where each keeps the field that it had.
    """

    y: AxisField
    x: AxisField
    differs: bool = False
    is_placed: bool = True

    @property
    def varies(self) -> bool:
        """Whether what a unit sees differs from unit to unit by more than its place."""
        return bool(self.y.spans or self.x.spans)

    @property
    def size_text(self) -> str:
        """Height and width, the largest where they vary: ``11 × 11``."""
        return text((self.y.size, self.x.size))

    @property
    def jump_text(self) -> str:
        """The jump, down and across where they differ; a dash where there are no neighbours to jump to."""
        if not self.is_placed or not (self.y.jump or self.x.jump):
            return "–"
        down, across = (f"{float(axis.jump):.4g}" for axis in (self.y, self.x))
        return down if down == across else f"{down} × {across}"


def receptive_fields(inference: Inference) -> Mapping[str, Field | None]:
    """Return the field of every node whose output is known, in network order.

    None where windows do not come again after some units: where branches of different jumps meet, or maps stand side by
    side along their height or width. `support` answers for those too.
    """
    fields: dict[str, Field | None] = {}
    nodes, sources = inference.nodes, inference.wiring.sources
    for node_id in inference.order:
        facts, before = nodes[node_id], sources[node_id]
        if facts.output is None:
            continue
        if len(before) != 1:
            fields[node_id] = _union([fields[source] for source in before], facts) if before else _pixels(facts)
        elif facts.reach:
            fields[node_id] = _behind(fields[before[0]], facts.reach[0], facts.output)
        else:
            fields[node_id] = _of_one(fields[before[0]])
    return fields


def _pixels(facts: NodeFacts) -> Field | None:
    """Return the field of an Input: each unit is a pixel."""
    shape = facts.output or ()
    if len(shape) != 3:
        return None
    y = AxisField(0, 1, 1, shape[1])
    return Field(y, y if shape[1] == shape[2] else AxisField(0, 1, 1, shape[2]))


def _union(before: list[Field | None], facts: NodeFacts) -> Field | None:
    """Return the field of a node from its sources' fields."""
    assert facts.output is not None
    reaches = facts.reach or (None,) * len(before)
    return reduce(_joined, [_behind(field, reach, facts.output) for field, reach in zip(before, reaches, strict=True)])


def _of_one(field: Field | None) -> Field | None:
    """Return a field as it is seen through one input, which differs from no other."""
    return field if field is None or not field.differs else Field(field.y, field.x, is_placed=field.is_placed)


def _behind(field: Field | None, reach: Reach, output: Shape) -> Field | None:
    """Return the field of an output place through one input."""
    if field is None or reach is None:
        return _of_one(field)
    if isinstance(reach, Flattened):
        return _flattened(field, reach)
    if len(output) == 3:
        y = behind(field.y, reach[0], output[1])
        is_square = field.x is field.y and reach[1] is reach[0] and output[2] == output[1]  # as most of them are
        x = y if is_square else behind(field.x, reach[1], output[2])
    else:
        y, x = (behind(axis, reach[-1], axis.num_units) for axis in (field.y, field.x))
    return Field(y, x, is_placed=field.is_placed) if y is not None and x is not None else None


def _flattened(field: Field, reach: Flattened) -> Field:
    """Rows keep their columns where ``(C, H, W)`` becomes ``(C·H, W)``; otherwise each value keeps its own field."""
    rows_joined = len(reach.before) == 3 and len(reach.after) == 2 and reach.after[-1] == reach.before[-1]
    y = AxisField(field.y.whole().first, field.y.extent, 0, 1) if rows_joined else field.y
    return Field(y, field.x, is_placed=False)


def _joined(one: Field | None, other: Field | None) -> Field | None:
    """Return the hull of two branches' fields at the same units."""
    if one is None or other is None:
        return None
    y = hull(one.y, other.y)
    x = y if one.x is one.y and other.x is other.y else hull(one.x, other.x)
    if y is None or x is None:
        return None
    differs = one.differs or one.y != other.y or one.x != other.x
    return Field(y, x, differs, one.is_placed)
