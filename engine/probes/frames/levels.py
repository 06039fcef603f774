"""A frame of one node on PyTorch's three levels of abstraction: Module, autograd, Tensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


@dataclass(frozen=True)
class ModuleLevel:
    """A layer with its state.

    Attributes:
        text: as ``print(module)`` shows it.
        class_path: ``torch.nn.modules.conv.Conv2d``.
        forward: source of its ``forward``; empty where Python does not have it.
        parameters: name and shape of each.
    """

    text: str
    class_path: str
    forward: str
    parameters: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class SavedTensor:
    """A tensor that autograd keeps for the backward pass.

    Attributes:
        shape: with N.
        dtype: ``float32``.
        num_bytes: of its values.
        name: the parameter that it is, ``input`` or ``output`` of the node; empty where it is none of these.
    """

    shape: tuple[int, ...]
    dtype: str
    num_bytes: int
    name: str


@dataclass(frozen=True)
class AutogradLevel:
    """A node of the graph that autograd records.

    Attributes:
        grad_fn: its name, ``ConvolutionBackward0``.
        next_functions: names of the nodes that get its gradients.
        saved: what is kept for it, for a batch of one picture.
        gradient_out: norm of the loss's gradient by the node's output: what comes in from behind.
        gradient_in: the same by each of its inputs; NaN where none is computed: what it hands on.
    """

    grad_fn: str
    next_functions: tuple[str, ...]
    saved: tuple[SavedTensor, ...]
    gradient_out: float
    gradient_in: tuple[float, ...]


@dataclass(frozen=True)
class TensorLevel:
    """The node's output as an array with a device.

    Attributes:
        shape, strides: with N; strides count values.
        dtype, device: as torch says: ``torch.float32``, ``cuda:0``.
        num_bytes: of its values.
        is_contiguous: whether they lie in the order of the axes.
        low, high, mean, std: of the values (``correction=0``).
        edges, counts: histogram of the values: ``(bins + 1,)``, ``(bins,)``.
        first_values: the first few, as they lie in the order of the axes.
    """

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: str
    device: str
    num_bytes: int
    is_contiguous: bool
    low: float
    high: float
    mean: float
    std: float
    edges: Array
    counts: Integers
    first_values: Array


@dataclass(frozen=True)
class LevelsFrame:
    """One node on three levels, for the watched picture.

    Attributes:
        step: steps taken when it was made.
        module: None for the Input, which is no layer.
        autograd: None where autograd records nothing.
        tensor: the output.
    """

    step: int
    module: ModuleLevel | None
    autograd: AutogradLevel | None
    tensor: TensorLevel
