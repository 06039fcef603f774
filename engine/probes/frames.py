"""What the probes hand to the views: small frozen NumPy pictures of one moment, and the keys that ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the window knows the keys before its first paint, and numpy takes a seventh of a second
    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float32]


class FrameKind(Enum):
    """The kinds of frame."""

    ACTIVATIONS = "activations"
    POOLING = "pooling"
    GRADIENTS = "gradients"


@dataclass(frozen=True)
class FrameKey:
    """What a view asks for.

    Attributes:
        kind: which probe.
        node_id: of the watched node; None for gradients, which cover the whole network.
    """

    kind: FrameKind
    node_id: str | None = None


@dataclass(frozen=True)
class ActivationFrame:
    """A node's output on the probe image (evaluation mode).

    Attributes:
        step: steps taken when it was made.
        values: ``(C, H, W)`` for maps, the first `MAX_CHANNELS`; ``(F,)`` for a vector, the first `MAX_FEATURES`;
            rows of values, ``(C, F)``, come as maps of height 1.
        num_channels: how many the layer has in all.
    """

    step: int
    values: Array
    num_channels: int


@dataclass(frozen=True)
class PoolingFrame:
    """A pooling layer's input beside its output on the probe image, channel by channel.

    Attributes:
        step: steps taken when it was made.
        before: ``(C, H, W)``; after: ``(C, H_out, W_out)``; at most `MAX_CHANNELS` channels, the first ones.
        num_channels: how many the layer has in all.
    """

    step: int
    before: Array
    after: Array
    num_channels: int


@dataclass(frozen=True)
class GradientFrame:
    """The gradient's Euclidean norm for each learnable parameter, right after a backward pass.

    Attributes:
        step: the step whose gradients they are, counted from 1.
        node_ids: the node of each parameter, in network order.
        parameters: the name of each parameter within its node: ``weight``, ``bias``.
        norms: one per parameter; ``p.grad.norm()``.
    """

    step: int
    node_ids: tuple[str, ...]
    parameters: tuple[str, ...]
    norms: Array


Frame: TypeAlias = ActivationFrame | PoolingFrame | GradientFrame

MAX_CHANNELS = 64
"""A view shows no more maps at once than one can tell apart, and a copy stays small."""

MAX_FEATURES = 4096
"""A vector's values are one pixel or bar each; AlexNet's and VGG's have this many."""
