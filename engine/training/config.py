"""The settings of a run, declared like a layer's parameters so that every front end shows and checks them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.data.catalogue import DatasetInfo
from engine.data.settings import DATA_SETTINGS
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.source import info_of
from engine.errors import ParameterError, did_you_mean, shown
from engine.layers.params import Choice, Float, Int, Param, Value

SETTINGS: tuple[Param, ...] = (
    *DATA_SETTINGS,
    Int(
        name="epochs",
        default=15,
        minimum=1,
        maximum=100_000,
        unit="epochs",
        doc="Passes over the training images.",
    ),
    Int(name="batch_size", default=32, minimum=1, maximum=65536, unit="images", doc="Images per step."),
    Choice(name="optimizer", default="SGD", options=("SGD", "Adam"), doc="How gradients become steps."),
    Float(name="lr", default=0.05, minimum=1e-8, maximum=100.0, doc="Learning rate: the length of a step."),
    Float(
        name="momentum",
        default=0.9,
        minimum=0.0,
        maximum=0.9999,
        doc="Share of the last step kept; SGD only.",
    ),
    Int(
        name="seed",
        default=0,
        minimum=0,
        maximum=2**31 - 1,
        doc="Equal seeds give equal runs on one machine.",
    ),
    Choice(
        name="device",
        default="auto",
        options=("auto", "cuda", "mps", "cpu"),
        titles={"auto": "Automatic", "cuda": "CUDA GPU", "mps": "Apple GPU (MPS)", "cpu": "CPU"},
        doc="Where the network computes; auto takes CUDA, then MPS, then the CPU.",
    ),
)


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that a run needs besides its graph; validated when it is made.

    Attributes: see `SETTINGS`, which has a sentence for each.

    Raises:
        ParameterError: a value outside its range.
    """

    data: str = "digits"
    augment: str = ""
    normalize: str = "dataset"
    resize: str = "crop"
    test_share: float = TEST_SHARE
    validation_share: float = VALIDATION_SHARE
    split_seed: int = SPLIT_SEED
    epochs: int = 15
    batch_size: int = 32
    optimizer: str = "SGD"
    lr: float = 0.05
    momentum: float = 0.9
    seed: int = 0
    device: str = "auto"

    def __post_init__(self) -> None:
        for param in SETTINGS:
            object.__setattr__(self, param.name, param.validate(getattr(self, param.name)))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> TrainingConfig:
        """Return the config with these settings, the others at their defaults.

        Raises:
            ParameterError: an unknown setting or a value outside its range.
        """
        names = [param.name for param in SETTINGS]
        for name in values:
            if name not in names:
                raise ParameterError(f"There is no training setting {shown(name)}.{did_you_mean(name, names)}")
        return cls(**values)

    def values(self) -> dict[str, Value]:
        """Return the settings by name, in the order of `SETTINGS`."""
        return asdict(self)

    @property
    def dataset(self) -> DatasetInfo:
        """What is known of the chosen data without looking at the disk."""
        return info_of(self.data)
