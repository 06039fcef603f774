"""The effective receptive field: how strongly each pixel of the picture moves one unit of a node.

Within its receptive field a unit listens mostly to the middle: the gradient falls off like a Gaussian (Luo, Li,
Urtasun, Zemel: "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", NeurIPS 2016).
"""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor

from engine.probes.copying import copied
from engine.probes.frames import EffectiveFieldFrame, FrameKey, Unit
from engine.probes.moment import Moment


def effective_field_frame(moment: Moment, key: FrameKey) -> EffectiveFieldFrame | None:
    """Return a unit's effective field; None where the node is not computed or has no such unit."""
    if not isinstance(key.ask, Unit) or key.node_id not in moment.network.nodes:
        return None
    with torch.enable_grad():
        pixels = moment.picture.values.detach().clone().requires_grad_()
        unit = _unit(moment.pass_through(pixels)[key.node_id].values, key.ask)
        if unit is None:
            return None
        gradient = torch.autograd.grad(unit, pixels, allow_unused=True)[0]
    strength = torch.zeros_like(pixels[0, 0]) if gradient is None else gradient[0].abs().sum(0)
    largest = strength.max()
    return EffectiveFieldFrame(moment.step, copied(strength / largest if largest > 0 else strength))


def _unit(values: Tensor, ask: Unit) -> Tensor | None:
    """Return one number of an output, ``(C, H, W)``, rows ``(C, F)`` or ``(F,)``; None where there is none."""
    place = (ask.channel, ask.y, ask.x) if values.ndim == 3 else (ask.channel, ask.x)[: values.ndim]
    if not all(0 <= at < size for at, size in zip(place, values.shape, strict=True)):
        return None  # the canvas may have another shape by now than this run
    for at in place:
        values = values[at]
    return values
