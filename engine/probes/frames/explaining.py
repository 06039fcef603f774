"""Frames that explain: how a convolution comes by a value, and why the network gives a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array
    from engine.probes.frames.keys import Method, Unit


@dataclass(frozen=True)
class ConvolutionFrame:
    """One value of a convolution in numbers: ``value = (patch * kernel).sum() + bias``.

    Attributes:
        step: steps taken when it was made.
        unit: which value of the output.
        patch: ``(in_channels / groups, kernel height, kernel width)``; what the kernel lies on, padding filled in.
        kernel: as large; ``weight[unit.channel]``.
        rows, columns: which row and column of the input each row and column of the patch is; below 0, or not below the
            input's size, where it is padding.
        first_channel: input channel that the patch's first channel is: with groups, not all are seen.
        bias: 0 where the layer has none.
        value: what the network itself computed there.
        input_shape, output_shape: of the layer, ``(C, H, W)``.
    """

    step: int
    unit: Unit
    patch: Array
    kernel: Array
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    first_channel: int
    bias: float
    value: float
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]

    @property
    def products(self) -> Array:
        """What each place adds: ``patch * kernel``."""
        return self.patch * self.kernel

    @property
    def channel_sums(self) -> Array:
        """What each input channel adds, ``(in_channels / groups,)``; together with the bias the value."""
        sums: Array = self.products.sum(axis=(1, 2))
        return sums

    def strongest(self, count: int) -> tuple[int, ...]:
        """Return the patch's channels that add most, up or down, the strongest first."""
        order = sorted(range(len(self.patch)), key=abs(self.channel_sums).__getitem__, reverse=True)
        return tuple(order[:count])


@dataclass(frozen=True)
class WhyFrame:
    """What speaks for a class, and what against it, over the picture.

    Attributes:
        step: steps taken when it was made.
        method: how the network was asked.
        target: the class.
        values: ``(H, W)`` of the input; what captum says, summed over colours; for Grad-CAM, without what is negative
            and enlarged bilinearly.
        is_signed: whether negative values mean something: they speak against the class.
        problem: a sentence where there is no answer; `values` are then 0.
    """

    step: int
    method: Method
    target: int
    values: Array
    is_signed: bool
    problem: str = ""
