"""A network begins with weights that were learned before."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, fx

from engine.compiling.compiler import module_names, without_weights
from engine.errors import TrainingError
from engine.graph.model import Graph
from engine.training.config import TrainingConfig
from engine.training.events import WeightsLoaded
from engine.training.weights import matching, report
from engine.training.weights.kept import CHECKPOINTS
from engine.training.weights.matching import ORDER, Match, Shapes
from engine.training.weights.reading import WeightsFile, read


def start(module: fx.GraphModule, graph: Graph, config: TrainingConfig) -> WeightsLoaded | None:
    """Put the weights that the settings name into a network; what does not fit stays as it is.

    Returns:
        what was taken; None where the settings name no weights.

    Raises:
        TrainingError: they cannot be read, or nothing of them fits.
    """
    own = module.state_dict()
    if not config.start_from or not own:
        return None
    file, tensors = _read(own, config)
    match = _match(own, file, tensors, config)
    with torch.no_grad():
        for name, its in match.taken.items():
            own[name].copy_(tensors[its])
    return _loaded(match, file, graph)


def check(graph: Graph, config: TrainingConfig) -> WeightsLoaded | None:
    """Return what `start` would take, without making a network: a run may go on beside it.

    Raises:
        CompileError: the graph cannot become a module.
        TrainingError: as `start`.
    """
    if not config.start_from:
        return None
    own = without_weights(graph).state_dict()
    if not own:
        return None
    file, tensors = _read(own, config)
    return _loaded(_match(own, file, tensors, config), file, graph)


def _read(own: Mapping[str, Tensor], config: TrainingConfig) -> tuple[WeightsFile, dict[str, Tensor]]:
    file = read(config.start_from)
    if config.match_by == ORDER and not file.is_ordered:
        raise TrainingError(
            f"'{file.path}' cannot be matched by order: safetensors files have their tensors sorted by name. Match by "
            "name, or save the weights with torch.save(model.state_dict(), path)."
        )
    prefix = matching.without_prefix(file.tensors, _shapes(own))
    return file, {name.removeprefix(prefix): tensor for name, tensor in file.tensors.items()}


def _match(
    own: Mapping[str, Tensor], file: WeightsFile, tensors: Mapping[str, Tensor], config: TrainingConfig
) -> Match:
    mine, its = _shapes(own), _shapes(tensors)
    match = matching.matched(mine, its, config.match_by)
    if not any(mine[name] for name in match.taken):  # a count of batches alone is no weight
        raise report.nothing_fits(mine, its, f"'{file.path.name}'", config.match_by)
    return match


def _loaded(match: Match, file: WeightsFile, graph: Graph) -> WeightsLoaded:
    fresh = {*match.missing, *(misfit.name for misfit in match.misfits)}
    nodes = {name: _of_node(name, [*match.taken, *fresh]) for name in module_names(graph)}
    taken = {name for name, own in nodes.items() if own and not fresh.intersection(own)}
    stuck = [name for name, own in nodes.items() if graph.by_name[name].is_frozen and fresh.intersection(own)]
    return WeightsLoaded(
        path=str(file.path),
        text=report.text(match, _called(file.path), stuck),
        num_taken=len(match.taken),
        num_tensors=match.num_tensors,
        node_ids=tuple(graph.by_name[name].id for name in nodes if name in taken),
    )


def _of_node(name: str, tensors: list[str]) -> list[str]:
    return [tensor for tensor in tensors if tensor.startswith(f"{name}.")]


def _called(path: Path) -> str:
    """Return what a file is called: of a run, its folder's name and the checkpoint's."""
    if path.parent.parent.name == CHECKPOINTS:
        return f"{path.parent.parent.parent.name} ({path.parent.name.replace('-', ' ')})"
    return path.name


def _shapes(tensors: Mapping[str, Tensor]) -> Shapes:
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}
