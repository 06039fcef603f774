"""What is shown while an augmentation is put together."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.augmenting.preview import variants

STEPS = [
    "RandomHorizontalFlip()",
    "RandomCrop(padding=4)",
    "RandomRotation(degrees=10)",
    "ColorJitter()",
    "PCALighting()",
    "AutoAugment()",
    "RandAugment()",
    "RandomErasing()",
    "MixUp(alpha=0.2)",
    "RandomResizedCrop()",
]


@pytest.mark.parametrize("text", ["", *STEPS])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_grey_network_is_shown_grey(text: str, channels: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2, 40, 50, 3), dtype=np.uint8)
    made = variants(pixels[0], pixels[1], text, (channels, 32, 32), 3, 0)
    assert [shown.shape for shown in made] == [(32, 32, 3)] * 3
    for shown in made:
        assert (shown[..., :1] == shown).all() == (channels == 1)
