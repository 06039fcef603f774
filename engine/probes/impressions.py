"""What a recording keeps of a moment: gradients, how far the weights step, and small pictures of what nodes compute."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.probes.copying import copied
from engine.probes.frames import (
    ColoursFrame,
    FrameKey,
    FrameKind,
    GradientFrame,
    Thumbnails,
    ThumbnailsFrame,
)
from engine.probes.gradients import current_gradients
from engine.probes.moment import Moment
from engine.probes.network import Network
from engine.probes.past import Past
from engine.probes.picture import SamplePicture
from engine.probes.pictures import Pictures
from engine.probes.readings import Readings
from engine.probes.step_watch import norms_of
from engine.probes.thumbnails import thumbnails_frame

SIZE = 24
"""The longest side of a small picture, in values."""


@dataclass(frozen=True)
class Impression:
    """A moment of a run, after a step.

    Attributes:
        gradients: norms of all parameters' gradients in that step.
        colours: the gradient and the update-to-weight ratio of each node in that step; NaN for all else.
        thumbnails: of one and the same image of the data.
    """

    gradients: GradientFrame
    colours: ColoursFrame
    thumbnails: ThumbnailsFrame

    @property
    def step(self) -> int:
        """Steps taken, counted from 1."""
        return self.gradients.step


class Impressions:
    """Takes impressions of a network; the network and its random numbers stay as they are.

    Args:
        network: what is looked at.
        pictures: of the data; the first image of the validation is the one that is looked at.
    """

    def __init__(self, network: Network, pictures: Pictures) -> None:
        self.network = network
        self._pictures = pictures
        self._past = Past(network)
        self._source = SamplePicture()
        self._before: list[Tensor] = []

    def begin(self) -> None:
        """Keep the parameters as they are before a step, so that one can tell how far it goes."""
        self._before = [parameter.value.detach().clone() for parameter in self.network.parameters]

    @property
    def has_begun(self) -> bool:
        """Whether the step behind which an impression is to be taken is under way."""
        return bool(self._before)

    def take(self, step: int) -> Impression:
        """Return what there is to see after a step that was begun."""
        parameters, readings = self.network.parameters, Readings(self.network)
        norms = norms_of(current_gradients(parameters))
        after = [parameter.value.detach() for parameter in parameters]
        readings.note_norms("gradient", norms)
        readings.note_norms("step", torch._foreach_norm(torch._foreach_sub(after, self._before)))
        readings.note_norms("size", torch._foreach_norm(self._before))
        self._before = []
        key = FrameKey(FrameKind.THUMBNAILS, ask=Thumbnails(tuple(self.network.nodes), size=SIZE))
        moment = Moment(self.network, self._pictures, self._pictures.picture(self._source), step, self._past)
        thumbnails = thumbnails_frame(moment, key)
        assert thumbnails is not None  # it was asked for by a `Thumbnails`
        return Impression(self._gradients(norms, step), readings.frame(step), thumbnails)

    def _gradients(self, norms: list[Tensor | None], step: int) -> GradientFrame:
        parameters = self.network.parameters
        values = np.full(len(parameters), math.nan, np.float32)
        present = [norm for norm in norms if norm is not None]
        if present:
            values[[norm is not None for norm in norms]] = copied(torch.stack(present))
        return GradientFrame(
            step=step,
            node_ids=tuple(parameter.node_id for parameter in parameters),
            parameters=tuple(parameter.name for parameter in parameters),
            norms=values,
            frozen=tuple(not parameter.value.requires_grad for parameter in parameters),
        )
