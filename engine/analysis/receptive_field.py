"""Receptive fields: which part of the image each unit of a map sees, by plain arithmetic, before clipping to the image.

Along an axis, unit ``i`` of a map sees the pixels from ``start + i·jump`` on, ``size`` of them. Behind a window of
``kernel``, ``stride``, ``padding`` and ``dilation``

    start' = start − padding·jump        size' = size + (kernel − 1)·dilation·jump        jump' = jump·stride

(Araujo, Norris, Sim: "Computing receptive fields of convolutional neural networks", Distill 2019). Where branches
meet, a unit sees the union of what it sees through each; its field is the smallest interval around that union, along
each axis. What a unit sees of the image itself, holes and borders included, says `engine.analysis.support`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.analysis.inference import Inference, NodeFacts
from engine.layers.reach import AxisReach, Flattened, Reach, Whole, Window
from engine.layers.shapes import text
from engine.layers.spec import Shape


@dataclass(frozen=True)
class AxisField:
    """What the units along one axis of a map see along that axis of the image.

    Attributes:
        start: first pixel that unit 0 sees; negative where it sees padding.
        size: pixels that a unit sees, padding included.
        jump: pixels from one unit's field to the next one's, the product of the strides; 0 where all see the same.
        count: units along the axis.
    """

    start: int
    size: int
    jump: int
    count: int

    @property
    def centre(self) -> float:
        """The middle of unit 0's field; a pixel's own middle is its number."""
        return self.start + (self.size - 1) / 2

    @property
    def extent(self) -> int:
        """Pixels that all units together see."""
        return self.size + (self.count - 1) * self.jump


@dataclass(frozen=True)
class Field:
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
    def size_text(self) -> str:
        """Height and width: ``11 × 11``."""
        return text((self.y.size, self.x.size))

    @property
    def jump_text(self) -> str:
        """The jump, down and across where they differ; a dash where there are no neighbours to jump to."""
        if not self.is_placed or not (self.y.jump or self.x.jump):
            return "–"
        return str(self.y.jump) if self.y.jump == self.x.jump else text((self.y.jump, self.x.jump))


def receptive_fields(inference: Inference) -> Mapping[str, Field | None]:
    """Return the field of every node whose output is known, in network order.

    None where units do not see windows of one size at equal distances: behind adaptive pooling into unequal shares,
    transposed convolution, interpolation, and where branches of different jumps meet. `support` answers for those too.
    """
    fields: dict[str, Field | None] = {}
    for node_id in inference.order:
        facts = inference.nodes[node_id]
        if facts.output is not None:
            sources = inference.wiring.sources[node_id]
            fields[node_id] = _union([fields[source] for source in sources], facts) if sources else _pixels(facts)
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
    if len(before) == 1 and not facts.reach:
        (only,) = before
        return only if only is None or not only.differs else replace(only, differs=False)
    reaches = facts.reach or (None,) * len(before)
    first, *others = (_behind(field, reach, facts.output) for field, reach in zip(before, reaches, strict=True))
    for other in others:
        first = _joined(first, other)
    return first


def _behind(field: Field | None, reach: Reach, output: Shape) -> Field | None:
    """Return the field of an output place through one input."""
    if field is None or reach is None:
        return field if field is None or not field.differs else replace(field, differs=False)
    if isinstance(reach, Flattened):
        return _flattened(field, reach)
    if len(output) == 3:
        y = _along(field.y, reach[0], output[1])
        is_square = field.x is field.y and reach[1] == reach[0] and output[2] == output[1]  # as most of them are
        x = y if is_square else _along(field.x, reach[1], output[2])
    else:
        y, x = (_along(axis, reach[-1], axis.count) for axis in (field.y, field.x))
    if y is field.y and x is field.x and not field.differs:
        return field
    return Field(y, x, is_placed=field.is_placed) if y is not None and x is not None else None


def _flattened(field: Field, reach: Flattened) -> Field:
    """Rows keep their columns where ``(C, H, W)`` becomes ``(C·H, W)``; otherwise each value keeps its own field."""
    rows_joined = len(reach.before) == 3 and len(reach.after) == 2 and reach.after[-1] == reach.before[-1]
    y = AxisField(field.y.start, field.y.extent, 0, 1) if rows_joined else field.y
    return Field(y, field.x, is_placed=False)


def _along(axis: AxisField, reach: AxisReach, count: int) -> AxisField | None:
    match reach:
        case Window(1, 1, 0) if count == axis.count:
            return axis
        case Window(kernel, stride, padding, dilation):
            size = axis.size + (kernel - 1) * dilation * axis.jump
            return AxisField(axis.start - padding * axis.jump, size, axis.jump * stride, count)
        case Whole():
            return AxisField(axis.start, axis.extent, 0, count)
    return None


def _joined(one: Field | None, other: Field | None) -> Field | None:
    """Return the hull of two branches' fields at the same units."""
    if one is None or other is None:
        return None
    y = _hull(one.y, other.y)
    x = y if one.x is one.y and other.x is other.y else _hull(one.x, other.x)
    if y is None or x is None:
        return None
    differs = one.differs or (one.y, one.x) != (other.y, other.x)
    return Field(y, x, differs, one.is_placed)


def _hull(one: AxisField, other: AxisField) -> AxisField | None:
    if one == other:
        return one
    if one.jump != other.jump and one.count > 1:
        return None
    start = min(one.start, other.start)
    end = max(one.start + one.size, other.start + other.size)
    return AxisField(start, end - start, max(one.jump, other.jump), one.count)
