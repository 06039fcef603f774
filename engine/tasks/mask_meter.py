"""How well pixels are told apart, over a whole pass."""
# ruff: noqa: TID253

from __future__ import annotations

from torch import Tensor

from engine.tasks.counting import ious, mean_of_known, overlaps
from engine.tasks.report import Report


class MaskMeter:
    """Adds up the pixels of each class; nothing is kept of an image."""

    def __init__(self) -> None:
        self._counts: Tensor | None = None

    def note(self, scores: Tensor, targets: Tensor) -> None:
        """Take a batch: scores ``(B, classes, H, W)``; targets ``(B, H, W)``."""
        counts = overlaps(scores.argmax(1), targets, scores.shape[1])
        self._counts = counts if self._counts is None else self._counts + counts

    def report(self) -> Report:
        """Return mean IoU and pixel accuracy."""
        counts = self._counts.tolist() if self._counts is not None else []
        num_classes = len(counts) // 2
        both, either = counts[:num_classes], counts[num_classes:]
        of_classes = ious(counts)
        # Each right pixel is in one union, each wrong one in two: that of its class and that of the answer.
        num_pixels = (sum(either) + sum(both)) // 2
        return Report(
            metrics={"mean_iou": mean_of_known(of_classes), "pixel_accuracy": sum(both) / max(1, num_pixels)},
            columns=("pixels in either", "IoU"),
            rows=tuple(zip(either, of_classes, strict=True)),
            counted=frozenset({"pixels in either"}),
        )
