"""In which order the maps of a layer stand. No Qt."""

from __future__ import annotations

from enum import Enum

import numpy as np
import numpy.typing as npt

from engine.probes.frames import ActivationFrame, ChannelGradientFrame

Places = npt.NDArray[np.intp]


class Order(Enum):
    """What maps can be ordered by; all but the index put the largest first."""

    INDEX = "index"
    VARIANCE = "variance"
    GRADIENT = "gradient"

    @property
    def doc(self) -> str:
        """One sentence for a tooltip."""
        return _DOCS[self]


_DOCS = {
    Order.INDEX: "In the order of the channels",
    Order.VARIANCE: "The map that varies most over its places first",
    Order.GRADIENT: "The map first by which the loss of this picture would change most: ‖∂loss/∂map‖. The loss is the "
    "task's, against the picture's target; where it has none, against the network's own answer",
}


def ordered(frame: ActivationFrame, order: Order, gradients: ChannelGradientFrame | None) -> Places:
    """Return the channels that a frame shows, in an order; by their index while what orders them is not known."""
    count = len(frame.values)
    weights = None
    if order is Order.VARIANCE and frame.stats is not None:
        weights = frame.stats.variance[:count]
    elif order is Order.GRADIENT and gradients is not None:
        weights = gradients.norms[:count]
    if weights is None or len(weights) != count:
        return np.arange(count)
    return np.argsort(-weights, kind="stable")
