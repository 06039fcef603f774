"""Finding the network that the command line names."""

from __future__ import annotations

import os
from pathlib import Path

from engine.analysis.inference import Inference, infer
from engine.errors import CompileError
from engine.graph.model import Graph
from engine.project.document import Document
from engine.project.files import SUFFIX, load
from presets import registry

ARGUMENT = "NETWORK"
ARGUMENT_HELP = f"a preset's name, or the path of a project file (*{SUFFIX})"


def find(word: str) -> Document:
    """Return the preset of that name, or the project in that file.

    Raises:
        UnknownPresetError: it is neither.
        FormatError: the file is not a readable project.
    """
    if word not in {preset.name for preset in registry.all_presets()} and _is_path(word):
        return load(Path(word))
    return Document(graph=registry.get(word).build())


def _is_path(word: str) -> bool:
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
