"""Whether the network's answer has the form that the chosen task and data ask for, and what mends it. No torch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.analysis.inference import Inference, infer
from engine.analysis.proposals.fix import Fix
from engine.errors import GraphError
from engine.graph import edits
from engine.graph.model import Graph, Node
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.squashing import squashed_text

_WIDTHS = ("out_features", "out_channels")


def answer_problem(graph: Graph, inference: Inference, config: TrainingConfig) -> str:
    """Return what is wrong with the answer, in a sentence; nothing where it is right, or not known yet.

    Args:
        graph: the network.
        inference: what is known about it.
        config: the settings of the next run.
    """
    if inference.problems:
        return ""
    wrong = _misfit(graph, inference, config)
    return wrong or squashed_text(graph, config.task, config.loss)


def answer_fixes(graph: Graph, inference: Inference, config: TrainingConfig) -> tuple[Fix, ...]:
    """Return the one edit that gives the last layers their width: of every Output, auxiliary ones too; else none."""
    if inference.problems or not _misfit(graph, inference, config):
        return ()
    wanted = TASKS[config.task].width(config.dataset.num_classes_for(config.task))
    lasts = [node for end in graph.ends if (node := _last(graph, end)) is not None]
    if not lasts:
        return ()
    change = partial(_with_widths, widths={node.id: _width(node) for node in lasts}, wanted=wanted)
    names = " and ".join(node.name for node in lasts)
    fix = Fix(f"Give {names} {wanted:,} outputs", change)
    return (fix,) if _mends(graph, inference, config, fix) else ()


def _misfit(graph: Graph, inference: Inference, config: TrainingConfig) -> str:
    task, info = TASKS[config.task], config.dataset
    num_classes = info.num_classes_for(config.task)
    image = next((inference.nodes[node.id].output for node in graph.nodes.values() if not node.spec.inputs), None)
    if not num_classes or image is None:
        return ""
    for end in graph.ends:
        if problem := task.misfit(inference.nodes[end.id].output, num_classes, image, info.title):
            return f"{end.name}: {problem}"
    return ""


def _last(graph: Graph, end: Node) -> Node | None:
    """Return the layer that decides how many numbers an Output gets: the nearest before it that has a width."""
    return next((node for node in _behind(graph, end) if _width(node)), None)


def _behind(graph: Graph, node: Node) -> Iterator[Node]:
    while len(sources := graph.inputs(node.id)) == 1:
        node = graph.nodes[next(iter(sources)).source]
        yield node


def _width(node: Node) -> str:
    return next((name for name in _WIDTHS if name in node.params), "")


def _with_widths(graph: Graph, widths: dict[str, str], wanted: int) -> Graph:
    for node_id, name in widths.items():
        graph = edits.set_param(graph, node_id, name, wanted)
    return graph


def _mends(graph: Graph, inference: Inference, config: TrainingConfig, fix: Fix) -> bool:
    """Return whether the answer then has the form, as with every fix that is offered."""
    try:
        changed = fix.apply(graph)
    except GraphError:
        return False
    found = infer(changed, inference)
    return not found.problems and not _misfit(changed, found, config)
