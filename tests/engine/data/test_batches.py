from __future__ import annotations

import pytest
import torch

from engine.data.batches import num_batches, shuffled

CPU = torch.device("cpu")


def sizes(num_images: int, batch_size: int) -> list[int]:
    batches = list(shuffled(num_images, batch_size, torch.Generator().manual_seed(0), CPU))
    assert sorted(torch.cat(batches).tolist()) == list(range(num_images))
    assert len(batches) == num_batches(num_images, batch_size)
    return [len(batch) for batch in batches]


@pytest.mark.parametrize(
    ("num_images", "batch_size", "expected"),
    [
        (10, 4, [4, 4, 2]),
        (9, 4, [4, 5]),  # a single image would be too few for batch normalization
        (8, 4, [4, 4]),
        (3, 1, [1, 1, 1]),
        (1, 4, [1]),
        (5, 4, [5]),
        (2, 4, [2]),
    ],
)
def test_every_image_is_in_one_batch(num_images: int, batch_size: int, expected: list[int]) -> None:
    assert sizes(num_images, batch_size) == expected


def test_epochs_differ_and_a_seed_repeats_them() -> None:
    def orders(seed: int) -> list[list[int]]:
        generator = torch.Generator().manual_seed(seed)
        return [torch.cat(list(shuffled(50, 7, generator, CPU))).tolist() for _ in range(2)]

    first, second = orders(1)
    assert first != second
    assert orders(1) == [first, second]
    assert orders(2) != [first, second]
