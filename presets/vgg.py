"""VGG-16 and VGG-19 (Simonyan and Zisserman 2014), named as torchvision names them: its weights load as they are."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_CHANNELS = (64, 128, 256, 512, 512)
"""Of the five stages, between which the maps are halved."""
_SIZE_BEFORE_FC = 7
"""Height and width of the maps that the first fully connected layer sees, in the paper."""


@preset(
    "vgg16",
    title="VGG-16",
    family="VGG",
    year=2014,
    authors="Simonyan, Zisserman",
    summary="Only 3 × 3 convolutions, and many of them: three on top of one another see as much as one of 7 × 7, with "
    "fewer parameters and two nonlinearities more. Most of its parameters are in the first fully connected layer.",
    figures=(
        ("Layers with weights", "16"),  # table 1, column D
        ("Parameters", "138.4 M"),  # table 2: 138 million
        ("Top-5 error, ILSVRC 2014", "7.3%"),  # section 4.5: the team's submission, second in classification
    ),
    min_input_size=32,
)
def vgg16(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return VGG-16 (column D): 138,357,544 parameters at 224 × 224."""
    return _vgg((2, 2, 3, 3, 3), num_classes, input_size)


@preset(
    "vgg19",
    title="VGG-19",
    family="VGG",
    year=2014,
    authors="Simonyan, Zisserman",
    summary="VGG-16 with a fourth convolution in each of the last three stages: hardly better, and dearer.",
    figures=(
        ("Layers with weights", "19"),  # table 1, column E
        ("Parameters", "143.7 M"),  # table 2: 144 million
        ("Top-5 error, ILSVRC 2014", "7.3%"),  # section 4.5: the team's submission
    ),
    min_input_size=32,
)
def vgg19(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return VGG-19 (column E): 143,667,240 parameters at 224 × 224."""
    return _vgg((2, 2, 4, 4, 4), num_classes, input_size)


def _vgg(convolutions: tuple[int, ...], num_classes: int, input_size: int) -> Graph:
    net = GraphBuilder()
    x, place = net.input((3, input_size, input_size)), 0
    for count, out_channels in zip(convolutions, _CHANNELS, strict=True):
        for _ in range(count):
            x = net.add("Conv2d", x, name=f"features.{place}", out_channels=out_channels, kernel_size=3, padding=1)
            x = net.add("ReLU", x, name=f"features.{place + 1}")
            place += 2
        x = net.add("MaxPool2d", x, name=f"features.{place}", kernel_size=2, stride=2)
        place += 1
    # Smaller images leave smaller maps. To blow these up to 7 × 7 would cost 100 million parameters for copies.
    size = max(1, min(_SIZE_BEFORE_FC, input_size // 32))
    x = net.add("AdaptiveAvgPool2d", x, name="avgpool", output_size=size)
    return net.output(_classifier(net, x, num_classes))


def _classifier(net: GraphBuilder, x: str, num_classes: int) -> str:
    x = net.add("Flatten", x, name="flatten")
    for place in (0, 3):
        x = net.add("Linear", x, name=f"classifier.{place}", out_features=4096)
        x = net.add("ReLU", x, name=f"classifier.{place + 1}")
        x = net.add("Dropout", x, name=f"classifier.{place + 2}", p=0.5)
    return net.add("Linear", x, name="classifier.6", out_features=num_classes)
