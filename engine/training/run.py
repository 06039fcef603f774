"""A run between two steps: all that it is made of, and how it reports and waits."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, fx, nn, optim

from engine.compiling.compiler import all_scores
from engine.data.batches import num_batches
from engine.data.images import DataSplit, ImageSource
from engine.graph.model import Graph
from engine.probes.probes import Probes
from engine.tasks.task import Task
from engine.training import devices, score
from engine.training.averages import Averages
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import EpochFinished, RunPaused, RunResumed, RunStarted
from engine.training.keeper import KeepsNothing, RunKeeper
from engine.training.longer import take_in
from engine.training.objective import Objective
from engine.training.precision import Precision
from engine.training.score import Score
from engine.training.sink import RunSink
from engine.training.stopping import Stopping
from engine.training.stopwatch import Stopwatch
from engine.training.update import Update

if TYPE_CHECKING:
    from engine.training.state import Stateful


@dataclass
class Run:
    """What the loop works on. Made by `engine.training.setup.set_up`.

    Attributes:
        graph, config: its own; nothing that happens on the canvas reaches it. When it ends may be changed on the way.
        sink: where it reports.
        control: what is asked of it.
        device: where module and data are.
        module: the compiled network, in training mode.
        evaluated: the same modules without those of auxiliary Outputs.
        objective: what each step makes smaller.
        computed: the module, or what torch.compile has made of it.
        update: from gradients to new weights, with the optimizer.
        loss: by what the network is judged.
        precision: with which numbers it computes.
        averages: a second network of averaged weights, if asked for.
        stopping: when it has learned enough.
        data: what it learns from.
        order: draws the order of the training images.
        probes: show the network to those who watch.
        notes: sentences about what the run does not do as it was asked to.
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
        weights_path: the file with whose weights it began; None for fresh ones, and where it goes on.
    """

    graph: Graph
    config: TrainingConfig
    sink: RunSink
    control: RunControl
    device: torch.device
    module: fx.GraphModule
    evaluated: fx.GraphModule
    objective: Objective
    computed: Callable[[Tensor], Any]
    update: Update
    loss: nn.Module
    precision: Precision
    averages: Averages
    stopping: Stopping
    data: DataSplit
    order: torch.Generator
    probes: Probes
    notes: tuple[str, ...] = ()
    checkpoint_path: Path | None = None
    checkpoint: str | None = None
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    step: int = 0
    epoch: int = 0
    train_loss: float = math.nan
    num_images: int = 0
    keeper: RunKeeper = field(default_factory=KeepsNothing)
    stateful: dict[str, Stateful] = field(default_factory=dict)
    weights_path: Path | None = None
    batch_scores: list[Score] = field(default_factory=list)
    order_state: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.order_state = self.order.get_state()
        self.stateful.update(update=self.update, averages=self.averages, stopping=self.stopping)

    @property
    def task(self) -> Task:
        """What the network is asked."""
        return self.data.task

    @property
    def optimizer(self) -> optim.Optimizer:
        """torch's own."""
        return self.update.optimizer

    def scores(self, images: Tensor) -> tuple[Tensor, ...]:
        """Return what the network makes of a batch in training: the Output's scores, then the auxiliary ones, in fp32.

        A static graph knows nothing of hooks, so a step that is watched from inside is computed without it.
        """
        compute = self.module if self.probes.is_watching else self.computed
        return tuple(scores.float() for scores in all_scores(compute(self.precision.images(images))))

    def parts(self, images: Tensor, targets: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield a batch in the parts in which it is computed, none of them a single image."""
        num_parts = max(1, min(self.config.accumulation, len(images) // 2))
        return zip(images.tensor_split(num_parts), targets.tensor_split(num_parts), strict=True)

    @property
    def images_at_a_time(self) -> int:
        """Images that are computed at a time where no gradients are kept."""
        return -(-self.config.batch_size // self.config.accumulation)

    @property
    def largest_part(self) -> int:
        """Images that are computed at a time, at most."""
        return -(-min(self.config.batch_size + 1, len(self.data.train)) // self.config.accumulation)

    def evaluate(
        self,
        network: fx.GraphModule,
        data: ImageSource,
        may_go_on: Callable[[], bool],
        note: Callable[[Tensor, Tensor], None] | None = None,
    ) -> Score | None:
        """Return how well a network does on some images; arguments and result are those of `score.evaluate`."""
        with self.precision.computing():
            return score.evaluate(network, self.loss, data, self.images_at_a_time, may_go_on, note, self.task)

    def takes_epoch(self) -> bool:
        """Whether there is another epoch to train."""
        self.take_in_changes()
        return self.epoch < self.config.epochs

    def take_in_changes(self) -> None:
        """Go on for as long as is wanted now."""
        for longer in self.control.take_longer():
            take_in(self, longer)

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the images and targets of an epoch's steps that are still to be taken, until the run is to stop.

        Whether it is to stop is asked before a batch is made: making one may draw random numbers.
        """
        batches = self.data.train.epoch(self.config.batch_size, self.order, first=len(self.batch_scores))
        while self.may_go_on() and (batch := next(batches, None)) is not None:
            yield batch

    def may_go_on(self) -> bool:
        """Wait while the run is paused; then return whether it may take another step."""
        self.take_in_changes()
        if self.control.is_paused:
            self.sink.post_event(RunPaused(self.step))
            with self.stopwatch.held():
                self.control.wait(lambda: not self.control.is_paused, self._look_around)
            if not self.control.is_stopped:
                self.sink.post_event(RunResumed(self.step))
        return not self.control.is_stopped

    def _look_around(self) -> None:
        self.take_in_changes()
        self.probes.refresh(self.step)

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
                notes=self.notes,
            )
        )

    def report_step(self, batch: Score) -> None:
        """Count a step that was taken."""
        self.step += 1
        self.control.note_step()
        self.num_images += batch.num_images
        self.batch_scores.append(batch)
        self.sink.post_scalars(self.step, batch.loss, batch.accuracy, self.stopwatch.seconds, self.num_images)
        self.keeper.after_step(self, batch)

    def report_epoch(self, train: Score, validation: Score, averaged: Score | None) -> EpochFinished:
        """Count an epoch that was finished, and return what was reported of it.

        Args:
            train: as it was seen while training; validation: after it.
            averaged: of the averaged weights on the validation images, if there are any.
        """
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
            averaged_accuracy=averaged.accuracy if averaged is not None else None,
            lr=self.update.lr,
        )
        self.sink.post_event(event)
        return event
