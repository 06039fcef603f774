"""A task: what is asked of the network, how an answer is judged, and how that is called. No torch before it is judged.

`engine.tasks.catalogue` has them by name. What a task learns from is `engine.data.targets`'; what the live views show
of its answers is `engine.probes.answers`'.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from engine.layers.spec import Shape
from engine.tasks.report import Report

if TYPE_CHECKING:
    from torch import Tensor, nn


@dataclass(frozen=True)
class Metric:
    """The one number by which networks are compared: a share of 1, the more the better.

    Attributes:
        name: in files: ``mean_iou``.
        title: on the screen: ``mean IoU``.
        doc: what it is, in a sentence.
        sentence: of its value on the test images; ``{value}`` is filled in.
        in_steps: whether it is known of each training step as well.
    """

    name: str
    title: str
    doc: str
    sentence: str
    in_steps: bool = True

    def said(self, value: float, images: str = "the test images") -> str:
        """Return the sentence without its full stop."""
        return self.sentence.format(value=f"{value:.1%}", images=images)


class Meter(Protocol):
    """Takes the answers to some images, batch by batch."""

    def note(self, scores: Tensor, targets: Tensor) -> None:
        """Take a batch."""

    def report(self) -> Report:
        """Return what all batches came to."""


class Task(ABC):
    """What is asked of a network. The metric of a training step comes from counts that add up over batches.

    Attributes:
        name: as settings, files and the command line have it.
        title: as the window has it.
        doc: what the network answers, in a sentence.
        metric: by which networks are compared.
        has_confusion: whether an image has one class, so that it can be taken for another.
        mixes: whether two images' targets can be mixed as shares, as MixUp does.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    doc: ClassVar[str]
    metric: ClassVar[Metric]
    has_confusion: ClassVar[bool] = False
    mixes: ClassVar[bool] = False

    @abstractmethod
    def misfit(self, found: Shape | None, num_classes: int, image: Shape, data_title: str) -> str:
        """Return what is wrong with the shape of an Output's scores and what to do, or nothing.

        Args:
            found: of the scores, without N; None where it is not known.
            num_classes: of the data's targets for this task.
            image: ``(C, H, W)`` of the Input.
            data_title: what the data are called.
        """

    def width(self, num_classes: int) -> int:
        """Return how many numbers an answer has, at each place where it has places."""
        return num_classes

    @abstractmethod
    def loss(self, settings: Mapping[str, Any], weights: Tensor | None = None) -> nn.Module:
        """Return what takes scores and targets to their mean loss, a single value.

        Args:
            settings: the run's, by name.
            weights: what each class counts, ``(classes,)``; None for all alike.
        """

    @abstractmethod
    def takes(self, scores: Tensor, targets: Tensor) -> bool:
        """Return whether `loss` can hold these scores against these targets: both have the task's form and classes."""

    @abstractmethod
    def answer(self, scores: Tensor) -> Tensor | None:
        """Return what scores say in the form of targets; None where they have not the task's form."""

    @abstractmethod
    def counts(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return numbers, 1-D and on the device, whose sums over batches give the metric."""

    @abstractmethod
    def measure(self, counts: Sequence[float]) -> float:
        """Return the metric of some counts; NaN where they do not give it."""

    @abstractmethod
    def meter(self) -> Meter | None:
        """Return what judges a whole pass; None where the counts say it all."""

    def occurrences(self, targets: Tensor, num_classes: int) -> Tensor:
        """Return how often each class occurs in targets, ``(classes,)``: what balanced class weights are made from."""
        import torch

        return torch.bincount(targets.reshape(-1).long(), minlength=num_classes)
