"""U-Net (Ronneberger, Fischer and Brox 2015), small."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_WIDTHS = (16, 32, 64)
"""Maps on the way down; the paper's are 64, 128, 256, 512, 1024."""


@preset(
    "unet",
    title="U-Net, small",
    family="U-Net",
    year=2015,
    authors="Ronneberger, Fischer, Brox",
    summary="A class for each pixel: maps shrink to see what is there and grow again, and shortcuts bring back where. "
    "Here a quarter of the paper's maps, two poolings for its four, padding, so that the answer is as large as the "
    "image, and batch normalization, which came in the same year.",
    task="segmentation",
    min_input_size=4,
)
def unet(num_classes: int = 9, input_size: int = 64) -> Graph:
    """Return a U-Net for colour images whose height and width are divisible by 4: 117,497 parameters."""
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    kept: list[tuple[str, int]] = []
    for stage, width in enumerate(_WIDTHS[:-1], start=1):
        x = _double_convolution(net, x, f"down{stage}", width)
        kept.append((x, width))
        x = net.add("MaxPool2d", x, name=f"pool{stage}", kernel_size=2)
    x = _double_convolution(net, x, "bottom", _WIDTHS[-1])
    for stage, (skip, width) in reversed(list(enumerate(kept, start=1))):
        x = net.add("ConvTranspose2d", x, name=f"up{stage}.upconv", out_channels=width, kernel_size=2, stride=2)
        x = net.add("Concat", skip, x, name=f"up{stage}.concat")
        x = _double_convolution(net, x, f"up{stage}", width)
    x = net.add("Conv2d", x, name="head", out_channels=num_classes, kernel_size=1)
    return net.output(x)


def _double_convolution(net: GraphBuilder, x: str, name: str, width: int) -> str:
    """Add two convolutions of 3 × 3, each with batch normalization and a ReLU: a stage of the paper's figure 1."""
    for number in (1, 2):
        conv = f"{name}.conv{number}"
        x = net.add("Conv2d", x, name=conv, out_channels=width, kernel_size=3, padding=1, bias=False)
        x = net.add("BatchNorm2d", x, name=f"{name}.bn{number}")
        x = net.add("ReLU", x, name=f"{name}.relu{number}")
    return x
