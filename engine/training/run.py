"""A run between two steps: all that it is made of, and how it reports and waits."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, fx, nn, optim

from engine.data.batches import num_batches
from engine.data.images import DataSplit
from engine.graph.model import Graph
from engine.probes.probes import Probes
from engine.training import devices
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import EpochFinished, RunPaused, RunResumed, RunStarted
from engine.training.keeper import KeepsNothing, RunKeeper
from engine.training.objective import Objective
from engine.training.score import Score
from engine.training.sink import RunSink
from engine.training.stopwatch import Stopwatch

if TYPE_CHECKING:
    from engine.training.state import Stateful


@dataclass
class Run:
    """What the loop works on. Made by `engine.training.setup.set_up`.

    Attributes:
        graph, config: its own; nothing that happens on the canvas reaches it.
        sink: where it reports.
        control: what is asked of it.
        device: where module and data are.
        module: the compiled network, in training mode.
        evaluated: the same modules without those of auxiliary Outputs.
        objective: what each step makes smaller.
        optimizer, loss: how the network learns, and by what it is judged.
        data: what it learns from.
        order: draws the order of the training images.
        probes: show the network to those who watch.
        checkpoint_path: where the weights go, if anywhere.
        checkpoint: where weights have gone; None before.
        stopwatch: training time, from the moment the run was made.
        step: steps that were taken.
        epoch: epochs that were finished.
        train_loss: mean over the last finished epoch; NaN before there is one.
        num_images: training images seen.
        keeper: keeps it on disk, if anybody wants that.
        stateful: what else belongs to a checkpoint, by name: whatever changes from step to step (schedules, averages).
        batch_scores: of the steps of the epoch that is not finished yet.
        order_state: of `order` as that epoch began, so that its order can be drawn again.
    """

    graph: Graph
    config: TrainingConfig
    sink: RunSink
    control: RunControl
    device: torch.device
    module: fx.GraphModule
    evaluated: fx.GraphModule
    objective: Objective
    optimizer: optim.Optimizer
    loss: nn.Module
    data: DataSplit
    order: torch.Generator
    probes: Probes
    checkpoint_path: Path | None = None
    checkpoint: str | None = None
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    step: int = 0
    epoch: int = 0
    train_loss: float = math.nan
    num_images: int = 0
    keeper: RunKeeper = field(default_factory=KeepsNothing)
    stateful: dict[str, Stateful] = field(default_factory=dict)
    batch_scores: list[Score] = field(default_factory=list)
    order_state: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.order_state = self.order.get_state()

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the images and labels of an epoch's steps that are still to be taken, until the run is to stop.

        Whether it is to stop is asked before a batch is made: making one may draw random numbers.
        """
        batches = self.data.train.epoch(self.config.batch_size, self.order, first=len(self.batch_scores))
        while self.may_go_on() and (batch := next(batches, None)) is not None:
            yield batch

    def may_go_on(self) -> bool:
        """Wait while the run is paused; then return whether it may take another step."""
        if self.control.is_paused:
            self.sink.post_event(RunPaused(self.step))
            with self.stopwatch.held():
                self.show_until(lambda: not self.control.is_paused)
            if not self.control.is_stopped:
                self.sink.post_event(RunResumed(self.step))
        return not self.control.is_stopped

    def show_until(self, over: Callable[[], bool]) -> None:
        """Wait until something of the control is so, and meanwhile show what is watched, as it is now."""
        self.control.wait(over, lambda: self.probes.refresh(self.step))

    def report_start(self) -> None:
        """Say what is about to be trained."""
        self.sink.post_event(
            RunStarted(
                device=str(self.device),
                device_text=devices.describe(self.device),
                num_params=sum(parameter.numel() for parameter in self.module.parameters()),
                num_train_images=len(self.data.train),
                num_validation_images=len(self.data.validation),
                num_test_images=len(self.data.test),
                steps_per_epoch=num_batches(len(self.data.train), self.config.batch_size),
                epochs=self.config.epochs,
            )
        )

    def report_step(self, batch: Score) -> None:
        """Count a step that was taken."""
        self.step += 1
        self.num_images += batch.num_images
        self.batch_scores.append(batch)
        self.sink.post_scalars(self.step, batch.loss, batch.accuracy, self.stopwatch.seconds, self.num_images)
        self.keeper.after_step(self, batch)

    def report_epoch(self, train: Score, validation: Score) -> EpochFinished:
        """Count an epoch that was finished, and return what was reported of it."""
        self.epoch += 1
        self.train_loss = train.loss
        self.batch_scores = []
        self.order_state = self.order.get_state()
        event = EpochFinished(
            epoch=self.epoch,
            step=self.step,
            train_loss=train.loss,
            train_accuracy=train.accuracy,
            validation_loss=validation.loss,
            validation_accuracy=validation.accuracy,
            seconds=self.stopwatch.seconds,
        )
        self.sink.post_event(event)
        return event
