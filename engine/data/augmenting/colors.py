"""Changes of colour with another strength for each image of a batch."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor

from engine.data.fitting import LUMINANCE

PCA_VALUES = (0.2175, 0.0188, 0.0045)
PCA_VECTORS = ((-0.5675, 0.7192, 0.4009), (-0.5808, -0.0045, -0.8140), (-0.5836, -0.6948, 0.4203))
"""Of the colours of ImageNet's pixels in [0, 1]: Krizhevsky et al. 2012 section 4.1, figures of fb.resnet.torch."""


def grey(images: Tensor) -> Tensor:
    """Return the luminance of ``(N, C, H, W)``, ``(N, 1, H, W)``."""
    if images.shape[1] != 3:
        return images
    return (images * images.new_tensor(LUMINANCE)[:, None, None]).sum(1, keepdim=True)


def adjust_brightness(images: Tensor, factors: Tensor) -> Tensor:
    """Return images ``(N, C, H, W)`` in [0, 1] times a factor each, ``(N,)``."""
    return (images * _each(factors)).clamp_(0, 1)


def adjust_contrast(images: Tensor, factors: Tensor) -> Tensor:
    """Return images as far from their mean luminance as a factor each says."""
    return _blend(images, grey(images).mean((1, 2, 3), keepdim=True), factors)


def adjust_saturation(images: Tensor, factors: Tensor) -> Tensor:
    """Return images as far from grey as a factor each says."""
    return images if images.shape[1] != 3 else _blend(images, grey(images), factors)


def adjust_hue(images: Tensor, shifts: Tensor) -> Tensor:
    """Return images with their hue turned by a share of the circle each."""
    if images.shape[1] != 3:
        return images
    hue, saturation, value = _hsv(images)
    return _rgb((hue + shifts[:, None, None]) % 1, saturation, value)


def add_lighting(images: Tensor, strengths: Tensor) -> Tensor:
    """Return images with a colour added: strengths ``(N, 3)`` along the main directions of ImageNet's colours."""
    if images.shape[1] != 3:
        return images
    vectors, values = images.new_tensor(PCA_VECTORS), images.new_tensor(PCA_VALUES)
    return (images + ((strengths * values) @ vectors.T)[:, :, None, None]).clamp_(0, 1)


def _each(factors: Tensor) -> Tensor:
    return factors[:, None, None, None]


def _blend(images: Tensor, others: Tensor, factors: Tensor) -> Tensor:
    return (others + (images - others) * _each(factors)).clamp_(0, 1)


def _hsv(images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return hue, saturation and value of RGB in [0, 1], each ``(N, H, W)`` in [0, 1]."""
    red, green, blue = images.unbind(1)
    value, least = images.amax(1), images.amin(1)
    spread = value - least
    safe = torch.where(spread == 0, 1, spread)
    from_red = (green - blue) / safe
    from_green = (blue - red) / safe + 2
    from_blue = (red - green) / safe + 4
    sixths = torch.where(value == red, from_red, torch.where(value == green, from_green, from_blue))
    return (sixths / 6) % 1, spread / torch.where(value == 0, 1, value), value


def _rgb(hue: Tensor, saturation: Tensor, value: Tensor) -> Tensor:
    """Return RGB of hue, saturation and value: each channel is the value less a trapezoid of the hue (Smith 1978)."""
    channels = []
    for offset in (5, 3, 1):
        sixth = (offset + hue * 6) % 6
        channels.append(value - value * saturation * torch.minimum(sixth, 4 - sixth).clamp_(0, 1))
    return torch.stack(channels, 1)
