"""What more crops of each test image gain: one, ten, and ten in each of five scales."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import fx

from engine.analysis.inference import infer
from engine.compiling.compiler import compiled_nodes, evaluated
from engine.data.loading import LoadOptions, load
from engine.errors import TrainingError
from engine.graph.model import Graph
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.crops import accuracy, source_shape, views_of

KINDS = ("single", "ten", "scales")


@dataclass(frozen=True)
class CropResult:
    """How a network does on the test images, seen in one way.

    Attributes:
        kind: of `engine.training.crops.VIEWS`; title: what a person calls it.
        accuracy: share of right answers.
        gain: over a single crop; None where that was not tested, or is this.
        num_images: that were tested.
    """

    kind: str
    title: str
    accuracy: float
    gain: float | None
    num_images: int


def results(
    module: fx.GraphModule,
    graph: Graph,
    config: TrainingConfig,
    device: torch.device,
    kinds: Sequence[str] = KINDS,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Iterator[CropResult]:
    """Yield what comes of each way of looking, as soon as it is known.

    Args:
        module: the compiled network with its weights.
        graph: its own.
        config: of the run that it learned in: what is tested is what that run never saw.
        device: where it is computed.
        kinds: ways, of `KINDS`.
        may_go_on: asked before each batch; nothing more comes where it says no.

    Raises:
        TrainingError: the run's task has no probabilities of classes to average.
    """
    task = TASKS[config.task]
    if not task.has_confusion:
        raise TrainingError(
            f"Crops are tested by averaging the probabilities of classes, which '{task.title.lower()}' does not have. "
            "The run itself has said its figures on the test images."
        )
    tested = evaluated(module.to(device), graph)
    shape = infer(graph).nodes[compiled_nodes(graph)[0].id].output or ()
    options = LoadOptions.of(config.values())
    whole = replace(options, steps=())
    # Brought into the range in which the network learned, which was measured in its own size.
    learned = load(config.data, shape, device, whole).test.pipeline.normalization
    single: float | None = None
    for kind in kinds:
        views = views_of(kind, options.steps)
        data = load(config.data, source_shape(shape, views), device, whole).test
        data = replace(data, pipeline=replace(data.pipeline, normalization=learned))  # type: ignore[type-var]
        found = accuracy(tested, data, (shape[1], shape[2]), views, config.batch_size, may_go_on)
        if found is None:
            return
        gain = None if single is None else found - single
        single = found if kind == "single" else single
        yield CropResult(kind, views.title, found, gain, len(data))
