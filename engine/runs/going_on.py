"""Having a kept run go on otherwise than it was planned: for longer, or with less memory."""

from __future__ import annotations

from dataclasses import replace

from engine.project.document import Document
from engine.runs import metrics
from engine.runs.folder import RunFolder
from engine.training.config import TrainingConfig
from engine.training.longer import Longer, lengthened


def lengthen(folder: RunFolder, longer: Longer) -> Document:
    """Write into a run's folder that it goes on for longer, and return what is to be trained.

    An accuracy that the run has reached would end it again after an epoch, so more epochs take it back.

    Raises:
        FormatError: its network and settings cannot be read.
        OSError: they cannot be written.
    """
    document = folder.document()
    until = longer.until_accuracy
    if until is None and longer.epochs and _has_reached(folder, document.training.until_accuracy):
        until = 0.0
    training = lengthened(document.training, replace(longer, until_accuracy=until))
    return _written(folder, document, training)


def accumulate(folder: RunFolder, accumulation: int) -> Document:
    """Write into a run's folder that its batches are computed in so many parts, and return what is to be trained.

    Raises:
        FormatError: its network and settings cannot be read.
        OSError: they cannot be written.
    """
    document = folder.document()
    return _written(folder, document, replace(document.training, accumulation=accumulation))


def _written(folder: RunFolder, document: Document, training: TrainingConfig) -> Document:
    if training == document.training:
        return document
    document = replace(document, training=training)
    folder.write_document(document)
    return document


def _has_reached(folder: RunFolder, accuracy: float) -> bool:
    epochs = metrics.read_epochs(folder.epochs)
    return bool(accuracy and epochs) and epochs[-1].validation_accuracy >= accuracy
