"""From the words of the settings to torch's objects."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn, optim

from engine.errors import TrainingError
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.settings.class_weights import ALIKE, by_hand

_FUSED_ON = {"SGD": ("cpu", "cuda"), "Adam": ("cpu", "cuda"), "AdamW": ("cpu", "cuda"), "Adagrad": ("cpu",)}
"""Devices for which torch has an optimizer's arithmetic in one kernel."""


def optimizer(config: TrainingConfig, parameters: Iterable[nn.Parameter]) -> optim.Optimizer:
    """Return the optimizer that the settings name, for these parameters, all on one device.

    ``fused=True`` is the same arithmetic in one kernel: on a CPU 0.5 of the default's time for SGD, 0.2 for Adam, as
    measured for this project. Elsewhere torch chooses.

    Raises:
        TrainingError: Nesterov's momentum without momentum.
    """
    parameters = list(parameters)
    groups = [{"params": part, "weight_decay": decay} for part, decay in decayed(config, parameters) if part]
    options = _options(config)
    if parameters[0].device.type in _FUSED_ON.get(config.optimizer, ()):
        options["fused"] = True
    made: optim.Optimizer = getattr(optim, config.optimizer)(groups, lr=config.lr, **options)
    return made


def _options(config: TrainingConfig) -> dict[str, Any]:
    match config.optimizer:
        case "SGD":
            if config.nesterov and not config.momentum:
                raise TrainingError(
                    "nesterov needs a momentum above 0. Received 0. Set momentum to 0.9, or nesterov to no."
                )
            return {"momentum": config.momentum, "nesterov": config.nesterov}
        case "Adam" | "AdamW":
            return {"betas": (config.beta1, config.beta2)}
        case "RMSprop":
            return {"alpha": config.alpha, "momentum": config.momentum}
    return {}


def decayed(
    config: TrainingConfig, parameters: Iterable[nn.Parameter]
) -> tuple[tuple[list[nn.Parameter], float], tuple[list[nn.Parameter], float]]:
    """Return the parameters that L2 and L1 hold for with their weight decay, and those that are spared with 0.

    Biases and the weights of normalization layers are told by having one axis, as in nanoGPT.
    """
    parameters = list(parameters)
    if config.decay_all:
        return (parameters, config.weight_decay), ([], 0.0)
    weights = [parameter for parameter in parameters if parameter.ndim > 1]
    return (weights, config.weight_decay), ([parameter for parameter in parameters if parameter.ndim <= 1], 0.0)


def loss(config: TrainingConfig, class_weights: Tensor | None = None) -> nn.Module:
    """Return what takes scores and targets of the settings' task to their mean loss, a single value.

    Args:
        class_weights: ``(classes,)``; None for all alike.
    """
    return TASKS[config.task].loss(config.values(), class_weights)


def class_weights(config: TrainingConfig, targets: Tensor, num_classes: int) -> Tensor | None:
    """Return what each class counts in the loss, ``(classes,)``; None for all alike.

    Balanced is ``N / (classes × N_c)``, as in scikit-learn's ``compute_class_weight``, with the N images, labels or
    pixels that the task tells apart; a class without any counts 0.

    Args:
        targets: of the training images: for classification their labels, ``(N,)``.
        num_classes: the number of classes.

    Raises:
        TrainingError: there are not as many numbers as classes.
    """
    if config.class_weights == ALIKE or config.loss == "mse" or config.task == "detection":
        return None
    if (numbers := by_hand(config.class_weights)) is not None:
        if len(numbers) != num_classes:
            raise TrainingError(
                f"class_weights must have a number for each of the {num_classes:,} classes, in their order. Received "
                f"{len(numbers):,}: {config.class_weights}. Write one for each, or choose balanced."
            )
        return torch.tensor(numbers, dtype=torch.float32, device=targets.device)
    counts = TASKS[config.task].occurrences(targets, num_classes).float()
    weights = counts.sum() / (num_classes * counts)
    return torch.where(counts > 0, weights, 0.0)
