"""Single numbers noted on the device and copied together: each copy of its own would wait for the device."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from engine.probes.frames import ColoursFrame
from engine.probes.network import Network

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array


class Readings:
    """What was noted of the nodes in one step.

    Args:
        network: whose nodes.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._values: dict[tuple[str, str], list[Tensor]] = {}

    def note(self, node_id: str, quantity: str, value: Tensor) -> None:
        """Note a node's number, in place of a former one."""
        self._values[node_id, quantity] = [value]

    def note_norms(self, quantity: str, norms: Sequence[Tensor | None]) -> None:
        """Note one norm for each parameter of the network; a node's is that of all its parameters together."""
        for parameter, norm in zip(self._network.parameters, norms, strict=True):
            if norm is not None:
                self._values.setdefault((parameter.node_id, quantity), []).append(norm)

    def frame(self, step: int) -> ColoursFrame:
        """Return all of it, NaN where nothing was noted."""
        numbers = self._fetched()
        node_ids = tuple(self._network.nodes)

        def column(quantity: str) -> Array:
            return np.array([numbers.get((node_id, quantity), math.nan) for node_id in node_ids], np.float32)

        steps, sizes = column("step"), column("size")
        return ColoursFrame(
            step=step,
            node_ids=node_ids,
            gradient=column("gradient"),
            update_ratio=np.divide(steps, sizes, out=np.full_like(steps, math.nan), where=sizes > 0),
            dead_share=column("dead"),
            zero_share=column("zero"),
            spread=column("spread"),
            edge_gradient=column("flow"),
        )

    def _fetched(self) -> dict[tuple[str, str], float]:
        """Return the Euclidean sum of what was noted for each node and quantity."""
        flat = [value.detach().float() for values in self._values.values() for value in values]
        numbers = iter(torch.stack(flat).tolist() if flat else ())
        return {place: math.hypot(*(next(numbers) for _ in values)) for place, values in self._values.items()}
