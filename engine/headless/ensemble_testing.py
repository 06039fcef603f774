"""``test --ensemble``: how well several runs do together, or the snapshots of one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.headless.arguments import UsageError, flag, given_settings
from engine.runs.folder import RunFolder
from engine.training.settings import SETTINGS

if TYPE_CHECKING:
    from engine.runs.ensemble_result import EnsembleResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the runs."""
    parser.add_argument(
        "--ensemble",
        nargs="+",
        type=Path,
        metavar="RUN",
        help="Test these runs' folders alone and together, their probabilities averaged; a single one: its snapshots.",
    )


def results(arguments: argparse.Namespace) -> dict[str, object]:
    """Test; say the accuracies on stderr, and return them as JSON's types.

    Raises:
        UsageError: a network, weights, crops or settings are named too.
        ConvCanvasError: the runs cannot be tested together.
    """
    _check_alone(arguments)
    from engine.runs import ensembles
    from engine.runs.members import members

    chosen = members([RunFolder(path) for path in arguments.ensemble])
    device = str(given_settings(arguments).get("device", chosen[0].document.training.device))
    result = ensembles.evaluate_together(chosen, device)
    assert result is not None  # nobody told it to give up
    _say(result)
    alone = [
        {"title": title, "accuracy": accuracy} for title, accuracy in zip(result.titles, result.accuracies, strict=True)
    ]
    return {
        "data": chosen[0].document.training.data,
        "num_images": result.num_images,
        "members": alone,
        "mean_accuracy": result.mean,
        "ensemble_accuracy": result.accuracy,
    }


def _check_alone(arguments: argparse.Namespace) -> None:
    if arguments.network is not None or arguments.checkpoint is not None or arguments.crops is not None:
        raise UsageError("Runs have their own networks and weights. Leave NETWORK, --checkpoint and --crops out.")
    for param in SETTINGS:
        if param.name in given_settings(arguments) and param.name != "device":
            raise UsageError(f"Runs are tested with their own settings. Leave {flag(param)} out; --device may stay.")


def _say(result: EnsembleResult) -> None:
    for title, accuracy in zip(result.titles, result.accuracies, strict=True):
        print(f"{title}: {accuracy:.2%}", file=sys.stderr)
    print(f"Their mean: {result.mean:.2%}", file=sys.stderr)
    print(f"Ensemble of {len(result.titles)}: {result.accuracy:.2%}, {result.gain:+.2%}", file=sys.stderr)
