"""Which function makes which kind of frame from one look into the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.probes.effective_field import effective_field_frame
from engine.probes.frames import Frame, FrameKey, FrameKind, PictureFrame, Samples, SamplesFrame
from engine.probes.maps import activation_frame, channel_gradient_frame, map_frame
from engine.probes.moment import Moment
from engine.probes.pooling import pooling_frame, shift_frame
from engine.probes.thumbnails import thumbnails_frame

Look: TypeAlias = Callable[[Moment, FrameKey], Frame | None]
"""Returns None for a key that cannot be served: the views may watch whatever is selected."""


def _picture_frame(moment: Moment, key: FrameKey) -> PictureFrame:
    return moment.pictures.frame(moment.picture, moment.step)


def _samples_frame(moment: Moment, key: FrameKey) -> SamplesFrame | None:
    return moment.pictures.samples_frame(key.ask, moment.step) if isinstance(key.ask, Samples) else None


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
}
