"""The residual networks of He et al. 2015 for ImageNet, and the plain ones they were compared with.

Named as torchvision names them, so that its weights load as they are. Of the paper's three ways in which a shortcut can
change the number of maps, both take option B, a 1 × 1 convolution.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

AddBlock: TypeAlias = Callable[[GraphBuilder, str, str, int, int, bool], str]
"""Adds a block: the network, the node before it, its name, width, stride, and whether it is its stage's first."""

_AUTHORS = "He, Zhang, Ren, Sun"
_TOP_1 = "Top-1 error, 10 crops"
"""On ImageNet's validation set: tables 2 and 3 of the paper, rows of option B where there is a choice."""


def resnet(blocks: Sequence[int], add_block: AddBlock, num_classes: int, input_size: int) -> Graph:
    """Return a network of four stages with so many blocks each, the maps halved and doubled in number between them."""
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    x = convolution(net, x, "conv1", "bn1", 64, kernel_size=7, stride=2)
    x = net.add("MaxPool2d", net.add("ReLU", x, name="relu"), name="maxpool", kernel_size=3, stride=2, padding=1)
    for stage, count in enumerate(blocks, start=1):
        for block in range(count):
            stride = 2 if stage > 1 and block == 0 else 1
            x = add_block(net, x, f"layer{stage}.{block}", 32 * 2**stage, stride, block == 0)
    x = net.add("Flatten", net.add("AdaptiveAvgPool2d", x, name="avgpool"), name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=num_classes))


def convolution(
    net: GraphBuilder, x: str, name: str, norm: str, out_channels: int, kernel_size: int = 3, stride: int = 1
) -> str:
    """Add a convolution without bias and its batch normalization, which has one; return the id of the latter."""
    padding = kernel_size // 2
    sizes = {"out_channels": out_channels, "kernel_size": kernel_size, "stride": stride, "padding": padding}
    return net.add("BatchNorm2d", net.add("Conv2d", x, name=name, bias=False, **sizes), name=norm)


def two_convolutions(net: GraphBuilder, x: str, name: str, width: int, stride: int) -> str:
    """Add the residual of a basic block, two 3 × 3 convolutions; return the id of its end, before Add and ReLU."""
    x = convolution(net, x, f"{name}.conv1", f"{name}.bn1", width, stride=stride)
    return convolution(net, net.add("ReLU", x, name=f"{name}.relu1"), f"{name}.conv2", f"{name}.bn2", width)


def basic_block(net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool) -> str:
    """Add two 3 × 3 convolutions and a shortcut past them."""
    y = two_convolutions(net, x, name, width, stride)
    return _joined(net, y, _projected(net, x, name, width, stride) if stride > 1 else x, name, "relu2")


def bottleneck(net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool) -> str:
    """Add 1 × 1, 3 × 3 and 1 × 1 convolutions, the 3 × 3 on few maps, and a shortcut past them.

    The stride is in the 3 × 3 as in torchvision ("ResNet v1.5"); the paper has it in the first 1 × 1.
    """
    y = convolution(net, x, f"{name}.conv1", f"{name}.bn1", width, kernel_size=1)
    y = convolution(net, net.add("ReLU", y, name=f"{name}.relu1"), f"{name}.conv2", f"{name}.bn2", width, stride=stride)
    y = convolution(net, net.add("ReLU", y, name=f"{name}.relu2"), f"{name}.conv3", f"{name}.bn3", 4 * width, 1)
    return _joined(net, y, _projected(net, x, name, 4 * width, stride) if is_first else x, name, "relu3")


def plain_block(net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool) -> str:
    """Add a basic block without its shortcut."""
    return net.add("ReLU", two_convolutions(net, x, name, width, stride), name=f"{name}.relu2")


def _projected(net: GraphBuilder, x: str, name: str, width: int, stride: int) -> str:
    return convolution(net, x, f"{name}.downsample.0", f"{name}.downsample.1", width, kernel_size=1, stride=stride)


def _joined(net: GraphBuilder, residual: str, shortcut: str, name: str, relu: str) -> str:
    return net.add("ReLU", net.add("Add", residual, shortcut, name=f"{name}.add"), name=f"{name}.{relu}")


@preset(
    "resnet18",
    title="ResNet-18",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="Each block learns what to add to its input, which a shortcut carries past it: so the gradient reaches the "
    "first layer undiminished. Trains faster than the plain network of the same depth.",
    figures=(("Layers with weights", "18"), ("Parameters", "11.7 M"), (_TOP_1, "27.88%")),  # table 2
)
def resnet18(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-18: 11,689,512 parameters."""
    return resnet((2, 2, 2, 2), basic_block, num_classes, input_size)


@preset(
    "resnet34",
    title="ResNet-34",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="With shortcuts, 34 layers are better than 18; without them they are worse (plain-34 against plain-18), "
    "though the deeper network could do all that the shallower one does.",
    figures=(("Layers with weights", "34"), ("Parameters", "21.8 M"), (_TOP_1, "24.52%")),  # table 3, option B
)
def resnet34(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-34: 21,797,672 parameters."""
    return resnet((3, 4, 6, 3), basic_block, num_classes, input_size)


@preset(
    "resnet50",
    title="ResNet-50",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="Bottleneck blocks: a 1 × 1 convolution reduces the maps, the 3 × 3 works on few, another 1 × 1 brings "
    "them back to four times as many. Three layers for the price of two.",
    figures=(("Layers with weights", "50"), ("Parameters", "25.6 M"), (_TOP_1, "22.85%")),  # table 3
)
def resnet50(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-50: 25,557,032 parameters."""
    return resnet((3, 4, 6, 3), bottleneck, num_classes, input_size)


@preset(
    "resnet101",
    title="ResNet-101",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="ResNet-50 with 23 blocks instead of 6 in its third stage. No degradation: deeper is better.",
    figures=(("Layers with weights", "101"), ("Parameters", "44.5 M"), (_TOP_1, "21.75%")),  # table 3
)
def resnet101(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-101: 44,549,160 parameters."""
    return resnet((3, 4, 23, 3), bottleneck, num_classes, input_size)


@preset(
    "resnet152",
    title="ResNet-152",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="Eight times as deep as VGG-19, and still fewer multiply-adds. An ensemble with it won ILSVRC 2015, and "
    "was the first to make fewer errors there than the person who had tried.",
    figures=(
        ("Layers with weights", "152"),
        ("Parameters", "60.2 M"),
        (_TOP_1, "21.43%"),  # table 3
        ("Top-5 error, ensemble of 6", "3.57%"),  # table 5, test set
    ),
)
def resnet152(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-152: 60,192,808 parameters."""
    return resnet((3, 8, 36, 3), bottleneck, num_classes, input_size)


@preset(
    "plain18",
    title="Plain-18",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="ResNet-18 without shortcuts, to compare with: about as good, but slower to train.",
    figures=(("Layers with weights", "18"), (_TOP_1, "27.94%")),  # table 2
)
def plain18(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-18 without shortcuts."""
    return resnet((2, 2, 2, 2), plain_block, num_classes, input_size)


@preset(
    "plain34",
    title="Plain-34",
    family="ResNet",
    year=2015,
    authors=_AUTHORS,
    summary="ResNet-34 without shortcuts: worse than plain-18 even on the images it is trained with, so it is not "
    "overfitting but harder to train. That is the degradation that residual learning removes.",
    figures=(("Layers with weights", "34"), (_TOP_1, "28.54%")),  # table 2
)
def plain34(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ResNet-34 without shortcuts."""
    return resnet((3, 4, 6, 3), plain_block, num_classes, input_size)
