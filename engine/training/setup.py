"""From a graph and settings to a run that can begin."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, fx, nn

from engine.analysis.inference import infer
from engine.compiling.compiler import compile_graph, compiled_nodes, evaluated, output_nodes
from engine.data.batches import num_batches
from engine.data.catalogue import DatasetInfo
from engine.data.images import ImageSource
from engine.data.loading import LoadOptions, load
from engine.data.targets import check_task
from engine.errors import TrainingError
from engine.graph.model import Graph, Node
from engine.layers.spec import Shape
from engine.probes.network import Network
from engine.probes.pictures import Pictures
from engine.probes.probes import Probes
from engine.tasks.catalogue import TASKS
from engine.training import devices, factories
from engine.training.averages import Averages
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import ImagesLeftOut
from engine.training.freezing import freeze
from engine.training.initialization import initialize
from engine.training.keeper import KeepsNothing, RunKeeper
from engine.training.objective import Objective
from engine.training.precision import Precision
from engine.training.preparing import Preparing
from engine.training.run import Run
from engine.training.sink import RunSink
from engine.training.squashing import squashed_text
from engine.training.static_graph import statically
from engine.training.stopping import Stopping
from engine.training.update import Update
from engine.training.weights.starting import start


def set_up(
    graph: Graph,
    config: TrainingConfig,
    device: torch.device,
    sink: RunSink,
    control: RunControl,
    checkpoint_path: Path | None,
    keeper: RunKeeper | None = None,
) -> Run:
    """Compile the network, load the data and return the run.

    The first weights come from torch's random generator, or from where the settings say.

    Raises:
        CompileError: the graph cannot become a module.
        TrainingError: the network does not fit the data, has nothing to learn, the weights to start from cannot be
            read or do not fit, or there is no place for those that are learned.
    """
    torch.set_num_threads(devices.num_cpu_threads())
    _check_folder(checkpoint_path)
    module = compile_graph(graph)  # built on the CPU: a seed gives the same first weights on every device
    initialize(module, graph, config)
    keeper = keeper or KeepsNothing()
    loaded = start(module, graph, config) if not keeper.goes_on else None  # its checkpoint has all of its weights
    if loaded is not None:
        sink.post_event(loaded)
    freeze(module, graph)
    precision = Precision(config, device)
    module = precision.laid_out(module.to(device))
    first, outputs = compiled_nodes(graph)[0], output_nodes(graph)
    shapes = {node_id: facts.output for node_id, facts in infer(graph).nodes.items()}
    check_task(config.dataset, config.task)  # now as far as it can be known, before anything is downloaded
    image = shapes[first.id] or ()
    _check_scores(config, config.dataset, outputs, shapes, image)
    learning = _learning(module)
    progress = Preparing(sink, control)
    data = load(config.data, image, device, LoadOptions.of(config.values()), progress)
    _check_scores(config, data.info, outputs, shapes, image)
    if data.left_out:
        sink.post_event(ImagesLeftOut(data.left_out))
    loss = factories.loss(config, factories.class_weights(config, data.train.targets, data.num_classes))
    computed, note = _computed(module, config, precision, data.train)
    return Run(
        graph=graph,
        config=config,
        sink=sink,
        control=control,
        device=device,
        module=module,
        evaluated=evaluated(module, graph),
        objective=Objective.of(loss, outputs),
        computed=computed,
        update=Update(
            config, learning, num_batches(len(data.train), config.batch_size), scales_loss=precision.scales_loss
        ),
        loss=loss,
        precision=precision,
        averages=Averages(config, module, graph),
        stopping=Stopping(config, module),
        data=data,
        order=torch.Generator().manual_seed(config.seed),
        probes=Probes(Network(graph, module), Pictures.of(data), sink),
        notes=tuple(each for each in (precision.note, note, squashed_text(graph, config.task, config.loss)) if each),
        checkpoint_path=checkpoint_path,
        keeper=keeper,
        weights_path=Path(loaded.path) if loaded is not None else None,
    )


def _learning(module: fx.GraphModule) -> list[nn.Parameter]:
    if not list(module.parameters()):
        raise TrainingError("The network has nothing to learn. Insert a layer with parameters, such as Linear.")
    learning = [parameter for parameter in module.parameters() if parameter.requires_grad]
    if not learning:
        raise TrainingError("Every layer with parameters is frozen, so there is nothing to learn. Thaw one of them.")
    return learning


def _computed(
    module: fx.GraphModule, config: TrainingConfig, precision: Precision, train: ImageSource
) -> tuple[Callable[[Tensor], Any], str]:
    if not config.compile:
        return module, ""
    images, _ = next(iter(train.in_order(max(2, config.batch_size // config.accumulation))))
    with precision.computing():
        return statically(module, precision.images(images))


def _check_scores(
    config: TrainingConfig, info: DatasetInfo, outputs: Sequence[Node], shapes: Mapping[str, Shape | None], image: Shape
) -> None:
    task, num_classes = TASKS[config.task], info.num_classes_for(config.task)
    for output in outputs:
        if num_classes and (problem := task.misfit(shapes[output.id], num_classes, image, info.title)):
            raise TrainingError(f"{output.name}: {problem}", output.name)


def _check_folder(path: Path | None) -> None:
    if path is not None and not path.parent.is_dir():
        raise TrainingError(f"There is no folder '{path.parent}' for the weights. Make it, or choose another.")
