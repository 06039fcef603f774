"""Which function makes which kind of frame from one look into the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.probes.answers import answer_frame
from engine.probes.convolution import convolution_frame, filters_frame
from engine.probes.effective_field import effective_field_frame
from engine.probes.frames import (
    ConfusionFrame,
    Frame,
    FrameKey,
    FrameKind,
    GradientHistoryFrame,
    PictureFrame,
    ReportFrame,
    Samples,
    SamplesFrame,
    WeightsFrame,
)
from engine.probes.levels import levels_frame
from engine.probes.maps import activation_frame, channel_gradient_frame, map_frame
from engine.probes.moment import Moment
from engine.probes.pooling import pooling_frame, shift_frame
from engine.probes.thumbnails import thumbnails_frame
from engine.probes.times import times_frame
from engine.probes.weights import weights_frame, weights_of
from engine.probes.why import why_frame

Look: TypeAlias = Callable[[Moment, FrameKey], Frame | None]
"""Returns None for a key that cannot be served: the views may watch whatever is selected."""


def _picture_frame(moment: Moment, key: FrameKey) -> PictureFrame:
    return moment.pictures.frame(moment.picture, moment.step)


def _samples_frame(moment: Moment, key: FrameKey) -> SamplesFrame | None:
    return moment.pictures.samples_frame(key.ask, moment.step) if isinstance(key.ask, Samples) else None


def _weights_frame(moment: Moment, key: FrameKey) -> WeightsFrame | None:
    trail = moment.past.weight_trail(key.node_id)
    return None if trail is None else weights_frame(weights_of(moment.network, key.node_id), trail, moment.step)


def _gradient_history_frame(moment: Moment, key: FrameKey) -> GradientHistoryFrame:
    return moment.past.gradient_history()


def _confusion_frame(moment: Moment, key: FrameKey) -> ConfusionFrame | ReportFrame | None:
    return moment.past.validation


LOOKS: dict[FrameKind, Look] = {
    FrameKind.PICTURE: _picture_frame,
    FrameKind.SAMPLES: _samples_frame,
    FrameKind.THUMBNAILS: thumbnails_frame,
    FrameKind.ACTIVATIONS: activation_frame,
    FrameKind.CHANNEL_GRADIENTS: channel_gradient_frame,
    FrameKind.MAP: map_frame,
    FrameKind.POOLING: pooling_frame,
    FrameKind.SHIFT: shift_frame,
    FrameKind.EFFECTIVE_FIELD: effective_field_frame,
    FrameKind.CONVOLUTION: convolution_frame,
    FrameKind.FILTERS: filters_frame,
    FrameKind.WEIGHTS: _weights_frame,
    FrameKind.GRADIENT_HISTORY: _gradient_history_frame,
    FrameKind.PREDICTION: answer_frame,
    FrameKind.CONFUSION: _confusion_frame,
    FrameKind.TIMES: times_frame,
    FrameKind.LEVELS: levels_frame,
    FrameKind.WHY: why_frame,
}
