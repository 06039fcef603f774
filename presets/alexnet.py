"""AlexNet (Krizhevsky et al. 2012) and ZF Net (Zeiler and Fergus 2013), which is AlexNet tuned by looking inside."""

from typing import Any

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_NORM = {"size": 5, "alpha": 5e-4, "beta": 0.75, "k": 2.0}
"""The paper's n = 5, α = 1e-4, β = 0.75, k = 2. torch divides α by n, the paper does not: hence 5 · 1e-4."""


@preset(
    "alexnet",
    title="AlexNet",
    family="AlexNet",
    year=2012,
    authors="Krizhevsky, Sutskever, Hinton",
    summary="The first convolutional network to win ImageNet, by a wide margin: ReLU instead of tanh, dropout, much "
    "augmentation, and training on GPUs. Here as one tower, the way lectures draw it.",
    figures=(
        ("Layers with weights", "8"),
        ("Parameters", "62.4 M"),
        ("Top-5 error, ensemble of 7", "15.4%"),  # section 6: 18.2% → 15.4% on the validation set
        ("Top-5 error, one network", "18.2%"),  # section 6, table 2
    ),
    min_input_size=67,
)
def alexnet(num_classes: int = 1000, input_size: int = 227) -> Graph:
    """Return AlexNet in one tower: 62,378,344 parameters."""
    return _alexnet(num_classes, input_size, groups=1)


@preset(
    "alexnet_two_groups",
    title="AlexNet with two groups",
    family="AlexNet",
    year=2012,
    authors="Krizhevsky, Sutskever, Hinton",
    summary="AlexNet as it was trained: split over two GPUs of 3 GB, so that conv2, conv4 and conv5 see only the half "
    "of the maps that lies on their own GPU. That is what a convolution with two groups does.",
    figures=(
        ("Layers with weights", "8"),
        ("Parameters", "61.0 M"),
        ("Top-5 error, ensemble of 7", "15.4%"),  # section 6
        ("GPUs", "2 × GTX 580, 3 GB"),  # section 3.2
    ),
    min_input_size=67,
)
def alexnet_two_groups(num_classes: int = 1000, input_size: int = 227) -> Graph:
    """Return AlexNet with ``groups=2`` in conv2, conv4 and conv5: 60,965,224 parameters."""
    return _alexnet(num_classes, input_size, groups=2)


@preset(
    "zfnet",
    title="ZF Net",
    family="AlexNet",
    year=2013,
    authors="Zeiler, Fergus",
    summary="AlexNet improved by looking at what its layers had learned: smaller filters and steps at the beginning "
    "keep the detail that 11 × 11 with stride 4 threw away, and the later convolutions have more filters.",
    figures=(
        ("Layers with weights", "8"),
        ("Parameters", "107.6 M"),  # with the wide conv3, conv4 and conv5 of table 2 (b)
        ("Top-5 error, ensemble of 6", "14.8%"),  # table 2, test set
    ),
    min_input_size=47,
)
def zfnet(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return ZF Net: 107,627,624 parameters."""
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    x = _convolution(net, x, 1, out_channels=96, kernel_size=7, stride=2, padding=1)
    x = _pool_and_norm(net, x, 1, ceil_mode=True)
    x = _convolution(net, x, 2, out_channels=256, kernel_size=5, stride=2)
    x = _pool_and_norm(net, x, 2, ceil_mode=True)
    for place, out_channels in enumerate((512, 1024, 512), start=3):
        x = _convolution(net, x, place, out_channels=out_channels, kernel_size=3, padding=1)
    x = net.add("MaxPool2d", x, name="pool5", kernel_size=3, stride=2, ceil_mode=True)
    return net.output(_classifier(net, x, num_classes))


def _alexnet(num_classes: int, input_size: int, groups: int) -> Graph:
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    x = _convolution(net, x, 1, out_channels=96, kernel_size=11, stride=4)
    x = _pool_and_norm(net, x, 1)
    x = _convolution(net, x, 2, out_channels=256, kernel_size=5, padding=2, groups=groups)
    x = _pool_and_norm(net, x, 2)
    x = _convolution(net, x, 3, out_channels=384, kernel_size=3, padding=1)
    x = _convolution(net, x, 4, out_channels=384, kernel_size=3, padding=1, groups=groups)
    x = _convolution(net, x, 5, out_channels=256, kernel_size=3, padding=1, groups=groups)
    x = net.add("MaxPool2d", x, name="pool3", kernel_size=3, stride=2)
    return net.output(_classifier(net, x, num_classes))


def _convolution(net: GraphBuilder, x: str, place: int, **params: Any) -> str:
    return net.add("ReLU", net.add("Conv2d", x, name=f"conv{place}", **params), name=f"relu{place}")


def _pool_and_norm(net: GraphBuilder, x: str, place: int, ceil_mode: bool = False) -> str:
    """Pool with windows that overlap, then normalize: the order in which lectures state it."""
    x = net.add("MaxPool2d", x, name=f"pool{place}", kernel_size=3, stride=2, ceil_mode=ceil_mode)
    return net.add("LocalResponseNorm", x, name=f"norm{place}", **_NORM)


def _classifier(net: GraphBuilder, x: str, num_classes: int) -> str:
    x = net.add("Flatten", x, name="flatten")
    for place in (6, 7):
        x = net.add("ReLU", net.add("Linear", x, name=f"fc{place}", out_features=4096), name=f"relu{place}")
        x = net.add("Dropout", x, name=f"dropout{place}", p=0.5)
    return net.add("Linear", x, name="fc8", out_features=num_classes)
