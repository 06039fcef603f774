"""YOLO (Redmon, Divvala, Girshick and Farhadi 2016), small."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_WIDTHS = (16, 32, 64)


@preset(
    "yolo",
    title="YOLO, small",
    family="YOLO",
    year=2016,
    authors="Redmon, Divvala, Girshick, Farhadi",
    summary="Finds things at one look: each cell of a grid answers with a box, its confidence and its class. Here one "
    "box a cell (the paper: two), a cell for each 8 × 8 pixels, batch normalization, and a convolution at the end in "
    "place of two fully connected layers.",
    task="detection",
    min_input_size=8,
)
def yolo(num_classes: int = 8, input_size: int = 64) -> Graph:
    """Return a detector for colour images with a grid of ``input_size / 8`` cells: 5 + classes numbers a cell."""
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    for stage, width in enumerate(_WIDTHS, start=1):
        x = _convolution(net, x, f"stage{stage}", width)
        x = net.add("MaxPool2d", x, name=f"pool{stage}", kernel_size=2)
    for stage in (4, 5):
        x = _convolution(net, x, f"stage{stage}", 128)
    x = net.add("Conv2d", x, name="head", out_channels=5 + num_classes, kernel_size=1)
    return net.output(x)


def _convolution(net: GraphBuilder, x: str, name: str, width: int) -> str:
    """Add a convolution of 3 × 3, batch normalization, and the paper's leaky ReLU (its equation 2)."""
    x = net.add("Conv2d", x, name=f"{name}.conv", out_channels=width, kernel_size=3, padding=1, bias=False)
    x = net.add("BatchNorm2d", x, name=f"{name}.bn")
    return net.add("LeakyReLU", x, name=f"{name}.relu", negative_slope=0.1)
