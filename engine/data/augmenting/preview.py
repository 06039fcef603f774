"""What an augmentation makes of one picture, several times over: to be looked at while it is put together."""
# ruff: noqa: TID253

from __future__ import annotations

import numpy as np
import torch

from engine.data.augmenting.batched import Target
from engine.data.augmenting.draws import Draws
from engine.data.augmenting.mixing import mix
from engine.data.augmenting.single import transforms_of
from engine.data.augmenting.steps import steps_of
from engine.data.collection import Pixels
from engine.data.fitting import fit, unit
from engine.layers.spec import Shape


def variants(picture: Pixels, other: Pixels, text: str, shape: Shape, count: int, seed: int) -> list[Pixels]:
    """Return a picture as training would see it, ``count`` times, each ``(H, W, 3)``, uint8.

    Args:
        picture: ``(H, W, 3)``.
        other: what MixUp and CutMix mix it with.
        text: the list of steps.
        shape: of the network's input, ``(C, H, W)``: with one channel, colours are lost as in training.
        count: how many.
        seed: another seed, other changes.
    """
    steps = steps_of(text)
    takes_source = any(step.spec.takes_source for step in steps)
    transforms = transforms_of(steps, Target((shape[1], shape[2]), torch.full((shape[0],), 0.5)))
    made = []
    for number in range(count):
        both = []
        for pixels in (picture, other):
            image = torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]
            image = (image if takes_source else fit(image, shape))[0]
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(seed + number)
                for transform in transforms:
                    image = transform(image)
            both.append(fit(image[None], shape)[0])
        mixed, _ = mix(unit(torch.stack(both)), torch.tensor([0, 1]), steps, Draws(seed, number, 2), 2)
        shown = mixed[0].expand(3, -1, -1)
        made.append((shown.permute(1, 2, 0) * 255).round().to(torch.uint8).contiguous().numpy())
    return made
