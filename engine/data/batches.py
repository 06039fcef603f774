"""The order in which training sees its images."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor


def num_batches(num_images: int, batch_size: int) -> int:
    """Return how many batches `shuffled` makes."""
    full, rest = divmod(num_images, batch_size)
    return max(1, full + (rest > 1))


def shuffled(num_images: int, batch_size: int, generator: torch.Generator, device: torch.device) -> Iterator[Tensor]:
    """Yield the indices of one epoch's batches on the device, in random order, each image once.

    A last batch of one image joins the batch before it: batch normalization needs more than one value per channel.

    Args:
        generator: of the run's seed, on the CPU, so that the order is the same on every device.
    """
    order = torch.randperm(num_images, generator=generator).to(device)
    last = num_batches(num_images, batch_size) - 1
    for place in range(last):
        yield order[place * batch_size : (place + 1) * batch_size]
    yield order[last * batch_size :]


def draw_seed(generator: torch.Generator) -> int:
    """Return a seed for what else is drawn in an epoch."""
    return int(torch.randint(2**31, (), generator=generator))
