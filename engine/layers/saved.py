"""What autograd keeps of a layer's forward pass until its backward pass has used it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Saved:
    """What a layer keeps in training, besides its own parameters and buffers, which are there anyway.

    A tensor that several layers keep is one tensor: a layer names its inputs and its output, and whoever adds up the
    network counts each once (`engine.analysis.stored`).

    Attributes:
        inputs: places of the inputs that it keeps.
        output: whether it keeps its output.
        values: numbers of the network's precision that only this layer has, per image.
        masks: bools, one byte each, per image.
        indices: whole numbers of 64 bits, per image.
        statistics: numbers that do not depend on the batch size.
        view_of: place of the input whose memory the output is; None where it has memory of its own.
    """

    inputs: tuple[int, ...] = ()
    output: bool = False
    values: int = 0
    masks: int = 0
    indices: int = 0
    statistics: int = 0
    view_of: int | None = None
