"""The Inception module of Szegedy et al. 2014, by itself: naive, and with the reductions that make it affordable."""

from typing import NamedTuple

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset


class Channels(NamedTuple):
    """The maps that each convolution of a module makes: a row of the paper's table 1."""

    conv1x1: int
    reduce3x3: int
    conv3x3: int
    reduce5x5: int
    conv5x5: int
    pool_proj: int


INCEPTION_3A = Channels(64, 96, 128, 16, 32, 32)
_MAPS_BEFORE_3A = 192


@preset(
    "inception_naive",
    title="Inception module, naive",
    family="Inception",
    year=2014,
    authors="Szegedy, Liu, Jia and others",
    summary="Filters of several sizes side by side, their maps stacked: the network chooses. So it is too dear: the "
    "5 × 5 filters see all 192 maps, and the pooled maps, which nobody thins out, pile up from module to module.",
    figures=(
        ("Multiply-adds", "303 M"),  # as inception 3a, table 1, without its reductions
        ("Maps out", "416"),  # 64 + 128 + 32 + 192
    ),
)
def inception_naive(input_size: int = 28) -> Graph:
    """Return the module of figure 2 (a) with the filters of inception 3a, on 192 maps: 303,464,448 multiply-adds."""
    net, channels = GraphBuilder(), INCEPTION_3A
    x = net.input((_MAPS_BEFORE_3A, input_size, input_size))
    branches = [
        convolution(net, x, f"conv{size}x{size}", out_channels, size)
        for size, out_channels in ((1, channels.conv1x1), (3, channels.conv3x3), (5, channels.conv5x5))
    ]
    pool = net.add("MaxPool2d", x, name="pool", kernel_size=3, stride=1, padding=1)
    return net.output(net.add("Concat", *branches, pool, name="concat"))


@preset(
    "inception",
    title="Inception module",
    family="Inception",
    year=2014,
    authors="Szegedy, Liu, Jia and others",
    summary="Filters of several sizes side by side, each dear one behind a 1 × 1 convolution that first reduces the "
    "number of maps: the same view of the image for 58% fewer multiply-adds, with nonlinearities on top.",
    figures=(
        ("Multiply-adds", "128 M"),  # inception 3a, table 1
        ("Saved by the reductions", "57.8%"),  # against 303 M of the naive module
        ("Maps out", "256"),  # 64 + 128 + 32 + 32
    ),
)
def inception(input_size: int = 28) -> Graph:
    """Return inception 3a, the module of figure 2 (b), on its 192 maps: 128,049,152 multiply-adds."""
    net = GraphBuilder()
    return net.output(add_inception(net, net.input((_MAPS_BEFORE_3A, input_size, input_size)), "", INCEPTION_3A))


def add_inception(net: GraphBuilder, x: str, prefix: str, channels: Channels) -> str:
    """Add an Inception module with reductions, and return the id of its Concat.

    Args:
        prefix: what the nodes' names begin with: ``inception3a.``.
    """
    pool = net.add("MaxPool2d", x, name=f"{prefix}pool", kernel_size=3, stride=1, padding=1)
    reduced3x3 = convolution(net, x, f"{prefix}reduce3x3", channels.reduce3x3)
    reduced5x5 = convolution(net, x, f"{prefix}reduce5x5", channels.reduce5x5)
    return net.add(
        "Concat",
        convolution(net, x, f"{prefix}conv1x1", channels.conv1x1),
        convolution(net, reduced3x3, f"{prefix}conv3x3", channels.conv3x3, 3),
        convolution(net, reduced5x5, f"{prefix}conv5x5", channels.conv5x5, 5),
        convolution(net, pool, f"{prefix}pool_proj", channels.pool_proj),
        name=f"{prefix}concat",
    )


def convolution(net: GraphBuilder, x: str, name: str, out_channels: int, kernel_size: int = 1, stride: int = 1) -> str:
    """Add a convolution that keeps the size, but for its stride, and a ReLU; return the id of the latter."""
    padding = kernel_size // 2
    sizes = {"out_channels": out_channels, "kernel_size": kernel_size, "stride": stride, "padding": padding}
    return net.add("ReLU", net.add("Conv2d", x, name=name, **sizes), name=f"{name}_relu")
