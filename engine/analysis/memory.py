"""Bytes that a training step holds: weights, gradients, the optimizer's state and activations.

Everything is kept in one precision, as after ``module.to(dtype)``. Not counted: the loss, buffers such as running means
(a few numbers per channel), the libraries' workspaces, and what a layer needs only while it computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from engine.analysis.stored import Stored
from engine.errors import ParameterError, did_you_mean, shown


class Precision(Enum):
    """How a number is kept."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"

    @property
    def num_bytes(self) -> int:
        """Bytes of one number."""
        return 4 if self is Precision.FP32 else 2


OPTIMIZER_STATES = MappingProxyType({"SGD": 0, "SGD with momentum": 1, "RMSprop": 1, "Adam": 2, "AdamW": 2})
"""Numbers that an optimizer keeps for each parameter: velocity; squares; first and second moment."""

MAX_BATCH_SIZE = 65536


@dataclass(frozen=True)
class MemorySettings:
    """What the memory of a network depends on besides the network.

    Attributes:
        batch_size: images per step.
        precision: how numbers are kept.
        optimizer: a key of `OPTIMIZER_STATES`.

    Raises:
        ParameterError: no such optimizer, or a batch size outside its range.
    """

    batch_size: int = 1
    precision: Precision = Precision.FP32
    optimizer: str = "SGD with momentum"

    def __post_init__(self) -> None:
        if not 1 <= self.batch_size <= MAX_BATCH_SIZE:
            raise ParameterError(
                f"batch_size must be a whole number from 1 to {MAX_BATCH_SIZE}. Received {shown(self.batch_size)}."
            )
        if self.optimizer not in OPTIMIZER_STATES:
            names = list(OPTIMIZER_STATES)
            raise ParameterError(
                f"optimizer must be one of {', '.join(names)}. Received {shown(self.optimizer)}."
                f"{did_you_mean(self.optimizer, names)}"
            )


@dataclass(frozen=True)
class Memory:
    """Bytes of a node or a network in training.

    Attributes:
        weights: the parameters.
        gradients: of the parameters, one each.
        optimizer: what the optimizer keeps for them.
        activations: what is kept of the forward pass for the backward pass.
    """

    weights: int = 0
    gradients: int = 0
    optimizer: int = 0
    activations: int = 0

    def __add__(self, other: Memory) -> Memory:
        return Memory(
            self.weights + other.weights,
            self.gradients + other.gradients,
            self.optimizer + other.optimizer,
            self.activations + other.activations,
        )

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.gradients + self.optimizer + self.activations


def memory_of(num_params: int, stored: Stored, settings: MemorySettings) -> Memory:
    """Return the bytes that so many parameters and stored values take."""
    size = settings.precision.num_bytes
    weights = num_params * size
    states = OPTIMIZER_STATES[settings.optimizer]
    return Memory(weights, weights, states * weights, stored.num_bytes(settings.batch_size, size))
