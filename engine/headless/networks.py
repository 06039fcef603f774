"""Finding the network that the command line names."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from engine.analysis.inference import Inference, infer
from engine.errors import CompileError
from engine.graph.model import Graph
from engine.headless.arguments import UsageError
from engine.project.document import Document
from engine.project.files import SUFFIX, load
from engine.training.config import TrainingConfig
from engine.training.recipe_for_data import ready_for
from presets import registry


def add_arguments(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the network's name and what a preset lets one choose."""
    parser.add_argument(
        "network",
        metavar="NETWORK",
        nargs=None if required else "?",
        help=f"a preset's name, or the path of a project file (*{SUFFIX})",
    )
    parser.add_argument("--classes", type=int, metavar="NUMBER", help="Number of a preset's classes.")
    parser.add_argument("--size", type=int, metavar="PX", help="Height and width of a preset's images.")


def find(arguments: argparse.Namespace) -> Document:
    """Return the preset that the arguments name, or the project in the file of that name.

    Raises:
        UnknownPresetError: it is neither.
        PresetOptionError, ParameterError: the preset cannot be had with so many classes, or in that size.
        FormatError: the file is not a readable project.
        UsageError: classes or size of a file.
    """
    word, classes, size = arguments.network, arguments.classes, arguments.size
    if is_file(word):
        if classes is not None or size is not None:
            raise UsageError("A project file has its own classes and size. Leave --classes and --size out.")
        return load(Path(word))
    preset = registry.get(word)
    return Document(preset.build(classes, size), ready_for(TrainingConfig(), preset.task))


def is_file(word: str) -> bool:
    """Whether a word means a project file and not a preset."""
    if word in {preset.name for preset in registry.all_presets()}:
        return False
    return word.endswith(SUFFIX) or os.sep in word or Path(word).exists()


def checked(graph: Graph) -> Inference:
    """Return what is known of a network that works.

    Raises:
        CompileError: it cannot work; the message begins with the node's name.
    """
    facts = infer(graph)
    for problem in facts.problems:
        name = graph.nodes[problem.node_id].name if problem.node_id is not None else None
        raise CompileError(f"{name}: {problem.message}" if name else problem.message, name)
    return facts
