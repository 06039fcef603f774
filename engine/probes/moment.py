"""One look into a network: what several views need of it is computed once, and only if one of them asks."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial

import torch
from torch import Tensor, nn

from engine.compiling.compiler import all_scores
from engine.probes.network import Network
from engine.probes.past import Past
from engine.probes.picture_loss import picture_loss
from engine.probes.pictures import Picture, Pictures


@dataclass(frozen=True)
class Passage:
    """What went into a node and what came out, with the batch axis.

    Attributes:
        inputs: in the node's order; of the Input none.
        output: of an Output, the scores that it got.
    """

    inputs: tuple[Tensor, ...]
    output: Tensor

    @property
    def values(self) -> Tensor:
        """The output of the first image, without the batch axis."""
        return self.output[0]


@dataclass(frozen=True)
class Backward:
    """One backward pass of the picture's loss.

    Attributes:
        targets: what the task's loss held the scores against, ``(1, ...)``; see `engine.data.targets`.
        is_predicted: whether that is the network's own answer.
        loss: the task's.
        passages: of the forward pass before, by node id, in autograd's graph.
        gradients: of the loss by each node's output, by node id; those that it does not depend on are left out.
        parameters: of the loss by each parameter, as `Network.parameters`; None where it is frozen or unused.
    """

    targets: Tensor
    is_predicted: bool
    loss: Tensor
    passages: dict[str, Passage]
    gradients: dict[str, Tensor]
    parameters: tuple[Tensor | None, ...]


class Moment:
    """A network as it is now, looked at through the watched picture (evaluation mode).

    Running statistics, random numbers, gradients and the training mode stay as they are.

    Args:
        network: what is looked at.
        pictures: where more images come from.
        picture: the watched one.
        step: steps taken.
        past: what is remembered of the run.
    """

    def __init__(self, network: Network, pictures: Pictures, picture: Picture, step: int, past: Past) -> None:
        self.network = network
        self.pictures = pictures
        self.picture = picture
        self.step = step
        self.past = past

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """What passed each node, by node id; no gradient can be had from it."""
        with torch.no_grad():
            return self.pass_through(self.picture.values)

    def pass_through(self, images: Tensor) -> dict[str, Passage]:
        """Run the network on images, ``(N, C, H, W)``, and return what passed each node, by node id."""
        network, seen = self.network, dict[str, Passage]()
        with network.evaluating(), _noting(network, seen):
            scores = all_scores(network.module(images))
        seen[network.input_id] = Passage((), images)
        for output_id, values in zip(network.output_ids, scores, strict=True):
            seen[output_id] = Passage((values,), values)
        return seen

    def passage(self, node_id: str | None) -> Passage | None:
        """Return what passed a node; None where it is not computed."""
        return self.passages[node_id] if node_id in self.network.nodes and node_id is not None else None

    @property
    def scores(self) -> Tensor:
        """The main Output's, ``(classes,)``."""
        return self.passages[self.network.output_ids[0]].values

    @cached_property
    def backward(self) -> Backward:
        """A backward pass of the picture's loss, the task's own."""
        network = self.network
        with torch.enable_grad():
            passages = self.pass_through(self.picture.values.detach().clone().requires_grad_())
            loss = picture_loss(self.pictures.task, passages[network.output_ids[0]].output, self.picture)
            outputs = {node_id: passed.output for node_id, passed in passages.items() if passed.output.requires_grad}
            learned = [parameter.value for parameter in network.parameters if parameter.value.requires_grad]
            found = torch.autograd.grad(loss.value, [*outputs.values(), *learned], allow_unused=True)
        by_node = dict(zip(outputs, found[: len(outputs)], strict=True))
        by_parameter = dict(zip(map(id, learned), found[len(outputs) :], strict=True))
        return Backward(
            targets=loss.targets,
            is_predicted=loss.is_predicted,
            loss=loss.value.detach(),
            passages=passages,
            gradients={node_id: gradient for node_id, gradient in by_node.items() if gradient is not None},
            parameters=tuple(by_parameter.get(id(parameter.value)) for parameter in network.parameters),
        )


@contextmanager
def _noting(network: Network, seen: dict[str, Passage]) -> Iterator[None]:
    def note(node_id: str, _: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        seen[node_id] = Passage(inputs, output)

    handles = [module.register_forward_hook(partial(note, node_id)) for node_id, module in network.modules.items()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
