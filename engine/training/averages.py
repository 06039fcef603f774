"""A second network whose weights are the average of the first one's over the steps or the epochs."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from typing import Any

from torch import Tensor, fx, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn, update_bn

from engine.compiling.compiler import evaluated
from engine.data.images import ImageSource
from engine.graph.model import Graph
from engine.training.config import TrainingConfig


class Averages:
    """Polyak's exponential moving average, or stochastic weight averaging (Izmailov et al. 2018), or neither.

    Args:
        config: the run's.
        module: the network that learns.
        graph: its own.
    """

    def __init__(self, config: TrainingConfig, module: fx.GraphModule, graph: Graph) -> None:
        self._module = module
        self._is_swa = config.average == "swa"
        self.plan(config)
        self._averaged = _averaged(config, module)
        self._evaluated = _evaluated(self._averaged, graph)

    def plan(self, config: TrainingConfig) -> None:
        """Have SWA begin where a run with these settings has it begin; what has begun goes on."""
        self._first_epoch = math.floor(config.swa_start * config.epochs) + 1

    @property
    def network(self) -> fx.GraphModule | None:
        """The averaged network as it is evaluated; None without one, or before there is anything to average."""
        if self._averaged is None or int(self._averaged.n_averaged) == 0:
            return None
        return self._evaluated

    def after_step(self) -> None:
        """Take the weights in, if the average is over steps."""
        if self._averaged is not None and not self._is_swa:
            self._averaged.update_parameters(self._module)

    def after_epoch(self, epoch: int, train: ImageSource, batch_size: int) -> None:
        """Take the weights in, if the average is over epochs.

        Averaged weights give other activations, so batch normalization's mean and variance are counted anew over the
        training images (torch's ``update_bn``). EMA averages these numbers as well and needs no such pass.

        Args:
            epoch: counted from 1.
            train: the training images.
            batch_size: of them at a time.
        """
        if self._averaged is None or not self._is_swa:
            return
        if epoch < self._first_epoch and int(self._averaged.n_averaged) == 0:
            return
        self._averaged.update_parameters(self._module)
        assert self._evaluated is not None
        self._evaluated.train()
        frozen = _statistics_of_frozen(self._evaluated)
        size = _without_single(len(train), batch_size)
        update_bn((images for images, _ in train.in_order(size)), self._evaluated)
        for buffer, kept in frozen:
            buffer.copy_(kept)

    def state_dict(self) -> dict[str, Any]:
        """Return what has to be known to go on."""
        return self._averaged.state_dict() if self._averaged is not None else {}

    def load_state_dict(self, state: dict[str, Any], /) -> None:
        """Go on from a state."""
        if self._averaged is not None:
            self._averaged.load_state_dict(state)


def _statistics_of_frozen(module: nn.Module) -> list[tuple[Tensor, Tensor]]:
    """Return buffers that do not move in training with a copy of each: ``update_bn`` would set them back to 0 and 1."""
    still = [part for part in module.modules() if not part.training]
    return [(buffer, buffer.clone()) for part in still for buffer in part.buffers(recurse=False)]


def _without_single(num_images: int, batch_size: int) -> int:
    """Return the batch size from this one up that leaves no batch of one image, which cannot be normalized."""
    while num_images % batch_size == 1 and batch_size < num_images:
        batch_size += 1
    return batch_size


def _evaluated(averaged: AveragedModel | None, graph: Graph) -> fx.GraphModule | None:
    if averaged is None:
        return None
    assert isinstance(averaged.module, fx.GraphModule)  # a copy of the one that learns
    return evaluated(averaged.module, graph)


def _averaged(config: TrainingConfig, module: nn.Module) -> AveragedModel | None:
    if config.average == "none":
        return None
    if config.average == "swa":
        return AveragedModel(module)
    average = get_ema_multi_avg_fn(config.ema_decay)  # type: ignore[no-untyped-call]
    return AveragedModel(module, multi_avg_fn=average, use_buffers=True)
