"""What a view asks for: a kind of frame, the node it is about, and what else must be said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.probes.picture import Part


class FrameKind(Enum):
    """The kinds of frame."""

    PICTURE = "picture"
    SAMPLES = "samples"
    # of the whole network, on the canvas
    THUMBNAILS = "thumbnails"
    COLOURS = "colours"
    TIMES = "times"
    # of one node
    ACTIVATIONS = "activations"
    CHANNEL_GRADIENTS = "channel gradients"
    MAP = "map"
    POOLING = "pooling"
    SHIFT = "shift"
    CONVOLUTION = "convolution"
    FILTERS = "filters"
    WEIGHTS = "weights"
    GRADIENT_HISTOGRAM = "gradient histogram"
    LEVELS = "levels"
    EFFECTIVE_FIELD = "effective field"
    # of the whole network, in panels
    GRADIENTS = "gradients"
    GRADIENT_HISTORY = "gradient history"
    PREDICTION = "prediction"
    CONFUSION = "confusion"
    WHY = "why"


class ThumbnailStyle(Enum):
    """Which of a node's maps stand for it."""

    MOST_VARIED = "most varied"
    """The map with the largest variance."""
    MOSAIC = "mosaic"
    """The first maps side by side, each as large as there is room."""


class Method(Enum):
    """Ways to ask a network why it answered as it did."""

    GRAD_CAM = "Grad-CAM"
    """Selvaraju et al. 2017."""
    SALIENCY = "Saliency"
    """Simonyan et al. 2013."""
    OCCLUSION = "Occlusion"
    """Zeiler and Fergus 2014."""
    INTEGRATED_GRADIENTS = "Integrated gradients"
    """Sundararajan et al. 2017."""


@dataclass(frozen=True)
class Samples:
    """Images of the data set: their part of it and places in it, at most `MAX_SAMPLES`."""

    part: Part
    indices: tuple[int, ...]


@dataclass(frozen=True)
class Thumbnails:
    """Small pictures of many nodes at once.

    Attributes:
        node_ids: of whom.
        style: which of a node's maps.
        size: the longest side, in values.
    """

    node_ids: tuple[str, ...]
    style: ThumbnailStyle = ThumbnailStyle.MOST_VARIED
    size: int = 48


@dataclass(frozen=True)
class Channel:
    """One map, counted from 0."""

    channel: int


@dataclass(frozen=True)
class Unit:
    """One value of a node's output: ``[channel, y, x]``; of a vector ``[channel]``, with y and x 0."""

    channel: int
    y: int = 0
    x: int = 0


@dataclass(frozen=True)
class Shift:
    """How far the picture is moved, in its pixels, to the right and down; what comes in is the picture's edge."""

    dx: int
    dy: int


@dataclass(frozen=True)
class Filters:
    """Which of a convolution's filters: ``first``, ``first + 1``, ..., ``count`` of them at most."""

    first: int = 0
    count: int = 64


@dataclass(frozen=True)
class Why:
    """Why the network gives the picture a class.

    Attributes:
        method: how it is asked.
        target: the class; None for the one with the highest score.
        node_id: whose maps Grad-CAM weighs; None for the last node of maps before the Output. The other methods pass
            it over.
    """

    method: Method
    target: int | None = None
    node_id: str | None = None


Ask: TypeAlias = Samples | Thumbnails | Channel | Unit | Shift | Filters | Why
"""What must be said beside the kind and the node."""


@dataclass(frozen=True)
class FrameKey:
    """What a view asks for.

    Attributes:
        kind: which probe.
        node_id: of the watched node; None for kinds that cover the whole network.
        ask: what else the kind must know; None where it needs nothing more.
    """

    kind: FrameKind
    node_id: str | None = None
    ask: Ask | None = None
