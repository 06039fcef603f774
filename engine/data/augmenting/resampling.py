"""Cutting another part out of each image of a batch and resizing it, in two matrix products for all together."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.data.augmenting.draws import Floats, Ints


@dataclass(frozen=True)
class Span:
    """Along one axis, what of each image becomes the whole output; fractions of pixels are allowed.

    Attributes:
        start, length: where it begins and how long it is, px of the image, ``(N,)``.
        low, high: pixels outside of these are not looked at, ``(N,)``.
    """

    start: Floats | Ints
    length: Floats | Ints
    low: Ints
    high: Ints


def resample(images: Tensor, rows: Span, columns: Span, size: tuple[int, int]) -> Tensor:
    """Return ``(N, C, *size)``: bilinear with antialiasing, as torchvision's resize of each part by itself."""
    down = _weights(rows, size[0], images.shape[2]).to(images.device, non_blocking=True)
    across = _weights(columns, size[1], images.shape[3]).to(images.device, non_blocking=True)
    return down[:, None] @ images @ across.transpose(1, 2)[:, None]


def _weights(span: Span, length: int, source: int) -> Tensor:
    """Return ``(N, length, source)``: each source pixel's share in each of the output, a triangle filter."""
    scale = span.length[:, None] / length
    centers = span.start[:, None] + (np.arange(length) + 0.5) * scale
    support = np.maximum(scale, 1.0)  # enlarging looks at two neighbours, shrinking at all that a pixel covers
    pixels = np.arange(source)
    distances = np.abs(pixels + 0.5 - centers[..., None]) / support[..., None]
    inside = (pixels >= span.low[:, None, None]) & (pixels < span.high[:, None, None])
    weights = np.maximum(1 - distances, 0) * inside
    return torch.from_numpy((weights / weights.sum(-1, keepdims=True)).astype(np.float32))


def shifted_crops(images: Tensor, tops: Ints, lefts: Ints, padding: int) -> Tensor:
    """Return images of the same size, each from its own place in the image padded with black."""
    count, _, height, width = images.shape
    padded = torch.nn.functional.pad(images, [padding] * 4)
    rows = torch.from_numpy(tops[:, None] + np.arange(height)).to(images.device, non_blocking=True)
    columns = torch.from_numpy(lefts[:, None] + np.arange(width)).to(images.device, non_blocking=True)
    places = torch.arange(count, device=images.device)[:, None, None]
    return padded.permute(0, 2, 3, 1)[places, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
