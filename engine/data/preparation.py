"""From any image to what a network gets: its size, its channels, its mean and spread; and back, to be looked at."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.layers.spec import Shape

LUMA = (0.299, 0.587, 0.114)
"""What red, green and blue add to grey (ITU-R BT.601), as in Pillow's ``convert("L")``."""


@dataclass(frozen=True, eq=False)
class Preparation:
    """How the images of a data set become inputs; a picture from elsewhere is treated alike.

    Attributes:
        shape: of the input, ``(C, H, W)``.
        mean, std: taken to 0 and 1; single values, or one per channel.
    """

    shape: Shape
    mean: Tensor
    std: Tensor

    def of_picture(self, picture: Tensor) -> Tensor:
        """Return one picture as the network gets it: the whole input covered, the middle cut out, normalised.

        Args:
            picture: ``(1, H, W)`` grey or ``(3, H, W)``, in [0, 1], of any size.

        Returns:
            ``(C, H, W)``.
        """
        channels, height, width = self.shape
        covered = _cut_out(_cover(picture[None], height, width), height, width)
        return self._normalised(_recoloured(covered, channels))[0]

    def shown(self, values: Tensor) -> Tensor:
        """Return inputs ``(N, C, H, W)`` as they were before normalization: ``(N, H, W, 3)``, uint8."""
        raw = values.to("cpu", torch.float32) * self._column(self.std) + self._column(self.mean)
        colours = raw if raw.shape[1] == 3 else raw[:, :1].expand(-1, 3, -1, -1)
        return (colours.clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()

    def _normalised(self, images: Tensor) -> Tensor:
        return (images - self._column(self.mean)) / self._column(self.std)

    @staticmethod
    def _column(values: Tensor) -> Tensor:
        return values.to("cpu", torch.float32).reshape(-1, 1, 1)


def _cover(images: Tensor, height: int, width: int) -> Tensor:
    """Return images resized, as they are proportioned, to the smallest size that covers the input."""
    scale = max(height / images.shape[2], width / images.shape[3])
    size = [max(height, round(images.shape[2] * scale)), max(width, round(images.shape[3] * scale))]
    if size == list(images.shape[2:]):
        return images
    return F.interpolate(images, size=size, mode="bilinear", antialias=scale < 1)


def _cut_out(images: Tensor, height: int, width: int) -> Tensor:
    top, left = (images.shape[2] - height) // 2, (images.shape[3] - width) // 2
    return images[:, :, top : top + height, left : left + width]


def _recoloured(images: Tensor, channels: int) -> Tensor:
    if images.shape[1] == channels:
        return images
    if images.shape[1] == 3:
        images = (images * torch.tensor(LUMA).reshape(1, 3, 1, 1)).sum(1, keepdim=True)
    return images.expand(-1, channels, -1, -1).contiguous()
