"""What a run reports: rare, lossless, frozen.

Accuracy stands for the metric of the run's task: for tasks other than classification it is F1, mean IoU or mAP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from engine.data.left_out import LeftOut


class EndReason(Enum):
    """Why a run finished without an exception."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class DataProgress:
    """The images are being downloaded, checked or fitted; the first step is still to come.

    Attributes:
        what: a phrase, such as ``Downloading MNIST``.
        done, total: counted in ``unit``; a total of 0 is not known.
        unit: ``images`` or ``bytes``.
    """

    what: str
    done: int
    total: int
    unit: str


@dataclass(frozen=True)
class ImagesLeftOut:
    """Some files cannot be used, and the run goes on without them.

    Attributes:
        files: each with its reason.
    """

    files: tuple[LeftOut, ...]


@dataclass(frozen=True)
class WeightsLoaded:
    """The network begins with weights that were learned before.

    Attributes:
        path: the file that they are in.
        text: for the person: how many tensors were taken, and what starts fresh.
        num_taken, num_tensors: of the network's parameters and buffers.
        node_ids: nodes of which everything was taken.
    """

    path: str
    text: str
    num_taken: int
    num_tensors: int
    node_ids: tuple[str, ...]


@dataclass(frozen=True)
class RunStarted:
    """The first step is about to be taken.

    Attributes:
        device: as torch names it: ``cpu``, ``cuda:0``, ``mps``.
        device_text: for the person: ``CPU, 1 of 2 cores`` or ``NVIDIA H100``.
        num_params: learnable parameters of the compiled module.
        num_train_images, num_validation_images, num_test_images: how the data set was split.
        steps_per_epoch, epochs: how long the run is.
        notes: sentences about what the run does not do as it was asked to.
    """

    device: str
    device_text: str
    num_params: int
    num_train_images: int
    num_validation_images: int
    num_test_images: int
    steps_per_epoch: int
    epochs: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EpochFinished:
    """An epoch and its validation are done.

    Attributes:
        epoch: counted from 1.
        step: steps taken since the run began.
        train_loss, train_accuracy: means over the epoch's images, as they were seen while training.
        validation_loss, validation_accuracy: in evaluation mode, after the epoch.
        seconds: since the run began, pauses left out.
        averaged_accuracy: of the averaged weights on the validation images; None without any.
        lr: learning rate of the next step.
    """

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    averaged_accuracy: float | None = None
    lr: float | None = None


@dataclass(frozen=True)
class RunPaused:
    """The run waits behind this step."""

    step: int


@dataclass(frozen=True)
class RunResumed:
    """The run goes on behind this step."""

    step: int


@dataclass(frozen=True)
class RunNotice:
    """Something went wrong that does not keep the run from going on.

    Attributes:
        message: for the person.
    """

    message: str


@dataclass(frozen=True)
class RunExtended:
    """The run ends at another moment than was planned.

    Attributes:
        epochs: how many it has now in all.
        step: steps that were taken before.
        epochs_before: how many it had.
        until_accuracy: the validation accuracy at which it ends; 0 for none.
        note: why it is not the run that had so many epochs from the start; empty if it is.
    """

    epochs: int
    step: int
    epochs_before: int
    until_accuracy: float
    note: str = ""


@dataclass(frozen=True)
class RunFinished:
    """The run is over.

    Attributes:
        reason: completed, stopped or diverged.
        message: one sentence for the person.
        node_id: where it diverged: the first node whose output was not finite.
        epoch: epochs that were finished.
        step: steps that were taken.
        train_loss: mean over the last finished epoch; NaN if there is none.
        test_accuracy: on images that training never saw; None where the run diverged.
        seconds: training time, pauses and testing left out.
        images_per_second: training images over those seconds.
        checkpoint: path of the weights file, if one was asked for.
        averaged_test_accuracy: of the averaged weights; None without any.
        test_metrics: the task's figures on those images by name, where it has more than one; its own metric first.
    """

    reason: EndReason
    message: str
    node_id: str | None
    epoch: int
    step: int
    train_loss: float
    test_accuracy: float | None
    seconds: float
    images_per_second: float
    checkpoint: str | None = None
    averaged_test_accuracy: float | None = None
    test_metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RunFailed:
    """The run ended by an error.

    Attributes:
        message: one or two sentences for the person.
        node_id: the node in whose layer it happened, if that is known.
        traceback: Python's own, for a bug report.
        checkpoint: path of the last good weights, if there are any.
        fitting_batch_size: where the memory was too small: the largest batch that fits, 0 if not even one image does.
        fitting_accumulation: the least number of parts in which the batch fits; 0 if there is none.
    """

    message: str
    node_id: str | None
    traceback: str
    checkpoint: str | None = None
    fitting_batch_size: int | None = None
    fitting_accumulation: int | None = None


@dataclass(frozen=True)
class InspectionReady:
    """A network that no run is training is compiled: frames of it can be had.

    Attributes:
        device_text: where, for the person.
    """

    device_text: str


@dataclass(frozen=True)
class InspectionFailed:
    """A network cannot be looked into.

    Attributes:
        message: one or two sentences for the person.
        node_id: the node at fault, if that is known.
        traceback: Python's own, for a bug report.
    """

    message: str
    node_id: str | None
    traceback: str


RunEvent: TypeAlias = (
    DataProgress
    | ImagesLeftOut
    | WeightsLoaded
    | RunStarted
    | EpochFinished
    | RunPaused
    | RunResumed
    | RunNotice
    | RunExtended
    | RunFinished
    | RunFailed
    | InspectionReady
    | InspectionFailed
)
