"""GoogLeNet (Szegedy et al. 2014) as table 1 of the paper has it."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.inception import INCEPTION_3A, Channels, add_inception, convolution
from presets.registry import preset

_NORM = {"size": 5, "alpha": 1e-4, "beta": 0.75, "k": 1.0}
"""The paper says only "LocalRespNorm"; these are the numbers of Caffe's bvlc_googlenet."""

_AUXILIARY_WEIGHT = 0.3
"""Section 5: the losses of the auxiliary classifiers are weighted by 0.3, and in evaluation these are discarded."""

_STAGES: tuple[dict[str, Channels], ...] = (
    {"3a": INCEPTION_3A, "3b": Channels(128, 128, 192, 32, 96, 64)},
    {
        "4a": Channels(192, 96, 208, 16, 48, 64),
        "4b": Channels(160, 112, 224, 24, 64, 64),
        "4c": Channels(128, 128, 256, 24, 64, 64),
        "4d": Channels(112, 144, 288, 32, 64, 64),
        "4e": Channels(256, 160, 320, 32, 128, 128),
    },
    {"5a": Channels(256, 160, 320, 32, 128, 128), "5b": Channels(384, 192, 384, 48, 128, 128)},
)
"""Table 1, between its poolings."""

_AUXILIARY_HEADS = {"4a": "aux1", "4d": "aux2"}
"""Behind which modules they branch off."""


@preset(
    "googlenet",
    title="GoogLeNet",
    family="Inception",
    year=2014,
    authors="Szegedy, Liu, Jia and others",
    summary="Nine Inception modules and no large fully connected layer: deeper than VGG with a twentieth of its "
    "parameters. Two auxiliary classifiers bring the gradient to the middle; they train with weight 0.3 and fall "
    "away in evaluation.",
    figures=(
        ("Layers with weights", "22"),  # section 5
        ("Parameters", "7.0 M"),  # table 1's layers with their biases, without the auxiliary classifiers
        ("Top-5 error, ILSVRC 2014", "6.67%"),  # section 7: first in classification, an ensemble of 7
    ),
    min_input_size=79,
)
def googlenet(num_classes: int = 1000, input_size: int = 224) -> Graph:
    """Return GoogLeNet: 6,998,552 parameters, 13,378,280 with its auxiliary classifiers."""
    net = GraphBuilder()
    x = _stem(net, net.input((3, input_size, input_size)))
    for stage, modules in enumerate(_STAGES, start=3):
        for module, channels in modules.items():
            x = add_inception(net, x, f"inception{module}.", channels)
            if module in _AUXILIARY_HEADS:
                _auxiliary_head(net, x, _AUXILIARY_HEADS[module], num_classes)
        x = _pool(net, x, f"pool{stage}") if stage < 5 else x
    x = net.add("Flatten", net.add("AdaptiveAvgPool2d", x, name="avgpool"), name="flatten")
    x = net.add("Dropout", x, name="dropout", p=0.4)
    return net.output(net.add("Linear", x, name="fc", out_features=num_classes))


def _stem(net: GraphBuilder, x: str) -> str:
    x = _pool(net, convolution(net, x, "conv1", 64, 7, 2), "pool1")
    x = net.add("LocalResponseNorm", x, name="norm1", **_NORM)
    x = convolution(net, convolution(net, x, "conv2_reduce", 64), "conv2", 192, 3)
    return _pool(net, net.add("LocalResponseNorm", x, name="norm2", **_NORM), "pool2")


def _pool(net: GraphBuilder, x: str, name: str) -> str:
    return net.add("MaxPool2d", x, name=name, kernel_size=3, stride=2, ceil_mode=True)  # table 1: 112 → 56


def _auxiliary_head(net: GraphBuilder, x: str, name: str, num_classes: int) -> None:
    x = net.add("AvgPool2d", x, name=f"{name}.pool", kernel_size=5, stride=3)
    x = net.add("Flatten", convolution(net, x, f"{name}.conv", 128), name=f"{name}.flatten")
    x = net.add("ReLU", net.add("Linear", x, name=f"{name}.fc1", out_features=1024), name=f"{name}.fc1_relu")
    x = net.add("Dropout", x, name=f"{name}.dropout", p=0.7)
    x = net.add("Linear", x, name=f"{name}.fc2", out_features=num_classes)
    net.add("Output", x, name=f"{name}.output", loss_weight=_AUXILIARY_WEIGHT, training_only=True)
