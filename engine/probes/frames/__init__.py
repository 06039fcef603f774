"""What the probes hand to the views: small frozen NumPy pictures of one moment, and the keys that ask for them.

No torch, and no numpy before a frame is made: the window knows the keys before its first paint.
"""

from typing import TypeAlias

from engine.probes.frames.explaining import ConvolutionFrame, WhyFrame
from engine.probes.frames.fault import Fault
from engine.probes.frames.gradients import GradientFrame, GradientHistogramFrame, GradientHistoryFrame
from engine.probes.frames.keys import (
    Ask,
    Channel,
    Filters,
    FrameKey,
    FrameKind,
    Method,
    Samples,
    Shift,
    Thumbnails,
    ThumbnailStyle,
    Unit,
    Why,
)
from engine.probes.frames.levels import AutogradLevel, LevelsFrame, ModuleLevel, SavedTensor, TensorLevel
from engine.probes.frames.maps import (
    MAX_CHANNELS,
    MAX_FEATURES,
    MAX_VALUES,
    ActivationFrame,
    ChannelGradientFrame,
    ChannelStats,
    EffectiveFieldFrame,
    MapFrame,
    PoolingFrame,
    ShiftFrame,
    ThumbnailImage,
    ThumbnailsFrame,
)
from engine.probes.frames.network import ColoursFrame, Quantity, TimesFrame
from engine.probes.frames.picture import MAX_SAMPLES, PictureFrame, SamplesFrame
from engine.probes.frames.predictions import (
    BoxesFrame,
    ConfusionFrame,
    LabelsFrame,
    MaskFrame,
    Mistake,
    PredictionFrame,
    ReportFrame,
)
from engine.probes.frames.weights import FiltersFrame, WeightsFrame

Frame: TypeAlias = (
    ActivationFrame
    | BoxesFrame
    | ChannelGradientFrame
    | ColoursFrame
    | ConfusionFrame
    | ConvolutionFrame
    | EffectiveFieldFrame
    | FiltersFrame
    | GradientFrame
    | GradientHistogramFrame
    | GradientHistoryFrame
    | LabelsFrame
    | LevelsFrame
    | MapFrame
    | MaskFrame
    | PictureFrame
    | PoolingFrame
    | PredictionFrame
    | ReportFrame
    | SamplesFrame
    | ShiftFrame
    | ThumbnailsFrame
    | TimesFrame
    | WeightsFrame
    | WhyFrame
)

__all__ = [
    "MAX_CHANNELS",
    "MAX_FEATURES",
    "MAX_SAMPLES",
    "MAX_VALUES",
    "ActivationFrame",
    "Ask",
    "AutogradLevel",
    "BoxesFrame",
    "Channel",
    "ChannelGradientFrame",
    "ChannelStats",
    "ColoursFrame",
    "ConfusionFrame",
    "ConvolutionFrame",
    "EffectiveFieldFrame",
    "Fault",
    "Filters",
    "FiltersFrame",
    "Frame",
    "FrameKey",
    "FrameKind",
    "GradientFrame",
    "GradientHistogramFrame",
    "GradientHistoryFrame",
    "LabelsFrame",
    "LevelsFrame",
    "MapFrame",
    "MaskFrame",
    "Method",
    "Mistake",
    "ModuleLevel",
    "PictureFrame",
    "PoolingFrame",
    "PredictionFrame",
    "Quantity",
    "ReportFrame",
    "Samples",
    "SamplesFrame",
    "SavedTensor",
    "Shift",
    "ShiftFrame",
    "TensorLevel",
    "ThumbnailImage",
    "ThumbnailStyle",
    "Thumbnails",
    "ThumbnailsFrame",
    "TimesFrame",
    "Unit",
    "WeightsFrame",
    "Why",
    "WhyFrame",
]
