"""Maps each in a range of its own, so that a weak one shows its pattern too. No Qt."""

from __future__ import annotations

import numpy as np

from gui.plots.color_scale import ColorScale, Values


def own_scaled(values: Values) -> tuple[Values, ColorScale]:
    """Return maps ``(C, H, W)`` stretched to one range, and that range.

    Each is divided by its own largest magnitude where any value is negative, so that zero stays in the middle; else
    its own smallest value becomes 0 and its largest 1. A map of one value becomes 0.
    """
    finite = np.where(np.isfinite(values), values, 0.0).astype(np.float64)
    axes = tuple(range(1, values.ndim))
    low, high = finite.min(axis=axes, keepdims=True), finite.max(axis=axes, keepdims=True)
    is_signed = bool((low < 0).any())
    offset = np.zeros_like(low) if is_signed else low
    span = np.maximum(-low, high) if is_signed else high - low
    with np.errstate(invalid="ignore"):
        stretched = (values - offset) / np.where(span > 0, span, 1.0)
    return stretched.astype(np.float32), ColorScale(-1.0 if is_signed else 0.0, 1.0, is_signed)
