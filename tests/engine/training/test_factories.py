"""Optimizers, losses and weights of classes against torch's by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn, optim
from torch.nn import functional as F  # noqa: N812

from engine.errors import TrainingError
from engine.training import factories
from engine.training.config import TrainingConfig

Maker = Callable[[list[nn.Parameter]], optim.Optimizer]

OPTIMIZERS: list[tuple[dict[str, Any], Maker]] = [
    ({"optimizer": "SGD", "momentum": 0.8}, lambda p: optim.SGD(p, lr=0.1, momentum=0.8)),
    (
        {"optimizer": "SGD", "momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
        lambda p: optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.01),
    ),
    (
        {"optimizer": "Adam", "beta1": 0.8, "beta2": 0.9, "weight_decay": 0.1},
        lambda p: optim.Adam(p, lr=0.1, betas=(0.8, 0.9), weight_decay=0.1),
    ),
    ({"optimizer": "AdamW", "weight_decay": 0.1}, lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.1)),
    (
        {"optimizer": "RMSprop", "alpha": 0.8, "momentum": 0.5},
        lambda p: optim.RMSprop(p, lr=0.1, alpha=0.8, momentum=0.5),
    ),
    ({"optimizer": "Adagrad", "weight_decay": 0.1}, lambda p: optim.Adagrad(p, lr=0.1, weight_decay=0.1)),
]


@pytest.mark.parametrize(("settings", "reference"), OPTIMIZERS)
def test_its_steps_are_those_of_the_plain_optimizer(settings: dict[str, Any], reference: Maker) -> None:
    torch.manual_seed(0)
    ours = [nn.Parameter(torch.randn(5, 3))]
    theirs = [nn.Parameter(ours[0].detach().clone())]
    pairs = [(ours, factories.optimizer(TrainingConfig(lr=0.1, **settings), ours)), (theirs, reference(theirs))]
    for _ in range(3):
        for parameters, optimizer in pairs:
            optimizer.zero_grad()
            parameters[0].pow(3).sum().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    assert torch.allclose(ours[0], theirs[0], atol=1e-6)
    assert bool(pairs[0][1].defaults.get("fused")) is (settings["optimizer"] != "RMSprop")


def test_nesterov_without_momentum_is_refused_with_what_to_do() -> None:
    with pytest.raises(TrainingError, match=r"^nesterov needs a momentum above 0\. Received 0\. Set momentum to 0\.9"):
        factories.optimizer(TrainingConfig(momentum=0.0, nesterov=True), [nn.Parameter(torch.zeros(1))])


def test_biases_and_norms_can_be_spared_the_decay() -> None:
    layers = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(2, 2))
    groups = factories.optimizer(TrainingConfig(weight_decay=0.1, decay_all=False), layers.parameters()).param_groups
    assert [group["weight_decay"] for group in groups] == [0.1, 0.0]
    assert [list(map(id, group["params"])) for group in groups] == [
        [id(layers[0].weight), id(layers[3].weight)],
        [id(p) for p in (layers[0].bias, layers[1].weight, layers[1].bias, layers[3].bias)],
    ]
    (all_alike,) = factories.optimizer(TrainingConfig(weight_decay=0.1), layers.parameters()).param_groups
    assert len(all_alike["params"]) == 6


SCORES = torch.tensor([[2.0, -1.0, 0.5], [0.1, 0.2, 0.3], [-2.0, 0.0, 3.0]])
LABELS = torch.tensor([0, 2, 2])
SHARES = torch.tensor([[0.7, 0.3, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 1.0]])


def test_cross_entropy_by_its_formula() -> None:
    smooth, weights = 0.1, torch.tensor([1.0, 2.0, 0.5])
    config = TrainingConfig(label_smoothing=smooth)
    logs = SCORES.log_softmax(1)
    targets = F.one_hot(LABELS, 3) * (1 - smooth) + smooth / 3
    assert torch.allclose(factories.loss(config)(SCORES, LABELS), -(targets * logs).sum(1).mean())
    weighted = factories.loss(TrainingConfig(), weights)(SCORES, LABELS)
    of_each = -logs[range(3), LABELS]
    assert torch.allclose(weighted, (weights[LABELS] * of_each).sum() / weights[LABELS].sum())


@pytest.mark.parametrize("labels", [LABELS, SHARES])
def test_binary_by_its_formula(labels: torch.Tensor) -> None:
    targets = labels if labels.ndim == 2 else F.one_hot(labels, 3).float()
    p = SCORES.sigmoid()
    by_hand = -(targets * p.log() + (1 - targets) * (1 - p).log())
    assert torch.allclose(factories.loss(TrainingConfig(loss="binary"))(SCORES, labels), by_hand.mean())
    weights = torch.tensor([1.0, 2.0, 0.5])
    weighted = factories.loss(TrainingConfig(loss="binary"), weights)(SCORES, labels)
    assert torch.allclose(weighted, (by_hand * weights).mean())


@pytest.mark.parametrize("labels", [LABELS, SHARES])
def test_squared_error_by_its_formula(labels: torch.Tensor) -> None:
    targets = labels if labels.ndim == 2 else F.one_hot(labels, 3).float()
    by_hand = ((SCORES - targets) ** 2).mean()
    assert torch.allclose(factories.loss(TrainingConfig(loss="mse"))(SCORES, labels), by_hand)


def test_balanced_weights_are_scikit_learns() -> None:
    from sklearn.utils.class_weight import compute_class_weight

    labels = torch.tensor([0, 0, 0, 1, 2, 2])
    config = TrainingConfig(class_weights="balanced")
    expected = compute_class_weight("balanced", classes=np.arange(3), y=labels.numpy())
    weights = factories.class_weights(config, labels, 4)
    assert weights is not None
    assert weights.tolist() == pytest.approx([*(expected * 3 / 4), 0.0]), "of four classes, one has no images"
    assert factories.class_weights(TrainingConfig(), labels, 3) is None
