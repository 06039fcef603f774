"""The modules that torch has only as functions: layers with several inputs."""
# ruff: noqa: TID253

from __future__ import annotations

from functools import reduce

import torch
from torch import Tensor, nn


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
