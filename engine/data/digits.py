"""Handwritten digits: the test part of UCI's Optical Recognition of Handwritten Digits, which scikit-learn ships."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor


def read() -> tuple[Tensor, Tensor]:
    """Return all images, ``(1797, 1, 8, 8)`` in [0, 1], and their labels, ``(1797,)``."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = torch.from_numpy(digits.images).to(torch.float32) / 16  # 17 shades: 0 to 16
    return images[:, None], torch.from_numpy(digits.target).to(torch.int64)
