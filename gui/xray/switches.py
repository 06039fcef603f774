"""What the person has switched on over the network."""

from __future__ import annotations

from dataclasses import dataclass

from engine.probes.frames import Quantity, ThumbnailStyle


@dataclass(frozen=True)
class Switches:
    """Nothing, at first.

    Attributes:
        thumbnails: which of a node's maps its card shows; None for none.
        quantity: what colours cards and wires; None for nothing.
        backprop: whether wires show the gradient that flows back.
    """

    thumbnails: ThumbnailStyle | None = None
    quantity: Quantity | None = None
    backprop: bool = False

    @property
    def any_on(self) -> bool:
        """Whether anything is to be seen."""
        return self.thumbnails is not None or self.quantity is not None or self.backprop
