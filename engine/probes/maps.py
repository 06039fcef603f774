"""What a node makes of the watched picture: its maps, one of them, and how strongly the loss pulls each."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor

from engine.probes.copying import copied, first_channels
from engine.probes.frames import ActivationFrame, Channel, ChannelGradientFrame, ChannelStats, FrameKey, MapFrame
from engine.probes.moment import Moment


def activation_frame(moment: Moment, key: FrameKey) -> ActivationFrame | None:
    """Return a node's output."""
    passage = moment.passage(key.node_id)
    if passage is None:
        return None
    values = passage.values
    return ActivationFrame(moment.step, copied(first_channels(values)), len(values), channel_stats(values))


def channel_stats(values: Tensor) -> ChannelStats:
    """Return each channel's lowest, highest and mean value and its variance; one copy for all four."""
    rows = values.detach().reshape(len(values), -1)
    variance, mean = torch.var_mean(rows, dim=1, correction=0)
    low, high = torch.aminmax(rows, dim=1)
    return ChannelStats(*copied(torch.stack([low, high, mean, variance])))


def map_frame(moment: Moment, key: FrameKey) -> MapFrame | None:
    """Return one of a node's maps, whole."""
    passage, ask = moment.passage(key.node_id), key.ask
    if passage is None or not isinstance(ask, Channel) or passage.values.ndim < 2:
        return None
    if not 0 <= ask.channel < len(passage.values):
        return None
    values = copied(passage.values[ask.channel])
    values = values[None] if values.ndim == 1 else values
    return MapFrame(
        step=moment.step,
        channel=ask.channel,
        values=values,
        low=float(values.min()),
        high=float(values.max()),
        mean=float(values.mean(dtype=float)),
        variance=float(values.var(dtype=float)),
    )


def channel_gradient_frame(moment: Moment, key: FrameKey) -> ChannelGradientFrame | None:
    """Return the norm of ∂loss/∂output for each of a node's channels."""
    if key.node_id not in moment.network.nodes or key.node_id is None:
        return None
    backward = moment.backward
    gradient = backward.gradients.get(key.node_id)
    if gradient is None:
        return None
    norms = copied(torch.linalg.vector_norm(gradient[0].flatten(1) if gradient.ndim > 2 else gradient.T, dim=1))
    return ChannelGradientFrame(moment.step, norms, backward.is_predicted)
