"""A class per pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.layers.shapes import text
from engine.layers.spec import Shape
from engine.tasks.task import Meter, Metric, Task

if TYPE_CHECKING:
    from torch import Tensor, nn


class Segmentation(Task):
    """Scores ``(B, classes, H, W)`` against masks ``(B, H, W)`` of classes."""

    name = "segmentation"
    title = "Segmentation"
    doc = "Segmentation: cross-entropy of each pixel. The network answers with a map of scores per class."
    metric = Metric(
        "mean_iou",
        "mean IoU",
        "Mean over the classes, background among them, of the pixels in both masks over those in either.",
        "the mean IoU is {value} on {images}",
    )

    def misfit(self, found: Shape | None, num_classes: int, image: Shape, data_title: str) -> str:
        """Return what is wrong where there is not one map per class, of the image's size."""
        wanted = (num_classes, *image[1:])
        if found == wanted:
            return ""
        expected = f"expected {text(wanted)}: a map of scores per class of {data_title}. Received {text(found or ())}."
        if found is None or len(found) != 3:
            return f"{expected} Segmentation needs maps: leave Flatten and Linear out, as U-Net does."
        if found[1:] != image[1:]:
            return f"{expected} Enlarge the maps with ConvTranspose2d or Upsample until they are of the Input's size."
        return f"{expected} End the network with a Conv2d whose out_channels is {num_classes} and kernel_size 1."

    def loss(self, settings: Mapping[str, Any], weights: Tensor | None = None) -> nn.Module:
        """Return cross-entropy, the mean over images and pixels."""
        from torch import nn

        return nn.CrossEntropyLoss(weight=weights, label_smoothing=settings["label_smoothing"])

    def takes(self, scores: Tensor, targets: Tensor) -> bool:
        """Return whether there is a score for the class of each pixel."""
        is_of_size = scores.ndim == 4 and targets.shape == (len(scores), *scores.shape[2:])
        return is_of_size and bool((targets < scores.shape[1]).all())

    def answer(self, scores: Tensor) -> Tensor | None:
        """Return the class with the highest score at each pixel."""
        return scores.argmax(1) if scores.ndim == 4 else None

    def counts(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return each class's pixels in both and in either mask."""
        from engine.tasks.counting import overlaps

        return overlaps(scores.argmax(1), targets, scores.shape[1])

    def measure(self, counts: Sequence[float]) -> float:
        """Return the mean IoU over the classes that are in either mask."""
        from engine.tasks.counting import ious, mean_of_known

        return mean_of_known(ious(counts))

    def meter(self) -> Meter:
        """Return what also counts right pixels."""
        from engine.tasks.mask_meter import MaskMeter

        return MaskMeter()
