"""``train``: a run from the terminal, with its result as one JSON object."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

from engine.headless import freezing, networks, progress, recipes, recording
from engine.headless.arguments import add_settings
from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import Runner
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.events import EndReason, RunFailed, RunFinished, RunStarted
from engine.training.longer import Longer

HELP = "train a network and print its result as one JSON object"

FAILED = 1
NOT_STARTED = 2
"""The network, the data and the settings do not go together: bad input like any other."""

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, an option for every setting, and the weights file."""
    networks.add_arguments(parser, required=False)
    add_settings(parser)
    recipes.add_arguments(parser)
    freezing.add_arguments(parser)
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="Take settings from this TOML or JSON file; options go before it."
    )
    parser.add_argument("--checkpoint", type=Path, metavar="PATH", help="Write the weights to this file.")
    recording.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train, with progress on stderr; print the result, or say on stderr why there is none."""
    document = recording.document_of(arguments)
    networks.checked(document.graph)
    folder = recording.folder_of(arguments, document)
    mailbox = Mailbox()
    runner = Runner(
        document.graph, document.training, mailbox, arguments.checkpoint, folder, arguments.checkpoint_every
    )
    runner.lengthen(Longer(steps=arguments.steps))
    runner.start()
    try:
        followed = progress.follow(runner, mailbox, TASKS[document.training.task].metric)
    finally:
        runner.close()
    started, end = followed.started, followed.end
    if isinstance(end, RunFailed) or started is None or end.reason is EndReason.DIVERGED:
        print(end.message, file=sys.stderr)
        return FAILED if started is not None else NOT_STARTED
    for note in started.notes:
        print(note, file=sys.stderr)
    values = result(arguments.network or str(arguments.resume), document.training, started, end)
    print(json.dumps(values if folder is None else {**values, "run": str(folder.path)}))
    if end.reason is EndReason.STOPPED and not followed.took_its_steps:
        print(end.message, file=sys.stderr)
        return INTERRUPTED
    return 0


def result(network: str, config: TrainingConfig, started: RunStarted, end: RunFinished) -> dict[str, object]:
    """Return what a run came to, as JSON's types: ``epochs`` and ``steps`` are those that were finished."""
    name, averaged = TASKS[config.task].metric.name, end.averaged_test_accuracy
    others = {f"test_{key}": value for key, value in end.test_metrics.items() if key != name and math.isfinite(value)}
    return {
        "network": network,
        "data": config.data,
        **({"start_from": config.start_from} if config.start_from else {}),
        "task": config.task,
        "epochs": end.epoch,
        "steps": end.step,
        "train_loss": end.train_loss if math.isfinite(end.train_loss) else None,
        f"test_{name}": end.test_accuracy,
        **others,
        **({} if averaged is None else {f"averaged_test_{name}": averaged}),
        "seconds": end.seconds,
        "images_per_second": end.images_per_second,
        "device": started.device,
    }
