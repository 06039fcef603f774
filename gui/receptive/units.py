"""Which unit of a node is looked at, and what it sees. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from engine.analysis.analysis import Analysis
from engine.analysis.axis_field import AxisField
from engine.analysis.receptive_field import Field
from engine.analysis.support import Box, patch
from engine.layers.shapes import text
from engine.layers.spec import Shape

Unit = tuple[int, ...]
"""``(y, x)`` of a map, ``(i,)`` of a vector or of rows."""


@dataclass(frozen=True)
class Sight:
    """What one unit of a node sees.

    Attributes:
        node_id: the node.
        name: of the node.
        unit: which of its units.
        sizes: of the map, or of the vector, that the unit lies in.
        is_vector: whether the output is one row of values.
        image: height and width of the image.
        field: of the node; None where there is no formula.
        box: the unit's field before clipping; where there is no formula, the smallest box around what it sees.
        seen: the smallest box around the pixels that it really depends on; None if it depends on none.
    """

    node_id: str
    name: str
    unit: Unit
    sizes: Shape
    is_vector: bool
    image: tuple[int, int]
    field: Field | None
    box: Box | None
    seen: Box | None

    @property
    def unit_text(self) -> str:
        """Where the unit lies: ``y 6, x 6``."""
        return f"y {self.unit[0]}, x {self.unit[1]}" if len(self.unit) == 2 else f"{self.unit[0]:,}"

    @property
    def _size_text(self) -> str:
        """Height and width of what it sees before clipping: of this unit, where units vary."""
        assert self.field is not None
        if self.box is None or not self.field.varies:
            return self.field.size_text
        return text((self.box.y1 - self.box.y0, self.box.x1 - self.box.x0))

    def rows(self) -> list[tuple[str, str]]:
        """Return what is known, as pairs of name and value."""
        rows = [("unit", self.unit_text), ("of", text(self.sizes))]
        if self.field is not None:
            rows.append(("field", f"{self._size_text} px"))
            rows.append(("stride", f"{self.field.jump_text}{' px' if self.field.jump_text != '–' else ''}"))
        if self.box is not None:
            rows.append(("centre", f"y {_middle(self.box.y0, self.box.y1)}, x {_middle(self.box.x0, self.box.x1)}"))
        if self.seen is not None:
            height, width = self.image
            share = (self.seen.y1 - self.seen.y0) * (self.seen.x1 - self.seen.x0) / (height * width)
            rows.append(("rows", _range(self.seen.y0, self.seen.y1)))
            rows.append(("columns", _range(self.seen.x0, self.seen.x1)))
            rows.append(("of the image", f"{share:.1%}" if share >= 0.001 else f"{share:.2%}"))
        return rows

    def remark(self) -> str:
        """Return what is to be said besides; empty where there is nothing."""
        if self.seen is None:
            return "It sees padding only." if self.box is not None else "It lies between windows and sees no pixel."
        if self.field is None:
            return "Its units see areas of different sizes."
        if self.field.varies:
            return f"Units see areas of different sizes, {self.field.size_text} px at most."
        if self.field.differs:
            return "Branches differ: this is their hull."
        return ""


def sight(analysis: Analysis, node_id: str, unit: Unit | None) -> Sight | None:
    """Return what a unit of a node sees; the one in the middle where none is named, or where there is none like it.

    None while the shape of the node, or of an image, is not known.
    """
    inference = analysis.inference
    output = inference.nodes[node_id].output
    image = _image(analysis)
    if output is None or image is None:
        return None
    sizes = output[1:] if len(output) > 1 else output
    if unit is None or len(unit) != len(sizes) or not all(0 <= at < size for at, size in zip(unit, sizes, strict=True)):
        unit = tuple(size // 2 for size in sizes) if len(sizes) == 2 else (0,) * len(sizes)
    found = patch(inference, analysis.fields, node_id, unit)
    name = inference.graph.nodes[node_id].name
    field = analysis.fields.get(node_id)
    return Sight(node_id, name, unit, sizes, len(output) == 1, image, field, found.field or found.seen, found.seen)


def unit_near(shown: Sight, row: float, column: float) -> Unit:
    """Return the unit whose field has its middle nearest to a pixel; the one that is shown where all see the same."""
    field = shown.field
    if field is None or not field.is_placed or len(shown.unit) != 2:
        return shown.unit
    return _nearest(field.y, row), _nearest(field.x, column)


def _nearest(axis: AxisField, pixel: float) -> int:
    if axis.spans:  # fields behind an enlarging layer: several may have the same middle, of which the first is taken
        return min(range(axis.num_units), key=lambda index: abs(axis.middle(index) - pixel))
    if axis.jump == 0:
        return 0
    return min(max(round((pixel - axis.centre) / axis.jump), 0), axis.num_units - 1)


def _image(analysis: Analysis) -> tuple[int, int] | None:
    """Return height and width of what comes in, of several inputs the first."""
    inference = analysis.inference
    for node_id in inference.order:
        output = inference.nodes[node_id].output
        if not inference.wiring.sources[node_id] and output is not None and len(output) == 3:
            return output[1], output[2]
    return None


def _middle(start: int, end: int) -> str:
    return f"{(start + end - 1) / 2:g}"


def _range(start: int, end: int) -> str:
    return f"{start}–{end - 1}" if end - 1 > start else str(start)
