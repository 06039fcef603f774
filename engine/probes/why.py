"""Why the network gives the picture a class, as captum answers."""
# ruff: noqa: TID253

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, fx, nn

from engine.errors import TrainingError
from engine.graph.outputs import auxiliary_nodes
from engine.probes.copying import copied
from engine.probes.frames import FrameKey, Method, Why, WhyFrame
from engine.probes.moment import Moment
from engine.probes.network import Network

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array

IG_STEPS = 32
"""Points on the way from the mean image to the picture; 20 to 300 suffice (Sundararajan et al. 2017, section 5)."""

OCCLUSION_SHARE = 7
"""How many squares lie side by side over the picture; they overlap by half."""

BATCH = 32
"""Images that are evaluated together."""

_SEAM = "captum_seam"


def why_frame(moment: Moment, key: FrameKey) -> WhyFrame | None:
    """Return what speaks for a class over the watched picture."""
    ask = key.ask
    if not isinstance(ask, Why) or moment.scores.ndim != 1:
        return None
    target = ask.target if ask.target is not None else int(moment.scores.argmax())
    if not 0 <= target < len(moment.scores):
        return None
    try:
        values, problem = copied(_attribution(moment, ask, target)), ""
    except TrainingError as error:
        values, problem = _nothing(moment), str(error)
    except (RuntimeError, MemoryError) as error:  # among them torch's lack of memory: a run must not end of it
        problem = f"{ask.method.value} could not be computed. torch says: {[*str(error).splitlines(), ''][0]}"
        values = _nothing(moment)
    return WhyFrame(moment.step, ask.method, target, values, ask.method in _SIGNED, problem)


def _nothing(moment: Moment) -> Array:
    return np.zeros(tuple(moment.picture.values.shape[2:]), np.float32)


_SIGNED = (Method.OCCLUSION, Method.INTEGRATED_GRADIENTS)


def _attribution(moment: Moment, ask: Why, target: int) -> Tensor:
    network = moment.network
    module, picture = network.evaluated, moment.picture.values
    with torch.enable_grad(), network.evaluating():
        if ask.method is Method.GRAD_CAM:
            return grad_cam(_seam_of(network, network.nodes[_weighed(moment, ask)].name), picture, target)
        return {
            Method.SALIENCY: saliency,
            Method.OCCLUSION: occlusion,
            Method.INTEGRATED_GRADIENTS: integrated_gradients,
        }[ask.method](module, picture, target)


def _seam_of(network: Network, name: str) -> Seamed:
    if name not in network.seams:
        network.seams[name] = seamed(network.evaluated, name)
    seam: Seamed = network.seams[name]
    return seam


def _weighed(moment: Moment, ask: Why) -> str:
    """Return the node whose maps Grad-CAM weighs.

    Raises:
        TrainingError: there is none.
    """
    auxiliary = auxiliary_nodes(moment.network.graph)
    with_maps = [
        node_id
        for node_id in reversed(moment.network.modules)
        if node_id not in auxiliary and moment.passages[node_id].values.ndim == 3
    ]
    if ask.node_id is None and with_maps:
        # The last one that still has places: behind it Grad-CAM could not say where.
        return next((n for n in with_maps if moment.passages[n].values[0].numel() > 1), with_maps[0])
    if ask.node_id is None or ask.node_id not in with_maps:
        raise TrainingError("Grad-CAM weighs the maps of a node that leads to the Output. Choose a node that has maps.")
    return ask.node_id


@dataclass(frozen=True, eq=False)
class Seamed:
    """A network with a place to look at behind one of its calls.

    Attributes:
        module: computes the same, with the same layers.
        seam: gets, and hands on, what that call gave.
    """

    module: fx.GraphModule
    seam: nn.Module


def seamed(module: fx.GraphModule, name: str, call: int = 0) -> Seamed:
    """Return a network that hands what a layer gave through a layer of its own.

    captum looks at layers by hooks, and would mix up the calls of a layer that is called more than once; what the seam
    gets is a copy, so that a layer behind it may work in place.

    Args:
        module: the network.
        name: of the layer.
        call: which of its calls, from 0.
    """
    copy = fx.GraphModule(module, deepcopy(module.graph))
    seam = Seam()
    copy.add_submodule(_SEAM, seam)
    watched = [node for node in copy.graph.nodes if node.op == "call_module" and node.target == name][call]
    with copy.graph.inserting_after(watched):
        inserted = copy.graph.call_module(_SEAM, (watched,))
    watched.replace_all_uses_with(inserted, delete_user_cb=lambda user: user is not inserted)
    copy.recompile()
    return Seamed(copy, seam)


class Seam(nn.Module):
    """Hands on a copy of what it gets."""

    def forward(self, input: Tensor) -> Tensor:
        """Return the copy."""
        return input.clone()


def grad_cam(network: Seamed, picture: Tensor, target: int) -> Tensor:
    """Return Grad-CAM's map for a class (Selvaraju et al. 2017), ``(H, W)`` of the picture ``(1, C, H, W)``."""
    from captum.attr import LayerAttribution, LayerGradCam

    found = LayerGradCam(network.module, network.seam).attribute(_leaf(picture), target, relu_attributions=True)
    enlarged: Tensor = LayerAttribution.interpolate(found, tuple(picture.shape[2:]), "bilinear")
    return enlarged[0, 0].detach()


def saliency(module: nn.Module, picture: Tensor, target: int) -> Tensor:
    """Return ``|∂score/∂pixel|``, summed over colours, ``(H, W)``."""
    from captum.attr import Saliency

    return _summed(Saliency(module).attribute(_leaf(picture), target))


def integrated_gradients(module: nn.Module, picture: Tensor, target: int) -> Tensor:
    """Return the gradient integrated on the way from 0, the data's mean, summed over colours, ``(H, W)``."""
    from captum.attr import IntegratedGradients

    found = IntegratedGradients(module).attribute(
        _leaf(picture), target=target, n_steps=IG_STEPS, internal_batch_size=BATCH
    )
    return _summed(found)


def occlusion(module: nn.Module, picture: Tensor, target: int) -> Tensor:
    """Return by how much the score falls where a square of the data's mean covers the picture, ``(H, W)``."""
    from captum.attr import Occlusion

    channels, window, strides = picture.shape[1], *occlusion_windows(picture)
    with torch.no_grad():
        found = Occlusion(module).attribute(
            picture,
            sliding_window_shapes=(channels, *window),
            strides=(channels, *strides),
            target=target,
            perturbations_per_eval=BATCH,
        )
    return _summed(found)


def occlusion_windows(picture: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the height and width of the square, and its steps down and to the right."""
    height, width = (max(1, round(size / OCCLUSION_SHARE)) for size in picture.shape[2:])
    return (height, width), (max(1, height // 2), max(1, width // 2))


def _leaf(picture: Tensor) -> Tensor:
    return picture.detach().clone().requires_grad_()


def _summed(found: Tensor) -> Tensor:
    return found.detach()[0].sum(0)
