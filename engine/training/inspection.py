"""A network shown before it is trained."""
# ruff: noqa: TID253

from __future__ import annotations

import traceback

import torch

from engine.analysis.inference import infer
from engine.compiling.compiler import compile_graph, compiled_nodes
from engine.data.loading import LoadOptions, load
from engine.data.progress import OnlyHere
from engine.errors import TrainingError
from engine.graph.model import Graph
from engine.layers.spec import Shape
from engine.probes.network import Network
from engine.probes.pictures import Pictures
from engine.probes.probes import Probes
from engine.tasks.catalogue import TASKS
from engine.training import devices, diagnosis
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import InspectionFailed, InspectionReady
from engine.training.initialization import initialize
from engine.training.randomness import seeded
from engine.training.sink import RunSink
from engine.training.weights.starting import start


def inspect(graph: Graph, config: TrainingConfig, sink: RunSink, control: RunControl) -> None:
    """Compile a network and show its first weights to those who watch, until the control is closed.

    Args:
        graph: it need not fit the data: then there are no samples of them to look at, but files and drawings.
        config: its seed decides the weights, as in a run.
        sink: gets one `InspectionReady` or `InspectionFailed`, and the frames.
        control: wakes it when something else is asked for, and ends it.
    """
    try:
        device = devices.choose(config.device)
        torch.set_num_threads(devices.num_cpu_threads())
        probes = _probes(graph, config, device, sink)
        sink.post_event(InspectionReady(devices.describe(device)))
        control.wait(lambda: control.is_closed, lambda: probes.refresh(0))
    except Exception as error:  # noqa: BLE001 — whatever it is, the person is told
        name = diagnosis.node_at_fault(error, None)
        node_id = graph.by_name[name].id if name is not None else None
        text = "".join(traceback.format_exception(error))
        sink.post_event(InspectionFailed(diagnosis.failure_text(error, name), node_id, text))


def _probes(graph: Graph, config: TrainingConfig, device: torch.device, sink: RunSink) -> Probes:
    with seeded(config.seed, device):
        module = compile_graph(graph)
        initialize(module, graph, config)
        start(module, graph, config)
        module.to(device)
    first = compiled_nodes(graph)[0]
    shape = infer(graph).nodes[first.id].output or ()
    return Probes(Network(graph, module), _pictures(config, shape, device), sink)


def _pictures(config: TrainingConfig, shape: Shape, device: torch.device) -> Pictures:
    try:
        return Pictures.of(load(config.data, shape, device, LoadOptions.of(config.values()), OnlyHere()))
    except TrainingError:  # data that do not fit, or are not there, keep nobody from looking at the network
        return Pictures.without_data(shape, device, TASKS[config.task])
