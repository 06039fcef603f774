"""Settings that most networks learn well with on the chosen data, in a few minutes and without tuning."""

from __future__ import annotations

from engine.data.catalogue import DatasetInfo
from engine.layers.params import Value
from engine.training.config import TrainingConfig, asked

SMALL = 20_000
"""Images up to which a set is small: its passes are short, so there are more of them in smaller batches."""


def recipe_for(info: DatasetInfo) -> dict[str, Value]:
    """Return the settings by name: AdamW in one cycle (Smith & Topin 2018), sparing biases and norms the decay.

    It says everything that another recipe may have said before, but the augmentation, a choice of data: what makes long
    runs better can keep short ones from learning anything (`docs/regularizers.md`). A set whose size is only known once
    it is read is taken for a small one.
    """
    is_small = info.num_images <= SMALL
    return {
        "epochs": 20 if is_small else 10,
        "batch_size": 32 if is_small else 128,
        "optimizer": "AdamW",
        "lr": 0.003,
        "schedule": "one_cycle",
        "warmup_epochs": 0,
        "loss": "cross_entropy",
        "label_smoothing": 0.0 if is_small else 0.1,
        "weight_decay": 0.01,
        "l1": 0.0,
        "decay_all": False,
        "init": "default",
        "average": "none",
    }


def ready_for(config: TrainingConfig, task: str) -> TrainingConfig:
    """Return settings with which a network that was made for a task learns it at a press of Train.

    Another task than the one before brings data that have it, and the recipe for them: what classes are learned with is
    too fast a rate for boxes, whose loss sums over all cells.
    """
    other = asked(config, task)
    return config if other == config else TrainingConfig.from_mapping({**other.values(), **recipe_for(other.dataset)})
