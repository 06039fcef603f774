"""An answer to a picture as bars and as a sentence. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.layers.counted import counted
from engine.probes.frames import LabelsFrame, PredictionFrame
from gui.plots.numbers import short

MAX_LABELS = 12
"""Of more labels than fit, the likeliest are shown."""


@dataclass(frozen=True)
class Bar:
    """A class with its probability.

    Attributes:
        label: its place in the classes.
        probability: from 0 to 1.
        is_own: whether the picture shows it, as far as that is known.
    """

    label: int
    probability: float
    is_own: bool


def bars_of(frame: PredictionFrame | LabelsFrame) -> tuple[Bar, ...]:
    """Return the bars of an answer: the likeliest class first, or labels in their order."""
    if isinstance(frame, PredictionFrame):
        return tuple(
            Bar(int(label), float(probability), int(label) == frame.label)
            for label, probability in zip(frame.classes, frame.probabilities, strict=True)
        )
    shown = sorted((-frame.probabilities).argsort(kind="stable")[:MAX_LABELS].tolist())
    return tuple(
        Bar(label, float(frame.probabilities[label]), frame.targets is not None and bool(frame.targets[label]))
        for label in shown
    )


def verdict_on(frame: PredictionFrame | LabelsFrame | None, name_of: Callable[[int], str]) -> str:
    """Return what an answer is worth, in words.

    Args:
        frame: the answer; None without one.
        name_of: says what a class is called.
    """
    if isinstance(frame, LabelsFrame):
        return _labels_verdict(frame)
    if frame is None or frame.label is None:
        return "The class of this picture is not known."
    name = name_of(frame.label)
    if frame.loss != frame.loss:
        return f"Class {name} is none of this network's."
    rank = "right" if int(frame.classes[0]) == frame.label else "wrong"
    return f"{rank} · class {name} gets {frame.label_probability:.1%} · loss {short(frame.loss)}"


def _labels_verdict(frame: LabelsFrame) -> str:
    if frame.targets is None:
        return "The labels of this picture are not known."
    answered = frame.probabilities >= frame.threshold
    found, wrong = int((answered & frame.targets).sum()), int((answered & ~frame.targets).sum())
    more = f", {wrong:,} too many" if wrong else ""
    return f"{found:,} of {counted(int(frame.targets.sum()), 'labels')} found{more} · loss {short(frame.loss)}"
