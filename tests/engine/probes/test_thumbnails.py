from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.probes.frames import FrameKey, FrameKind, Thumbnails, ThumbnailsFrame, ThumbnailStyle
from engine.probes.thumbnails import mosaic, smaller, thumbnail
from tests.probing import NETWORKS, Bench, branchy


@pytest.mark.parametrize("network", NETWORKS)
def test_each_node_shows_the_map_that_varies_most(network: object) -> None:
    bench = Bench(network())  # type: ignore[operator]
    graph = bench.graph
    key = FrameKey(FrameKind.THUMBNAILS, None, Thumbnails((*graph.nodes, "gone")))
    bench.mailbox.watch([key])
    bench.probes.after_step(4)
    frame = bench.take(key)
    assert isinstance(frame, ThumbnailsFrame)
    assert set(frame.images) == set(graph.nodes)
    for name, output in bench.outputs().items():
        image, values = frame.images[graph.by_name[name].id], output[0].detach()
        assert (image.low, image.high) == (values.min().item(), values.max().item())
        if values.ndim == 3:
            assert image.channel == int(values.flatten(1).var(1).argmax())
            np.testing.assert_array_equal(image.values, values[image.channel])  # all of these are small enough
        else:
            assert image.channel is None


def test_large_maps_are_means_over_areas() -> None:
    values = torch.randn(2, 96, 48)
    values[1] *= 5
    image = thumbnail(values, ThumbnailStyle.MOST_VARIED, 24)
    assert (image.channel, image.values.shape) == (1, (24, 12))
    np.testing.assert_allclose(image.values, values[1].reshape(24, 4, 12, 4).mean((1, 3)), rtol=1e-4, atol=1e-5)


def test_a_long_vector_is_a_row() -> None:
    assert thumbnail(torch.arange(4096.0), ThumbnailStyle.MOSAIC, 48).values.shape == (1, 48)
    assert thumbnail(torch.arange(10.0), ThumbnailStyle.MOST_VARIED, 48).values.tolist() == [list(range(10))]


@pytest.mark.parametrize("count", [1, 2, 5, 16, 30])
def test_a_mosaic_holds_the_first_maps_in_order(count: int) -> None:
    maps = torch.arange(1.0, count + 1)[:, None, None].expand(count, 7, 7)
    image = thumbnail(maps, ThumbnailStyle.MOSAIC, 32)
    assert max(image.values.shape) <= 32
    seen = [value for value in dict.fromkeys(image.values.flat) if not np.isnan(value)]
    assert set(seen) == {float(number) for number in range(1, min(count, 16) + 1)} or count == 1


def test_a_mosaic_of_four_is_two_by_two() -> None:
    picture = mosaic(torch.arange(4.0)[:, None, None].expand(4, 2, 2), 5)
    np.testing.assert_array_equal(picture[[0, 0, 3, 3], [0, 3, 0, 3]], [0, 1, 2, 3])
    assert np.isnan(picture[2]).all()
    assert np.isnan(picture[:, 2]).all()


def test_small_maps_stay_as_they_are() -> None:
    maps = torch.randn(3, 5, 9)
    assert torch.equal(smaller(maps, 9), maps)


def test_nobody_named_is_nothing_computed() -> None:
    bench = Bench(branchy())
    bench.module.forward = None  # type: ignore[assignment]
    assert bench.see(FrameKind.THUMBNAILS, None, Thumbnails(("gone",))).images == {}
