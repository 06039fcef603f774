"""What autograd really keeps of a forward pass, and what a gradient really reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.compiling import modules


@dataclass(frozen=True)
class Kept:
    """Entries of the distinct tensors that autograd keeps, by kind: numbers, bools, whole numbers."""

    floats: int = 0
    bools: int = 0
    longs: int = 0


def kept(module: nn.Module, forward: Callable[[], object]) -> Kept:
    """Return what a forward pass keeps besides the module's parameters and buffers."""
    own = {_memory(tensor) for tensor in (*module.parameters(), *module.buffers())}
    found: dict[int, Tensor] = {}

    def pack(tensor: Tensor) -> Tensor:
        if _memory(tensor) not in own:
            found.setdefault(_memory(tensor), tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        held = forward()  # so that no memory is used twice while we look
    del held
    return Kept(*(_entries(found.values(), kind) for kind in (torch.float32, torch.bool, torch.int64)))


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage()._cdata


def _entries(tensors: Iterable[Tensor], dtype: torch.dtype) -> int:
    return sum(tensor.untyped_storage().nbytes() // dtype.itemsize for tensor in tensors if tensor.dtype == dtype)


def linearized(module: nn.Module) -> nn.Module:
    """Return the module, a max pooling as one whose gradient reaches all that its windows look at."""
    if isinstance(module, nn.MaxPool2d):
        return _WindowSums(module)
    return nn.AdaptiveAvgPool2d(module.output_size) if isinstance(module, nn.AdaptiveMaxPool2d) else module


def everywhere_alive(module: nn.Module) -> nn.Module:
    """Return the module, in place of one whose gradient is 0 for some values one that looks at the same places."""
    match module:
        case nn.Softmax() | nn.LogSoftmax():
            return _PlusSum(module.dim)
        case nn.LayerNorm():
            return _PlusSum(tuple(range(1, 1 + len(module.normalized_shape))))
        case modules.Mul():
            return modules.Add()
    return module


class _PlusSum(nn.Module):
    """Adds the sum along some axes to each value."""

    def __init__(self, dim: int | tuple[int, ...] | None) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, values: Tensor) -> Tensor:
        return values + values.sum(self.dim, keepdim=True)


class _WindowSums(nn.Module):
    """The sums of a max pooling's windows.

    Shape:
        As the pooling's, ``ceil_mode`` too.
    """

    def __init__(self, pooling: nn.MaxPool2d) -> None:
        super().__init__()
        self.pooling = pooling

    def forward(self, images: Tensor) -> Tensor:
        pool, channels = self.pooling, images.shape[1]
        sizes = self.pooling(images).shape[2:]
        kernel, stride, padding, dilation = map(_pair, (pool.kernel_size, pool.stride, pool.padding, pool.dilation))
        pads: list[int] = []
        for axis in (1, 0):
            reach = (sizes[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1
            pads += [padding[axis], reach - images.shape[2 + axis] - padding[axis]]
        padded = nn.functional.pad(images, pads)
        weight = images.new_ones(channels, 1, *kernel)
        return nn.functional.conv2d(padded, weight, None, stride, 0, dilation, channels)


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value
