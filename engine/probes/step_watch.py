"""One training step watched from inside: what each node puts out for the batch, what flows back, how far it steps."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from engine.layers.spec import Category
from engine.probes.frames import ColoursFrame
from engine.probes.moment import Moment
from engine.probes.network import Network
from engine.probes.readings import Readings


class StepWatch:
    """Hooks on every node for one step. They read and never write: the step's numbers stay as they would be.

    Attributes:
        error: what went wrong in a hook, where it must not reach the step; nothing is noted from then on.
    """

    def __init__(self, network: Network) -> None:
        self.error: Exception | None = None
        self._network = network
        self._readings = Readings(network)
        self._before: list[Tensor] = []
        self._handles: list[RemovableHandle] = [
            module.register_forward_hook(partial(self._note_output, node_id))
            for node_id, module in network.modules.items()
        ]

    def note_gradients(self, gradients: Sequence[Tensor | None]) -> None:
        """Note the gradients, after the backward pass, and keep the parameters as they are before the step."""
        self.close()
        self._readings.note_norms("gradient", norms_of(gradients))
        self._before = [parameter.value.detach().clone() for parameter in self._network.parameters]

    def frame(self, step: int) -> ColoursFrame:
        """Return what was noted, after the step.

        Raises:
            Exception: what went wrong in a hook.
        """
        if self.error is not None:
            raise self.error
        if self._before:
            after = [parameter.value.detach() for parameter in self._network.parameters]
            self._readings.note_norms("step", torch._foreach_norm(torch._foreach_sub(after, self._before)))
            self._readings.note_norms("size", torch._foreach_norm(self._before))
        return self._readings.frame(step)

    def close(self) -> None:
        """Take the hooks away."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()

    def _note_output(self, node_id: str, _: nn.Module, inputs: object, output: Tensor) -> None:
        with self._apart():
            note_output(self._readings, self._network, node_id, output)
        if output.requires_grad:  # a hook at the value itself: what a later layer does in place is not its business
            handle = output.register_hook(partial(self._note_flow, node_id))  # type: ignore[no-untyped-call]
            self._handles.append(handle)

    def _note_flow(self, node_id: str, gradient: Tensor) -> None:
        with self._apart():
            self._readings.note(node_id, "flow", gradient.detach().norm())

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Keep an error in a hook from the step in whose midst it is."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 — whatever it is, the step is not to blame
            self.error = self.error or error


def idle_colours(moment: Moment) -> ColoursFrame:
    """Return the numbers for the watched picture, where no training step is being taken; no node steps."""
    network, backward, readings = moment.network, moment.backward, Readings(moment.network)
    for node_id in network.modules:
        note_output(readings, network, node_id, backward.passages[node_id].output)
    for node_id, gradient in backward.gradients.items():
        if node_id in network.modules:
            readings.note(node_id, "flow", gradient.norm())
    readings.note_norms("gradient", norms_of(backward.parameters))
    return readings.frame(moment.step)


def note_output(readings: Readings, network: Network, node_id: str, output: Tensor) -> None:
    """Note the spread of a node's output ``(N, C, *)`` and, for activations, how much of it is 0."""
    values = output.detach()
    readings.note(node_id, "spread", values.float().std(correction=0))
    if network.nodes[node_id].spec.category is Category.ACTIVATION:
        # Of activations only: a convolution's value is 0 by chance alone.
        is_zero = values == 0
        per_channel = is_zero.sum(dim=[axis for axis in range(values.ndim) if axis != 1])
        readings.note(node_id, "dead", (per_channel == values.numel() // values.shape[1]).float().mean())
        readings.note(node_id, "zero", per_channel.sum() / values.numel())


def norms_of(gradients: Sequence[Tensor | None]) -> list[Tensor | None]:
    """Return the norm of each gradient that there is, in one fused call."""
    present = [gradient for gradient in gradients if gradient is not None]
    norms = iter(torch._foreach_norm(present) if present else ())
    return [None if gradient is None else next(norms) for gradient in gradients]
