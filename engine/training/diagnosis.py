"""Where a run went wrong: the node at fault and a sentence for the person."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor

from engine.compiling.compiler import compiled_nodes, module_names
from engine.compiling.observing import observing, raised_in
from engine.data.images import ImageSource
from engine.errors import CompileError, ConvCanvasError, TrainingError
from engine.graph.model import Node
from engine.training.memory_limit import is_out_of_memory
from engine.training.run import Run


@torch.no_grad()
def first_not_finite(run: Run, images: Tensor, *, training: bool = True) -> Node:
    """Return the first node in network order whose output on these images is NaN or Inf.

    The Output, if none is: then only the loss of its scores is too large for a number.

    Args:
        images: ``(B, C, H, W)``.
        training: whether the layers are to behave as in training, or as in evaluation.
    """
    faulty: list[str] = []

    def note(name: str, _: tuple[Tensor, ...], output: Tensor) -> None:
        if not torch.isfinite(output).all():
            faulty.append(name)

    statistics = {name: buffer.clone() for name, buffer in run.module.named_buffers()}
    run.module.train(training)
    with observing(run.module, module_names(run.graph), note), run.precision.computing():
        (run.module if training else run.evaluated)(images)
    run.module.train()
    for name, buffer in run.module.named_buffers():  # a look must not move batch normalization's averages
        buffer.copy_(statistics[name])
    return run.graph.by_name[faulty[0]] if faulty else compiled_nodes(run.graph)[-1]


def first_not_finite_in(run: Run, data: ImageSource) -> Node:
    """Return the first node whose output on any of these images is NaN or Inf in evaluation; the Output, if none is."""
    last = compiled_nodes(run.graph)[-1]
    nodes = (first_not_finite(run, images, training=False) for images, _ in data.in_order(run.config.batch_size))
    return next((node for node in nodes if node is not last), last)


def divergence_text(run: Run, node: Node) -> str:
    """Return what the person reads when the loss is no longer a number."""
    what = "its output" if node.spec.has_output else "the loss of its scores"
    return (
        f"{node.name}: {what} was no longer finite after step {run.step}, so training ended. The steps were too "
        f"long: try a learning rate of {run.config.lr / 10:g} instead of {run.config.lr:g}."
    )


def is_finite(run: Run) -> bool:
    """Whether all weights and running statistics are numbers."""
    return all(bool(torch.isfinite(values).all()) for values in run.module.state_dict().values())


def node_at_fault(error: Exception, run: Run | None) -> str | None:
    """Return the name of the node that an error came from, if that can be told."""
    if isinstance(error, CompileError | TrainingError) and error.node is not None:
        return error.node
    return raised_in(error, run.module, module_names(run.graph)) if run is not None else None


def failure_text(error: Exception, node: str | None) -> str:
    """Return what the person reads when a run ended by an error."""
    if isinstance(error, ConvCanvasError):
        return str(error)
    place = f"{node}: " if node is not None else ""
    if is_out_of_memory(error):
        return (
            f"{place}there is not enough memory for this network. Reduce the batch size, the Input's shape, or the "
            "number of maps."
        )
    said = (str(error).splitlines() or [""])[0]
    return f"{place}training ended by an unexpected error. {type(error).__name__}: {said}"
