"""Pixels of the image and of the effective field."""

from __future__ import annotations

import numpy as np

from gui.receptive.heat import heat_pixels, image_pixels


def channels(pixels):
    return [(pixels >> shift) & 255 for shift in (24, 16, 8, 0)]


def test_the_image_s_red_green_and_blue():
    image = np.array([[[0, 0, 0], [255, 128, 1]]], np.uint8)
    assert [f"{pixel:08x}" for pixel in image_pixels(image)[0]] == ["ff000000", "ffff8001"]


def test_heat_grows_with_the_gradient_and_is_premultiplied():
    alpha, red, green, blue = channels(heat_pixels(np.array([[0.0, 0.1, 0.5, 1.0]], np.float32)))
    assert alpha[0].tolist() == sorted(alpha[0].tolist())
    assert alpha[0, 0] == 0
    for part in (red, green, blue):
        assert (part <= alpha).all()
