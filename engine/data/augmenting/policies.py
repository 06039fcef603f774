"""AutoAugment and RandAugment, as torchvision has them, for images of one channel too."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from engine.data.augmenting.steps import Step

if TYPE_CHECKING:
    from torchvision.transforms import v2


@lru_cache(maxsize=8)
def transform_of(step: Step) -> v2.Transform:
    """Return torchvision's transform: from an image ``(C, H, W)``, uint8, to a changed one."""
    from torchvision.transforms import v2  # here: it takes a second, and most runs do without

    if step.type == "RandAugment":
        return v2.RandAugment(int(step.number("num_ops")), int(step.number("magnitude")))
    return v2.AutoAugment(v2.AutoAugmentPolicy(step.values["policy"]))
