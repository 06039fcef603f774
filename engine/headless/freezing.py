"""``train --freeze``: layers that do not learn."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from engine.errors import did_you_mean
from engine.graph.groups import group_paths, members
from engine.graph.learning import set_frozen
from engine.graph.model import Graph
from engine.headless import networks
from engine.headless.arguments import UsageError
from engine.project.document import Document
from engine.training.config import TrainingConfig
from engine.training.weights.keeping import keeping

LOADED = "loaded"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is frozen."""
    parser.add_argument(
        "--freeze",
        nargs="+",
        metavar="NAME",
        default=(),
        help=f"Layers or groups that keep their weights, by name; '{LOADED}' for all whose weights --start-from has, "
        "but not the last layer.",
    )


def frozen(arguments: argparse.Namespace, document: Document) -> Graph:
    """Return the network with what is to be frozen.

    Raises:
        UsageError: there is no layer or group of such a name, or nothing is loaded.
        ConvCanvasError: the weights cannot be read.
    """
    graph = document.graph
    ids = [node_id for word in arguments.freeze for node_id in _meant(graph, document.training, word)]
    return set_frozen(graph, ids, True) if ids else graph


def _meant(graph: Graph, training: TrainingConfig, word: str) -> Iterator[str]:
    if word == LOADED:
        yield from _loaded(graph, training)
    elif word in graph.by_name:
        yield graph.by_name[word].id
    elif word in group_paths(graph):
        yield from members(graph, word)
    else:
        known = [*graph.by_name, *group_paths(graph)]
        raise UsageError(f"There is no layer and no group '{word}' to freeze.{did_you_mean(word, known)}")


def _loaded(graph: Graph, training: TrainingConfig) -> tuple[str, ...]:
    from engine.training.weights.starting import check

    facts = networks.checked(graph)
    loaded = check(graph, training)
    if loaded is None:
        raise UsageError(f"--freeze {LOADED} needs weights: name a file or a run with --start-from.")
    return keeping(graph, facts, loaded.node_ids)
