"""What is compared in the table of regularizers: each with nothing, in the same network, on the same few images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from benchmarks.lessons.networks import convnet, lenet, resnet
from engine.graph.model import Graph
from engine.layers.params import Value
from engine.training.config import TrainingConfig


@dataclass(frozen=True)
class Case:
    """One row of the table.

    Attributes:
        key: of the row.
        title: in the table.
        build: makes the network.
        settings: of the run, besides those of its group.
        averaged: whether the averaged weights are what is judged.
        baseline: key of the case that it is compared with: same seeds, same images.
        shared: key of the case whose runs are this one's too: averaging leaves a run as it is, so one run answers
            for the weights and for their average.
    """

    key: str
    title: str
    build: Callable[[], Graph]
    settings: dict[str, Value] = field(default_factory=dict)
    averaged: bool = False
    baseline: str = "none"
    shared: str = ""

    @property
    def run(self) -> str:
        """The key of its runs in the file of results."""
        return self.shared or self.key


@dataclass(frozen=True)
class Group:
    """Cases with the same data and network.

    Attributes:
        key, title: as a case's.
        settings: of all its runs.
        cases: the first one is that without anything.
    """

    key: str
    title: str
    settings: dict[str, Value]
    cases: tuple[Case, ...]

    def config(self, case: Case, seed: int) -> TrainingConfig:
        """Return the settings of a run."""
        return TrainingConfig.from_mapping({**self.settings, **case.settings, "seed": seed, "device": "cpu"})


SHAPES: dict[str, Value] = {"data": "shapes", "test_share": 0.8, "validation_share": 0.2}
"""480 images to learn from, 120 to watch, 2,400 to test."""
DIGITS: dict[str, Value] = {"data": "digits", "test_share": 0.5, "validation_share": 0.8}
"""179 images to learn from, 719 to watch, 899 to test."""

CONVNET: dict[str, Value] = {**SHAPES, "epochs": 60, "lr": 0.02, "schedule": "cosine"}
LENET: dict[str, Value] = {**DIGITS, "epochs": 60, "lr": 0.02, "schedule": "cosine"}
_RESNET: dict[str, Value] = {**SHAPES, "epochs": 40, "optimizer": "AdamW", "lr": 0.003, "schedule": "one_cycle"}

_CONSTANT: dict[str, Value] = {"schedule": "constant"}
_EMA: dict[str, Value] = {"average": "ema"}


def _common(build: Callable[..., Graph], augment: str, decay: float, l1: float) -> tuple[Case, ...]:
    """Return what both networks are tried with; settings other than these were not tried on the test images."""
    return (
        Case("none", "none", build, _EMA),
        Case("dropout", "dropout, p = 0.5", partial(build, 0.5)),
        Case("l1", f"L1, {l1:g}", build, {"l1": l1, "decay_all": False}),
        Case("l2", f"L2, {decay:g}", build, {"weight_decay": decay, "decay_all": False}),
        Case("augment", "augmentation", build, {"augment": augment}),
        Case("ema", "EMA, 0.99", build, _EMA, averaged=True, shared="none"),
        Case("constant", "none, constant rate", build, _CONSTANT | _EMA),
        Case("constant_ema", "… EMA, 0.99", build, _CONSTANT | _EMA, True, "constant", "constant"),
        Case("constant_swa", "… SWA of the last quarter", build, {**_CONSTANT, "average": "swa"}, True, "constant"),
    )


GROUPS = (
    Group(
        "digits",
        "LeNet-5, 179 handwritten digits",
        LENET,
        _common(lenet, "RandomRotation(degrees=10.0), RandomCrop(padding=3)", 0.01, 0.0005),
    ),
    Group("shapes", "Small CNN, 480 shapes", CONVNET, _common(convnet, "cifar", 0.005, 0.0002)),
    Group(
        "resnet",
        "ResNet-14, 480 shapes",
        _RESNET,
        (Case("none", "none", resnet), Case("depth", "stochastic depth, to 0.5", partial(resnet, 0.5))),
    ),
)
