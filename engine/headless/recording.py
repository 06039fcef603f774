"""Which folder a run from the terminal is kept in, and what is trained when one goes on."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

from engine.errors import TrainingError
from engine.headless import freezing, networks, recipes, settings_file
from engine.headless.arguments import UsageError, flag, given_settings
from engine.project.document import Document
from engine.runs.folder import RunFolder, root_beside
from engine.runs.going_on import lengthen
from engine.runtime.runner import CHECKPOINT_STEPS
from engine.training.config import TrainingConfig, asked
from engine.training.longer import Longer
from engine.training.settings import SETTINGS

_CHANGED_ON_THE_WAY = ("epochs", "until_accuracy")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where runs are kept, how often, and how one goes on."""
    parser.add_argument(
        "--runs",
        type=Path,
        metavar="FOLDER",
        help="Keep the run in a folder of its own in this one. Default: beside a project file, NAME.runs; "
        "a preset's run is not kept.",
    )
    parser.add_argument(
        "--checkpoint-every",
        type=_whole_number,
        default=CHECKPOINT_STEPS,
        metavar="STEPS",
        help=f"Keep everything after so many steps, besides after each epoch; 0: not. Default: {CHECKPOINT_STEPS}.",
    )
    parser.add_argument(
        "--resume", type=Path, metavar="RUN", help="Go on with the run in this folder, exactly where it was."
    )
    parser.add_argument(
        "--extend", type=_whole_number, metavar="EPOCHS", help="With --resume: train so many epochs more than planned."
    )
    parser.add_argument(
        "--steps",
        type=_whole_number,
        default=0,
        metavar="NUMBER",
        help="Take so many steps more and stop; a run that is kept can go on from there.",
    )


def document_of(arguments: argparse.Namespace) -> Document:
    """Return what is to be trained: the network and settings that are named, or those of the run that goes on.

    Raises:
        UsageError: a network and a run are named, or neither, or settings that a run cannot change.
        ConvCanvasError: either cannot be read.
    """
    if arguments.resume is not None:
        return _resumed(arguments)
    if arguments.network is None:
        raise UsageError("A network is missing: a preset's name, or the path of a project file. Or use --resume RUN.")
    if arguments.extend is not None:
        raise UsageError("--extend needs a run: name its folder with --resume.")
    document = networks.find(arguments)
    from_file = settings_file.read(arguments.config) if arguments.config is not None else {}
    begun = _with(document.training, arguments)  # what the recipe for the data has to know
    recipe = recipes.settings(arguments, begun.dataset)
    training = TrainingConfig.from_mapping({**document.training.values(), **recipe, **from_file})
    document = replace(document, training=_with(training, arguments))
    return replace(document, graph=freezing.frozen(arguments, document))


def folder_of(arguments: argparse.Namespace, document: Document) -> RunFolder | None:
    """Return the folder that the run is to be kept in, made if it is a new one; None if nobody wants it.

    Raises:
        TrainingError: the folder that was asked for cannot be made.
    """
    if arguments.resume is not None:
        return RunFolder(arguments.resume)
    word = str(arguments.network)
    if arguments.runs is not None:
        return RunFolder.create(arguments.runs, document, Path(word).stem)
    if not networks.is_file(word):
        return None
    try:
        return RunFolder.create(root_beside(Path(word)), document, Path(word).stem)
    except TrainingError as error:  # nobody asked for it, so training need not wait for it
        print(f"{error} This run is not kept.", file=sys.stderr)
        return None


def _resumed(arguments: argparse.Namespace) -> Document:
    if arguments.network is not None:
        raise UsageError("A run goes on with its own network. Name a network, or use --resume, not both.")
    if arguments.config is not None:
        raise UsageError("A run goes on with its own settings. Leave --config out; --extend adds epochs.")
    if arguments.freeze:
        raise UsageError("A run goes on with its own network. Leave --freeze out.")
    given = given_settings(arguments)
    for param in SETTINGS:
        if param.name in given and param.name not in _CHANGED_ON_THE_WAY:
            raise UsageError(f"A run goes on with its own settings. Leave {flag(param)} out; --extend adds epochs.")
    folder = RunFolder(arguments.resume)
    epochs = given.get("epochs", folder.document().training.epochs)
    more = int(cast(int, epochs)) - folder.document().training.epochs + (arguments.extend or 0)
    until = cast("float | None", given.get("until_accuracy"))
    return lengthen(folder, Longer(epochs=more, until_accuracy=until))


def _with(training: TrainingConfig, arguments: argparse.Namespace) -> TrainingConfig:
    given = given_settings(arguments)
    if "task" in given and "data" not in given:
        training = asked(training, str(given["task"]))
    return TrainingConfig.from_mapping({**training.values(), **given})


def _whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a whole number of 0 or more. Received {text}")
    return int(text)
