"""Testing several trained networks as one: their probabilities averaged (Hansen and Salamon 1990)."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from safetensors.torch import load_file
from torch import fx

from engine.analysis.inference import infer
from engine.compiling.compiler import compile_graph, compiled_nodes, evaluated
from engine.data.images import DataSplit
from engine.data.loading import LoadOptions, load
from engine.errors import TrainingError
from engine.layers.spec import Shape
from engine.runs.checkpoints import UNREADABLE
from engine.runs.ensemble_result import EnsembleResult
from engine.runs.members import Member
from engine.training import devices
from engine.training.ensembling import Ensemble, probabilities


def evaluate_together(
    members: Sequence[Member],
    device: str = "auto",
    progress: Callable[[int, int], None] = lambda done, total: None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> EnsembleResult | None:
    """Return how well networks do on the test images, each alone and all together; None if it was told to give up.

    No random number is drawn, so a run that is trained meanwhile is not disturbed.

    Args:
        members: they may be different networks, but of equal classes.
        device: where they compute.
        progress: is told how many members are done, and of how many.
        may_go_on: asked before each batch.

    Raises:
        TrainingError: a member cannot be read, or has other test images or classes.
        DataError: the images cannot be read.
    """
    where = devices.choose(device)
    images = _Images(where)
    ensemble: Ensemble | None = None
    for done, member in enumerate(members):
        progress(done, len(members))
        data = images.of(member)
        ensemble = ensemble or Ensemble(data.test.labels.cpu())
        found = probabilities(_network(member, where), data.test, member.document.training, where, may_go_on)
        if found is None:
            return None
        ensemble.add(found)
    assert ensemble is not None
    titles = tuple(member.title for member in members)
    return EnsembleResult(titles, tuple(ensemble.accuracies), ensemble.accuracy, len(images.labels))


class _Images:
    """Loads each member's images as its network takes them; those of equal shape and settings once."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._key: tuple[str, Shape, LoadOptions] | None = None
        self._data: DataSplit | None = None
        self.labels = torch.empty(0)

    def of(self, member: Member) -> DataSplit:
        """Return a member's data.

        Raises:
            TrainingError: the test images are not those of the members before it.
        """
        graph, config = member.document.graph, member.document.training
        shape = infer(graph).nodes[compiled_nodes(graph)[0].id].output or ()
        key = (config.data, shape, LoadOptions.of(config.values()))
        if self._data is None or key != self._key:
            self._key, self._data = key, load(config.data, shape, self._device, key[2])
            self._check(member.title, self._data.test.labels.cpu())
        return self._data

    def _check(self, title: str, labels: torch.Tensor) -> None:
        if not len(self.labels):
            self.labels = labels
        if not torch.equal(self.labels, labels):
            raise TrainingError(
                f"'{title}' is tested on other images than the runs before it. Choose runs of equal data and split."
            )


def _network(member: Member, device: torch.device) -> fx.GraphModule:
    graph = member.document.graph
    with torch.device("meta"):  # weights without values: nothing is drawn for what is replaced at once
        module = compile_graph(graph)
    try:
        module.load_state_dict(load_file(member.weights, device=str(device)), assign=True)
    except UNREADABLE as error:
        raise TrainingError(
            f"The weights of '{member.title}' in '{member.weights}' cannot be read: {str(error).splitlines()[0]}."
        ) from error
    return evaluated(module, graph)
