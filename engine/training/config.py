"""The settings of a run, checked when they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from engine.data.catalogue import DatasetInfo, data_for
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.source import info_of
from engine.errors import ParameterError, did_you_mean, shown
from engine.layers.params import Value
from engine.training.settings import SETTINGS


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that a run needs besides its graph; validated when it is made.

    Attributes: see `SETTINGS`, which has a sentence for each. Those that another setting leaves without a say keep
    their value: who goes back to it finds it as it was.

    Raises:
        ParameterError: a value outside its range.
    """

    data: str = "digits"
    task: str = "classification"
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
    nesterov: bool = False
    beta1: float = 0.9
    beta2: float = 0.999
    alpha: float = 0.99
    schedule: str = "constant"
    warmup_epochs: int = 0
    step_size: int = 5
    cycle_epochs: int = 5
    gamma: float = 0.1
    plateau_patience: int = 5
    loss: str = "cross_entropy"
    label_smoothing: float = 0.0
    class_weights: str = "none"
    init: str = "default"
    init_constant: float = 0.01
    start_from: str = ""
    match_by: str = "name"
    weight_decay: float = 0.0
    l1: float = 0.0
    decay_all: bool = True
    clip_norm: float = 0.0
    average: str = "none"
    ema_decay: float = 0.99
    swa_start: float = 0.75
    early_stopping: int = 0
    stop_on: str = "loss"
    until_accuracy: float = 0.0
    precision: str = "fp32"
    channels_last: bool = False
    accumulation: int = 1
    compile: bool = False
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


def asked(config: TrainingConfig, task: str) -> TrainingConfig:
    """Return settings for a task; where the chosen data have not what it learns from, with others that have."""
    return config if config.task == task else replace(config, task=task, data=data_for(task, config.data))
