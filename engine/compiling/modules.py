"""The modules that torch has only as functions."""
# ruff: noqa: TID253

from __future__ import annotations

from functools import reduce

import torch
from torch import Tensor, nn
from torch.nn import functional


class Add(nn.Module):
    """The sum of its inputs, value by value.

    Shape:
        - Inputs: two or more of the same shape ``(N, *)``.
        - Output: that shape.
    """

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the sum."""
        return reduce(torch.add, inputs)


class Mul(nn.Module):
    """The product of its inputs, value by value.

    Shape:
        - Inputs: two or more of the same shape ``(N, *)``, or of size 1 where they differ.
        - Output: the larger size of each axis.
    """

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the product."""
        return reduce(torch.mul, inputs)


class Concat(nn.Module):
    """Its inputs behind one another along an axis.

    Args:
        dim: the axis, counted from 0 = N.

    Shape:
        - Inputs: two or more, alike but for the size along ``dim``.
        - Output: the same with those sizes added up.
    """

    def __init__(self, dim: int = 1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the inputs as one tensor."""
        return torch.cat(inputs, self.dim)

    def extra_repr(self) -> str:
        """Return what ``print(module)`` shows in the brackets."""
        return f"dim={self.dim}"


class PadChannels(nn.Module):
    """Its input and behind it as many maps of zeros as it takes.

    Args:
        out_channels: maps that come out.

    Shape:
        - Input: ``(N, C, H, W)``.
        - Output: ``(N, out_channels, H, W)``.
    """

    def __init__(self, out_channels: int) -> None:
        super().__init__()
        self.out_channels = out_channels

    def forward(self, input: Tensor) -> Tensor:
        """Return the input with the maps appended.

        Raises:
            ValueError: it is not ``(N, C, H, W)``, or has more maps than are to come out.
        """
        if input.dim() != 4 or input.shape[1] > self.out_channels:
            raise ValueError(f"expected N x C x H x W with C <= {self.out_channels}, received {tuple(input.shape)}")
        return functional.pad(input, (0, 0, 0, 0, 0, self.out_channels - input.shape[1]))

    def extra_repr(self) -> str:
        """Return what ``print(module)`` shows in the brackets."""
        return f"out_channels={self.out_channels}"
