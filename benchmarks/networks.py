"""The large networks that benchmarks draw and tests lay out, with torchvision's names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil

from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Graph

RESNET_50 = (3, 4, 6, 3)
RESNET_152 = (3, 8, 36, 3)
RESNET_1487 = (3, 8, 481, 3)
"""Blocks of each stage of a network that nobody trained: 4,967 nodes, to see what the canvas can bear."""

Convolution = Callable[..., str]

_INCEPTIONS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
"""Channels of each module's 1 × 1, 3 × 3 (reduced, full), second 3 × 3 (reduced, full) and pooled branch."""


AddBlock = Callable[[GraphBuilder, str, str, int, int, bool], str]
"""Adds a block: the network, the node before it, its name, width, stride, and whether it is its stage's first."""


def resnet(blocks: tuple[int, int, int, int] = RESNET_152) -> Graph:
    """Return a ResNet of bottleneck blocks (He et al. 2015); ResNet-152 has 517 nodes and 60,192,808 parameters."""
    return _resnet(blocks, _bottleneck)


def resnet18() -> Graph:
    """Return ResNet-18 (He et al. 2015): blocks of two 3 × 3 convolutions; 11,689,512 parameters."""
    return _resnet((2, 2, 2, 2), _basic_block)


def _resnet(blocks: tuple[int, int, int, int], add_block: AddBlock) -> Graph:
    net = GraphBuilder()
    x = net.input((3, 224, 224))
    x = net.add("Conv2d", x, name="conv1", out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    x = net.add("BatchNorm2d", x, name="bn1")
    x = net.add("ReLU", x, name="relu")
    x = net.add("MaxPool2d", x, name="maxpool", kernel_size=3, stride=2, padding=1)
    for stage, count in enumerate(blocks, start=1):
        for block in range(count):
            stride = 2 if stage > 1 and block == 0 else 1
            x = add_block(net, x, f"layer{stage}.{block}", 32 * 2**stage, stride, block == 0)
    x = net.add("AdaptiveAvgPool2d", x, name="avgpool")
    x = net.add("Flatten", x, name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=1000))


def _basic_block(net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool) -> str:
    y = x
    for place, step in enumerate((stride, 1), start=1):
        conv = {"out_channels": width, "kernel_size": 3, "stride": step, "padding": 1, "bias": False}
        y = net.add("Conv2d", y, name=f"{name}.conv{place}", **conv)
        y = net.add("BatchNorm2d", y, name=f"{name}.bn{place}")
        y = net.add("ReLU", y, name=f"{name}.relu") if place == 1 else y
    if stride > 1:
        shortcut = {"out_channels": width, "kernel_size": 1, "stride": stride, "bias": False}
        x = net.add("Conv2d", x, name=f"{name}.downsample.0", **shortcut)
        x = net.add("BatchNorm2d", x, name=f"{name}.downsample.1")
    return net.add("ReLU", net.add("Add", y, x, name=f"{name}.add"), name=f"{name}.out")


def _bottleneck(net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool) -> str:
    y = x
    kernels = ((1, 1, width), (3, stride, width), (1, 1, 4 * width))
    for number, (kernel_size, step, out_channels) in enumerate(kernels, start=1):
        y = net.add(
            "Conv2d",
            y,
            name=f"{name}.conv{number}",
            out_channels=out_channels,
            kernel_size=kernel_size,
            stride=step,
            padding=kernel_size // 2,
            bias=False,
        )
        y = net.add("BatchNorm2d", y, name=f"{name}.bn{number}")
        if number < 3:
            y = net.add("ReLU", y, name=f"{name}.relu{number}")
    if is_first:
        x = net.add(
            "Conv2d", x, name=f"{name}.downsample.0", out_channels=4 * width, kernel_size=1, stride=stride, bias=False
        )
        x = net.add("BatchNorm2d", x, name=f"{name}.downsample.1")
    return net.add("ReLU", net.add("Add", y, x, name=f"{name}.add"), name=f"{name}.relu3")


