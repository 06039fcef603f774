"""``test``: how well trained weights do on the test images, with one crop or several averaged, or several networks."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from engine.graph.model import Graph
from engine.headless import ensemble_testing, networks, tested_weights
from engine.headless.arguments import UsageError, add_settings, given_settings
from engine.project.document import Document
from engine.training.config import TrainingConfig

HELP = "test trained weights with one crop, ten crops, ten crops of five scales, or several runs as an ensemble"

KINDS = ("single", "ten", "scales")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, the weights file, the ways of testing, and an option for every setting."""
    networks.add_arguments(parser, required=False)
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE|RUN",
        help="Weights that `train` wrote: a file, or the folder of a run (RUN means RUN/best; RUN/last the last step), "
        "which has its network too.",
    )
    parser.add_argument(
        "--crops",
        choices=(*KINDS, "all"),
        help="The middle of each image; ten crops averaged; ten crops in each of five scales averaged. Default: all.",
    )
    ensemble_testing.add_arguments(parser)
    add_settings(parser)


def run(arguments: argparse.Namespace) -> int:
    """Test, and print the accuracies and what more crops gain as one JSON object."""
    if arguments.ensemble is not None:
        print(json.dumps(ensemble_testing.results(arguments)))
        return 0
    document = _document(arguments)
    networks.checked(document.graph)
    kinds = KINDS if arguments.crops in (None, "all") else (arguments.crops,)
    print(json.dumps(_results(document.graph, document.training, arguments, kinds)))
    return 0


def _document(arguments: argparse.Namespace) -> Document:
    """Return the network that is named, or the run's own."""
    checkpoint: Path | None = arguments.checkpoint
    run = tested_weights.run_of(checkpoint) if checkpoint is not None else None
    if arguments.network is None and run is not None:
        return run.document()
    if arguments.network is None or checkpoint is None:
        raise UsageError(
            "What is tested is missing: name a network and --checkpoint FILE, --checkpoint RUN, or --ensemble RUN RUN."
        )
    return networks.find(arguments)


def _results(
    graph: Graph, training: TrainingConfig, arguments: argparse.Namespace, kinds: tuple[str, ...]
) -> dict[str, object]:
    from engine.compiling.compiler import compile_graph
    from engine.training import crop_test, devices

    module = compile_graph(graph)
    saved = tested_weights.load(module, arguments.checkpoint)
    config = TrainingConfig.from_mapping({**training.values(), **saved, **given_settings(arguments)})
    accuracies: dict[str, float] = {}
    num_images = 0
    for result in crop_test.results(module, graph, config, devices.choose(config.device), kinds):
        accuracies[result.kind], num_images = result.accuracy, result.num_images
        gain = "" if result.gain is None else f", {result.gain:+.2%}"
        print(f"{result.title}: {result.accuracy:.2%}{gain}", file=sys.stderr)
    return {
        "network": arguments.network or str(arguments.checkpoint),
        "data": config.data,
        "num_images": num_images,
        "accuracy": accuracies,
    }
