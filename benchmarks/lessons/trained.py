"""One run through the engine, and what it came to on training and test images."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from torch import fx

from engine.graph.model import Graph
from engine.project.document import Document
from engine.runs.folder import RunFolder
from engine.runs.keeping import Cadence, FolderKeeper
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.loop import train
from engine.training.run import Run


def trained(graph: Graph, config: TrainingConfig) -> Run:
    """Return a run that was trained to its end.

    Raises:
        RuntimeError: it failed.
    """
    mailbox = Mailbox()
    run = train(graph, config, mailbox)
    if run is None:
        raise RuntimeError(mailbox.take_events()[-1])
    return run


def kept(root: Path, graph: Graph, config: TrainingConfig) -> RunFolder:
    """Train, and return the folder in which the run was kept.

    Raises:
        RuntimeError: it failed.
    """
    folder = RunFolder.create(root, Document(graph, config), f"seed {config.seed}")
    mailbox = Mailbox()
    if train(graph, config, mailbox, keeper=FolderKeeper(folder, Cadence(0))) is None:
        raise RuntimeError(mailbox.take_events()[-1])
    return folder


def numbers(graph: Graph, config: TrainingConfig) -> dict[str, float]:
    """Train, and return the accuracies of the last weights, of averaged ones if there are any, and the seconds of CPU.

    Training images are those without augmentation.
    """
    begin = process_time()
    run = trained(graph, config)
    found = accuracies(run, run.evaluated)
    if run.averages.network is not None:
        averaged = accuracies(run, run.averages.network)
        found |= {f"averaged_{name}": accuracy for name, accuracy in averaged.items()}
    return {**found, "seconds": round(process_time() - begin, 1)}


def accuracies(run: Run, network: fx.GraphModule) -> dict[str, float]:
    """Return how well a network does on the training, validation and test images of a run."""
    parts = {"train": run.data.train, "validation": run.data.validation, "test": run.data.test}
    results = {name: run.evaluate(network, images, lambda: True) for name, images in parts.items()}
    return {name: result.accuracy for name, result in results.items() if result is not None}
