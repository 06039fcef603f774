"""Frames that say one number for each node of the network, for the canvas's colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array


class Quantity(Enum):
    """What a node, or the edges that leave it, can be coloured by; the value names the array in the frame."""

    GRADIENT = "gradient"
    UPDATE_RATIO = "update_ratio"
    DEAD_SHARE = "dead_share"
    SPREAD = "spread"
    EDGE_GRADIENT = "edge_gradient"
    TIME = "seconds"

    @property
    def title(self) -> str:
        """What a menu calls it."""
        return _WORDS[self][0]

    @property
    def unit(self) -> str:
        """What a legend writes behind the numbers; may be empty."""
        return _WORDS[self][1]

    @property
    def doc(self) -> str:
        """One sentence: what the number is."""
        return _WORDS[self][2]

    @property
    def is_log(self) -> bool:
        """Whether its values span decades, so that colours go by the logarithm."""
        return self not in (Quantity.DEAD_SHARE, Quantity.TIME)


_WORDS = {
    Quantity.GRADIENT: (
        "Gradient",
        "",
        "Euclidean norm of the loss's gradient by the node's parameters, all together.",
    ),
    Quantity.UPDATE_RATIO: (
        "Update to weight",
        "",
        "Norm of the last step of the node's parameters over their own norm; about 0.001 is healthy.",
    ),
    Quantity.DEAD_SHARE: (
        "Dead share",
        "%",
        "Share of an activation's channels that are 0 everywhere, for every image of the batch.",
    ),
    Quantity.SPREAD: ("Activation spread", "", "Standard deviation of the node's output over the batch."),
    Quantity.EDGE_GRADIENT: (
        "Gradient that flows back",
        "",
        "Euclidean norm of the loss's gradient by the node's output, over the batch.",
    ),
    Quantity.TIME: ("Time", "s", "Time that the node's forward pass takes for a batch, in evaluation mode."),
}


@dataclass(frozen=True)
class ColoursFrame:
    """One number of each kind for each node, from one training step; NaN where there is none.

    Attributes:
        step: the step, counted from 1; 0 where the network has not been trained: then the watched picture takes the
            batch's place and no step is taken.
        node_ids: in network order.
        gradient: ``(nodes,)``, norm over all parameters of the node together.
        update_ratio: ``(nodes,)``, ``‖p_after - p_before‖ / ‖p_before‖`` over all of them together.
        dead_share: ``(nodes,)``, of activations: share of channels (or features) that are 0 at every position of every
            image of the batch.
        zero_share: ``(nodes,)``, of activations: share of all values that are 0.
        spread: ``(nodes,)``, ``output.std(correction=0)`` over the batch.
        edge_gradient: ``(nodes,)``, ``output.grad.norm()`` over the batch: what flows back over the node's edges.
    """

    step: int
    node_ids: tuple[str, ...]
    gradient: Array
    update_ratio: Array
    dead_share: Array
    zero_share: Array
    spread: Array
    edge_gradient: Array

    def of(self, quantity: Quantity) -> dict[str, float]:
        """Return a quantity by node id; all but `Quantity.TIME`, which a `TimesFrame` has."""
        return dict(zip(self.node_ids, getattr(self, quantity.value).tolist(), strict=True))


@dataclass(frozen=True)
class TimesFrame:
    """How long each node's forward pass takes.

    Attributes:
        step: steps taken when it was measured.
        node_ids: in network order, those that are modules.
        seconds: ``(nodes,)``; medians of `repeats` passes in evaluation mode, the device waited for before and after
            each node.
        batch_size: images in a pass.
        repeats: passes.
    """

    step: int
    node_ids: tuple[str, ...]
    seconds: Array
    batch_size: int
    repeats: int

    def of(self, quantity: Quantity = Quantity.TIME) -> dict[str, float]:
        """Return the seconds by node id."""
        return dict(zip(self.node_ids, self.seconds.tolist(), strict=True))
