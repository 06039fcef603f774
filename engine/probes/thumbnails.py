"""Small pictures of what many nodes make of the watched picture, for the canvas."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.probes.copying import copied
from engine.probes.frames import FrameKey, ThumbnailImage, Thumbnails, ThumbnailsFrame, ThumbnailStyle
from engine.probes.moment import Moment

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array

MAX_TILES = 16
"""Maps in a mosaic: on a node of the canvas more are specks."""


def thumbnails_frame(moment: Moment, key: FrameKey) -> ThumbnailsFrame | None:
    """Return pictures of the nodes that a `Thumbnails` names."""
    ask = key.ask
    if not isinstance(ask, Thumbnails):
        return None
    known = [node_id for node_id in ask.node_ids if node_id in moment.network.nodes]
    if not known:
        return ThumbnailsFrame(moment.step, {})
    images = {node_id: thumbnail(moment.passages[node_id].values, ask.style, ask.size) for node_id in known}
    return ThumbnailsFrame(moment.step, images)


def thumbnail(values: Tensor, style: ThumbnailStyle, size: int) -> ThumbnailImage:
    """Return a node's output, ``(C, H, W)``, ``(C, F)`` or ``(F,)``, as a small picture.

    Args:
        values: without the batch axis.
        style: which maps.
        size: longest side of the picture.
    """
    values = values.detach().float()
    low, high = torch.stack(torch.aminmax(values)).tolist()
    if values.ndim == 1:
        return ThumbnailImage(copied(smaller(values[None, None], size)[0]), low, high, None)
    maps = values[:, None, :] if values.ndim == 2 else values
    if style is ThumbnailStyle.MOSAIC and len(maps) > 1:
        return ThumbnailImage(mosaic(maps[:MAX_TILES], size), low, high, None)
    channel = int(maps.flatten(1).var(dim=1, correction=0).argmax())
    return ThumbnailImage(copied(smaller(maps[channel][None], size)[0]), low, high, channel)


def smaller(maps: Tensor, size: int) -> Tensor:
    """Return maps ``(C, H, W)`` with neither side longer than a size: means over areas, as proportioned."""
    height, width = maps.shape[1:]
    longest = max(height, width)
    if longest <= size:
        return maps
    target = max(1, round(height * size / longest)), max(1, round(width * size / longest))
    return F.adaptive_avg_pool2d(maps[None], target)[0]


def mosaic(maps: Tensor, size: int) -> Array:
    """Return maps ``(C, H, W)`` side by side in a square, with NaN between and behind them."""
    columns = math.ceil(math.sqrt(len(maps)))
    tile = max(1, (size - (columns - 1)) // columns)
    tiles = copied(smaller(maps, tile))
    _, height, width = tiles.shape
    rows = math.ceil(len(tiles) / columns)
    picture = copied(torch.full((rows * (height + 1) - 1, columns * (width + 1) - 1), math.nan))
    for place, values in enumerate(tiles):
        y, x = place // columns * (height + 1), place % columns * (width + 1)
        picture[y : y + height, x : x + width] = values
    return picture
