from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.training import factories
from engine.training.config import TrainingConfig


@pytest.mark.parametrize(
    ("config", "reference"),
    [
        (TrainingConfig(optimizer="SGD", lr=0.1, momentum=0.8), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8)),
        (TrainingConfig(optimizer="Adam", lr=0.01), lambda p: torch.optim.Adam(p, lr=0.01)),
    ],
)
def test_the_fused_optimizer_takes_the_plain_ones_steps(config: TrainingConfig, reference: object) -> None:
    torch.manual_seed(0)
    ours = [nn.Parameter(torch.randn(5, 3))]
    theirs = [nn.Parameter(ours[0].detach().clone())]
    optimizers = [(ours, factories.optimizer(config, ours)), (theirs, reference(theirs))]  # type: ignore[operator]
    for _ in range(3):
        for parameters, optimizer in optimizers:
            optimizer.zero_grad()
            parameters[0].pow(3).sum().backward()
            optimizer.step()
    assert torch.allclose(ours[0], theirs[0], atol=1e-6)
    assert optimizers[0][1].defaults["fused"]
