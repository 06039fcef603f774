"""Frames of what nodes make of the watched picture, in evaluation mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Places
    from engine.probes.frames.keys import Shift

MAX_CHANNELS = 2048
"""As many maps as ResNet-50's widest layer has; one more would be a tile of a few pixels in any window."""

MAX_VALUES = 2**22
"""A copy of 16 MiB: VGG's largest layer, 64 maps of 224 × 224, still comes whole."""

MAX_FEATURES = 4096
"""A vector's values are one pixel or bar each; AlexNet's and VGG's have this many."""


@dataclass(frozen=True)
class ChannelStats:
    """Each channel over its positions, for all channels of a layer; a vector's features are channels of one value.

    Attributes:
        low, high, mean: ``(num_channels,)``.
        variance: ``(num_channels,)``; mean squared distance from the mean, as ``Tensor.var(correction=0)``.
    """

    low: Array
    high: Array
    mean: Array
    variance: Array


@dataclass(frozen=True)
class ActivationFrame:
    """A node's output on the watched picture (evaluation mode).

    Attributes:
        step: steps taken when it was made.
        values: ``(C, H, W)`` for maps, as many as `MAX_CHANNELS` and `MAX_VALUES` allow, the first ones; ``(F,)`` for
            a vector, the first `MAX_FEATURES`; rows of values, ``(C, F)``, come as maps of height 1.
        num_channels: how many the layer has in all.
        stats: of all channels; the probes always say them.
    """

    step: int
    values: Array
    num_channels: int
    stats: ChannelStats | None = None


@dataclass(frozen=True)
class MapFrame:
    """One map at full resolution.

    Attributes:
        step: steps taken when it was made.
        channel: which one.
        values: ``(H, W)``; ``(1, F)`` where the node's output is rows of values.
        low, high, mean, variance: of its values.
    """

    step: int
    channel: int
    values: Array
    low: float
    high: float
    mean: float
    variance: float


@dataclass(frozen=True)
class ChannelGradientFrame:
    """How strongly the loss of the watched picture pulls each channel of a node's output.

    Attributes:
        step: steps taken when it was made.
        norms: ``(C,)``; Euclidean norm of ∂loss/∂output over the channel's positions.
        is_predicted: whether the loss held the scores against the network's own answer, since the picture has no
            target.
    """

    step: int
    norms: Array
    is_predicted: bool


@dataclass(frozen=True)
class PoolingFrame:
    """A pooling layer's input beside its output on the watched picture, channel by channel.

    Attributes:
        step: steps taken when it was made.
        before: ``(C, H, W)``; after: ``(C, H_out, W_out)``; as many channels as `MAX_CHANNELS` and `MAX_VALUES` allow.
        num_channels: how many the layer has in all.
        winners: ``(C, H_out, W_out)``: where each maximum was found, ``y * W + x`` in ``before``; None where means are
            taken, to which every value contributes.
        kept_share: share of the input's values, over all channels, that come out: are the maximum of some window.
            NaN where means are taken.
    """

    step: int
    before: Array
    after: Array
    num_channels: int
    winners: Places | None = None
    kept_share: float = float("nan")


@dataclass(frozen=True)
class ShiftFrame:
    """What becomes of a pooling layer's input and output when the picture is shifted: they move less and less.

    Attributes:
        step: steps taken when it was made.
        shift: by how much.
        before, after: the node's output without and with the shift, ``(C, H, W)``.
        input_change: ``‖shifted - input‖ / ‖input‖`` of the node's input.
        output_change: the same of its output.
        picture_change: the same of the picture, as the network gets it.
    """

    step: int
    shift: Shift
    before: Array
    after: Array
    input_change: float
    output_change: float
    picture_change: float

    @property
    def ratio(self) -> float:
        """How much the output changes for a change of the node's input: less than 1 where the node steadies it."""
        return self.output_change / self.input_change if self.input_change else float("nan")


@dataclass(frozen=True)
class ThumbnailImage:
    """A node's output as a small picture.

    Attributes:
        values: ``(h, w)``, neither longer than asked for; means over areas where the map is larger. A mosaic has NaN
            between and behind its maps. A vector is one row.
        low, high: of the node's whole output.
        channel: which map it is; None for a mosaic or a vector.
    """

    values: Array
    low: float
    high: float
    channel: int | None


@dataclass(frozen=True)
class ThumbnailsFrame:
    """Small pictures of many nodes.

    Attributes:
        step: steps taken when they were made.
        images: by node id; nodes that are not computed are left out.
    """

    step: int
    images: Mapping[str, ThumbnailImage]


@dataclass(frozen=True)
class EffectiveFieldFrame:
    """What the picture's pixels mean to one unit (Luo et al. 2016).

    Attributes:
        step: steps taken when it was made.
        values: ``(H, W)`` of the input: ``|∂unit/∂pixel|`` summed over colours, the largest 1.
    """

    step: int
    values: Array
