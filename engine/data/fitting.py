"""Bringing images into a network's input shape, and pixels into the range in which networks learn."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.errors import DataError
from engine.layers.spec import Shape

LUMINANCE = (0.2989, 0.587, 0.114)
"""Shares of red, green and blue in grey, as torchvision has them (ITU-R 601-2)."""

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of the training images, as torchvision's weights expect them."""


def fit(images: Tensor, shape: Shape, resize: str = "crop") -> Tensor:
    """Return images ``(N, C, H, W)`` in the shape ``(N, *shape)``, of the same dtype.

    Args:
        images: float, or uint8, which is rounded.
        shape: ``(C, H, W)``.
        resize: ``crop`` keeps proportions and cuts off what is too long; ``stretch`` does not.
    """
    channels, height, width = shape
    if images.shape[1:] == shape:
        return images
    images = with_channels(images, channels)
    *sizes, top, left = cover((images.shape[2], images.shape[3]), (height, width), resize)
    resized = resized_to(images, sizes)
    return resized[..., top : top + height, left : left + width].contiguous()


def cover(source: tuple[int, int], size: tuple[int, int], resize: str) -> tuple[int, int, int, int]:
    """Return to which height and width an image is resized, and the top and left of what is then cut out.

    Args:
        source, size: height and width before and behind it.
        resize: see `fit`.
    """
    height, width = size
    if resize == "stretch":
        return height, width, 0, 0
    factor = max(height / source[0], width / source[1])
    tall, wide = (max(wanted, int(side * factor + 1e-6)) for side, wanted in zip(source, size, strict=True))
    return tall, wide, round((tall - height) / 2), round((wide - width) / 2)  # as torchvision's CenterCrop rounds


def resized_to(images: Tensor, size: list[int]) -> Tensor:
    """Return images ``(N, C, H, W)`` resized bilinearly to ``(N, C, *size)``, of the same dtype."""
    if list(images.shape[2:]) == size:
        return images
    # Without antialiasing a smaller image would skip pixels; on a larger one it changes nothing.
    values = images if images.is_floating_point() else images.to(torch.float32)
    resized = F.interpolate(values, size=size, mode="bilinear", antialias=True)
    return resized if images.is_floating_point() else resized.round_().clamp_(0, 255).to(images.dtype)


def with_channels(images: Tensor, channels: int) -> Tensor:
    """Return grey images in any number of channels, and colour images in grey or colour.

    Raises:
        DataError: colour in another number of channels.
    """
    has = images.shape[1]
    if has == channels:
        return images
    if has == 1:
        return images.expand(-1, channels, -1, -1)
    if channels == 1:
        grey = (images.to(torch.float32) * images.new_tensor(LUMINANCE, dtype=torch.float32)[:, None, None]).sum(
            1, True
        )
        return grey.to(images.dtype) if images.is_floating_point() else grey.round_().to(images.dtype)
    raise DataError(f"The images have {has} channels and the Input {channels}. Set the Input's channels to 3 or to 1.")


@dataclass(frozen=True)
class Normalization:
    """Mean and standard deviation of pixels in [0, 1], per channel, on the device."""

    mean: Tensor
    std: Tensor

    def __call__(self, images: Tensor) -> Tensor:
        """Return images ``(N, C, H, W)`` in [0, 1], float32, with these taken to 0 and 1."""
        return (images - self.mean[:, None, None]) / self.std[:, None, None]

    def of_pixels(self, pixels: Tensor) -> Tensor:
        """Return 8-bit pixels ``(N, C, H, W)`` normalised: one product and one sum."""
        return pixels.to(torch.float32).mul_(self._scale).add_(self._shift)

    @cached_property
    def _scale(self) -> Tensor:
        return (1 / (255 * self.std))[:, None, None]

    @cached_property
    def _shift(self) -> Tensor:
        return (-self.mean / self.std)[:, None, None]

    def undo(self, images: Tensor) -> Tensor:
        """Return normalised images in [0, 1] again."""
        return images * self.std[:, None, None] + self.mean[:, None, None]

    def to(self, device: torch.device) -> Normalization:
        """Return it on a device."""
        return Normalization(self.mean.to(device), self.std.to(device))


def unit(pixels: Tensor) -> Tensor:
    """Return 8-bit pixels as float32 in [0, 1]."""
    return pixels.to(torch.float32).mul_(1 / 255)


def normalization(kind: str, channels: int, pixels: Tensor) -> Normalization:
    """Return what a setting asks for.

    Args:
        kind: ``dataset``, ``imagenet`` or ``none``.
        channels: of the network's input.
        pixels: of training images, ``(N, channels, H, W)``, uint8: for ``dataset``.
    """
    if kind == "dataset":
        return measured(pixels)
    if kind == "imagenet":
        mean, std = torch.tensor(IMAGENET_MEAN), torch.tensor(IMAGENET_STD)
        if channels != 3:  # grey: of the three channels together
            mean, std = mean.mean().expand(channels), std.mean().expand(channels)
        return Normalization(mean.clone(), std.clone())
    return Normalization(torch.zeros(channels), torch.ones(channels))


def measured(pixels: Tensor) -> Normalization:
    """Return mean and standard deviation of 8-bit pixels ``(N, C, H, W)`` per channel, exactly: counted by value."""
    values = torch.arange(256, dtype=torch.float64) / 255
    means, stds = [], []
    for channel in range(pixels.shape[1]):
        counts = torch.bincount(pixels[:, channel].reshape(-1), minlength=256).to("cpu", torch.float64)
        mean = (counts * values).sum() / counts.sum()
        means.append(mean)
        stds.append(((counts * (values - mean) ** 2).sum() / counts.sum()).sqrt())
    # A channel of one value has no deviation to divide by.
    std = torch.stack(stds).clamp_(min=1e-3)
    return Normalization(torch.stack(means).to(torch.float32), std.to(torch.float32))
