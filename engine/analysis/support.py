"""Exactly the pixels of the image that one unit of a node depends on: holes, borders and branches included.

A walk back from the unit: each node hands the places it needs on to its inputs. Places of padding fall away on the
way, so a unit at the border of a deep map may see less than its field clipped to the image. Channels are not told
apart: a unit is a place in all maps of a node. For a forward pass in evaluation mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from engine.analysis.inference import Inference
from engine.analysis.receptive_field import Field
from engine.layers.reach import SAME, AxisReach, Flattened, Reach, places
from engine.layers.shapes import text

if TYPE_CHECKING:  # numpy takes a seventh of a second to import, and the window is painted before
    import numpy as np
    import numpy.typing as npt

    Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """Pixels of the image from row ``y0`` and column ``x0`` on, up to and without row ``y1`` and column ``x1``."""

    y0: int
    x0: int
    y1: int
    x1: int


@dataclass(frozen=True)
class Patch:
    """A unit's part of the image.

    Attributes:
        field: its field before clipping, which may lie partly outside; None where there is no formula for it, or it is
            empty.
        seen: the smallest box around the pixels that it really depends on; None if it depends on none.
    """

    field: Box | None
    seen: Box | None


def patch(inference: Inference, fields: Mapping[str, Field | None], node_id: str, unit: tuple[int, ...]) -> Patch:
    """Return what a unit sees: ``(y, x)`` of a map, ``(i,)`` of a vector or of rows.

    Raises:
        IndexError: the node has no such unit, or its output is not known.
    """
    seen = support(inference, node_id, unit)
    field = fields.get(node_id)
    return Patch(_box(field, unit) if field is not None else None, _hull(seen))


def support(inference: Inference, node_id: str, unit: tuple[int, ...]) -> Mask:
    """Return the pixels that a unit depends on, ``(H, W)`` of the Input; of several Inputs, of the last that it sees.

    Raises:
        IndexError: the node has no such unit, or its output is not known.
    """
    import numpy as np

    needed: dict[str, Mask] = {node_id: _single(inference, node_id, unit)}
    seen = np.zeros((0, 0), np.bool_)
    order = inference.order
    for current in reversed(order[: order.index(node_id) + 1]):
        mask = needed.pop(current, None)
        if mask is None:
            continue
        sources = inference.wiring.sources[current]
        if not sources:
            seen = mask if seen.shape != mask.shape else seen | mask
        facts = inference.nodes[current]
        reaches = facts.reach or (None,) * len(sources)
        for source, reach, shape in zip(sources, reaches, facts.inputs, strict=True):
            found = looked_at(mask, reach, places(shape))
            needed[source] = needed[source] | found if source in needed else found
    return seen


def _single(inference: Inference, node_id: str, unit: tuple[int, ...]) -> Mask:
    import numpy as np

    output = inference.nodes[node_id].output
    sizes = places(output) if output is not None else ()
    if len(unit) != len(sizes) or not all(0 <= index < size for index, size in zip(unit, sizes, strict=True)):
        name = inference.graph.nodes[node_id].name
        raise IndexError(f"{name} has no unit {unit}. Its units are counted from 0 in {text(sizes) or 'nothing yet'}.")
    mask = np.zeros(sizes, np.bool_)
    mask[unit] = True
    return mask


def looked_at(mask: Mask, reach: Reach, sizes: tuple[int, ...]) -> Mask:
    """Return the places of an input that the marked places of a layer's output look at.

    Args:
        mask: bools over the output's places.
        reach: of the layer, for this input.
        sizes: of the input's places, which the result has.
    """
    if reach is None:
        return mask
    if isinstance(reach, Flattened):
        return _unflattened(mask, reach)
    for axis, (along, size) in enumerate(zip(reach, sizes, strict=True)):
        if along != SAME or mask.shape[axis] != size:  # rows added behind leave the others in their places
            mask = _spread(mask, axis, along, size)
    return mask


def _unflattened(mask: Mask, reach: Flattened) -> Mask:
    import numpy as np

    values = np.broadcast_to(mask, reach.after).reshape(reach.before)
    return np.asarray(values.any(0)) if len(reach.before) > 1 else values


def _spread(mask: Mask, axis: int, reach: AxisReach, size: int) -> Mask:
    import numpy as np

    marked = np.moveaxis(mask, axis, 0)
    result = np.zeros((size, *marked.shape[1:]), np.bool_)
    for index in np.flatnonzero(marked.reshape(len(marked), -1).any(1)):
        inside = [position for position in reach.positions(int(index)) if 0 <= position < size]
        result[inside] |= marked[index]
    return np.moveaxis(result, 0, axis)


def _box(field: Field, unit: tuple[int, ...]) -> Box | None:
    if field.is_placed and len(unit) == 2:
        y, x = field.y.span(unit[0]), field.x.span(unit[1])
    elif field.y.jump == field.x.jump == 0:  # all see the same, wherever they came from
        y, x = field.y.span(0), field.x.span(0)
    else:
        return None
    is_empty = y.first == y.end or x.first == x.end
    return None if is_empty else Box(y.first, x.first, y.end, x.end)


def _hull(seen: Mask) -> Box | None:
    import numpy as np

    if not seen.any():
        return None
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)
