"""``test``: how well trained weights do on the test images, with one crop or several averaged, or several networks."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import TrainingError
from engine.graph.model import Graph
from engine.headless import ensemble_testing, networks
from engine.headless.arguments import UsageError, add_settings, given_settings
from engine.training.config import TrainingConfig

if TYPE_CHECKING:
    from torch import nn

HELP = "test trained weights with one crop, ten crops, ten crops of five scales, or several runs as an ensemble"

KINDS = ("single", "ten", "scales")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, the weights file, the ways of testing, and an option for every setting."""
    networks.add_arguments(parser, required=False)
    parser.add_argument("--checkpoint", type=Path, metavar="PATH", help="Weights that `train` wrote.")
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
    if arguments.network is None or arguments.checkpoint is None:
        raise UsageError("What is tested is missing: name a network and --checkpoint PATH, or --ensemble RUN RUN.")
    document = networks.find(arguments)
    networks.checked(document.graph)
    kinds = KINDS if arguments.crops in (None, "all") else (arguments.crops,)
    print(json.dumps(_results(document.graph, document.training, arguments, kinds)))
    return 0


def _results(
    graph: Graph, training: TrainingConfig, arguments: argparse.Namespace, kinds: tuple[str, ...]
) -> dict[str, object]:
    from engine.compiling.compiler import compile_graph
    from engine.training import crop_test, devices

    module = compile_graph(graph)
    saved = _load_weights(module, arguments.checkpoint)
    config = TrainingConfig.from_mapping({**training.values(), **saved, **given_settings(arguments)})
    accuracies: dict[str, float] = {}
    num_images = 0
    for result in crop_test.results(module, graph, config, devices.choose(config.device), kinds):
        accuracies[result.kind], num_images = result.accuracy, result.num_images
        gain = "" if result.gain is None else f", {result.gain:+.2%}"
        print(f"{result.title}: {result.accuracy:.2%}{gain}", file=sys.stderr)
    return {"network": arguments.network, "data": config.data, "num_images": num_images, "accuracy": accuracies}


def _load_weights(module: nn.Module, path: Path) -> dict[str, object]:
    """Put a checkpoint's weights into a network, and return the settings of its run.

    Raises:
        TrainingError: it is no checkpoint, or of another network.
    """
    import pickle

    import torch

    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        module.load_state_dict(state["model"])
    except OSError as error:
        raise TrainingError(f"The weights '{path}' cannot be read. The system says: {error.strerror}.") from error
    except (KeyError, TypeError, ValueError, pickle.UnpicklingError, EOFError) as error:
        raise TrainingError(f"'{path}' is no file of weights that `train --checkpoint` wrote.") from error
    except RuntimeError as error:
        raise TrainingError(f"The weights in '{path}' are of another network: {str(error).splitlines()[0]}") from error
    return dict(state.get("config", {}))