def googlenet() -> Graph:
    """Return GoogLeNet (Szegedy et al. 2014) as torchvision has it, without auxiliary classifiers."""
    net = GraphBuilder()

    def conv(x: str, name: str, out_channels: int, kernel_size: int = 1, stride: int = 1) -> str:
        x = net.add(
            "Conv2d",
            x,
            name=f"{name}.conv",
            out_channels=out_channels,
            kernel_size=kernel_size,
            stride=stride,
            padding=kernel_size // 2,
            bias=False,
        )
        return net.add("ReLU", net.add("BatchNorm2d", x, name=f"{name}.bn", eps=0.001), name=f"{name}.relu")

    x = conv(net.input((3, 224, 224)), "conv1", 64, 7, 2)
    x = net.add("MaxPool2d", x, name="maxpool1", kernel_size=3, stride=2, ceil_mode=True)
    x = conv(conv(x, "conv2", 64), "conv3", 192, 3)
    x = net.add("MaxPool2d", x, name="maxpool2", kernel_size=3, stride=2, ceil_mode=True)
    for module, channels in _INCEPTIONS.items():
        if module in ("4a", "5a"):
            size = 3 if module == "4a" else 2
            x = net.add("MaxPool2d", x, name=f"maxpool{int(module[0]) - 1}", kernel_size=size, stride=2, ceil_mode=True)
        x = _inception(net, conv, x, f"inception{module}", channels)
    x = net.add("AdaptiveAvgPool2d", x, name="avgpool")
    x = net.add("Dropout", net.add("Flatten", x, name="flatten"), name="dropout", p=0.2)
    return net.output(net.add("Linear", x, name="fc", out_features=1000))


def _inception(net: GraphBuilder, conv: Convolution, x: str, name: str, channels: tuple[int, ...]) -> str:
    narrow, reduced, wide, reduced_again, wide_again, pooled = channels
    pool = net.add("MaxPool2d", x, name=f"{name}.branch4.0", kernel_size=3, stride=1, padding=1, ceil_mode=True)
    return net.add(
        "Concat",
        conv(x, f"{name}.branch1", narrow),
        conv(conv(x, f"{name}.branch2.0", reduced), f"{name}.branch2.1", wide, 3),
        conv(conv(x, f"{name}.branch3.0", reduced_again), f"{name}.branch3.1", wide_again, 3),
        conv(pool, f"{name}.branch4.1", pooled),
        name=f"{name}.concat",
    )


def with_hub(graph: Graph, num_edges: int = 12) -> Graph:
    """Return the network in columns about as wide as high, with a node named hub that has so many edges."""
    graph = _in_columns(graph)
    start = graph.by_name["maxpool"]
    x, y = start.position
    graph, hub = edits.add_node(graph, "ReLU", name="hub", position=(x - 2.5 * COLUMN_WIDTH, y + 2 * ROW_HEIGHT))
    graph = edits.connect(graph, start.id, hub.id)
    for place in range(num_edges - 1):
        across = x - COLUMN_WIDTH * (5 - place % 4)
        below = (across, y + ROW_HEIGHT * (4 + place // 4))
        graph, leaf = edits.add_node(graph, "ReLU", name=f"leaf{place}", position=below)
        graph = edits.connect(graph, hub.id, leaf.id)
    return graph


def _in_columns(graph: Graph) -> Graph:
    width = 2.25 * COLUMN_WIDTH
    highest = max(node.position[1] for node in graph.nodes.values())
    height = ceil((highest * width) ** 0.5 / ROW_HEIGHT) * ROW_HEIGHT
    return edits.move_nodes(
        graph,
        {
            node.id: (node.position[0] + node.position[1] // height * width, node.position[1] % height)
            for node in graph.nodes.values()
        },
    )


NETWORKS: dict[str, Callable[[], Graph]] = {"520": resnet, "5000": partial(resnet, RESNET_1487)}
"""The networks of the canvas benchmark by the number of nodes that its keys name."""
