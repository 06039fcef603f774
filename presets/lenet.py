"""LeNet-5 (LeCun et al. 1998)."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset


@preset(
    "lenet5",
    title="LeNet-5",
    family="LeNet",
    year=1998,
    authors="LeCun, Bottou, Bengio, Haffner",
    summary="Convolution, pooling and full connection, trained end to end by gradient descent: it read the digits "
    "on bank cheques. Here with C3 fully connected and pooling without parameters, as it is taught today.",
    figures=(
        ("Layers with weights", "5"),  # two convolutions and three fully connected: the lecture's CONV CONV FC FC FC
        ("Parameters", "61,706"),  # with C3 connected to all six maps
        ("Filters", "5 × 5, stride 1"),
    ),
    min_input_size=16,
)
def lenet5(num_classes: int = 10, input_size: int = 32) -> Graph:
    """Return LeNet-5 for grey images: 61,706 parameters at 32 × 32."""
    net = GraphBuilder()
    x = net.input((1, input_size, input_size))
    for stage, out_channels in enumerate((6, 16), start=1):
        x = net.add("Conv2d", x, name=f"conv{stage}", out_channels=out_channels, kernel_size=5)
        x = net.add("Tanh", x, name=f"tanh{stage}")
        x = net.add("AvgPool2d", x, name=f"pool{stage}", kernel_size=2)
    x = net.add("Flatten", x, name="flatten")
    for stage, out_features in enumerate((120, 84), start=1):
        x = net.add("Linear", x, name=f"fc{stage}", out_features=out_features)
        x = net.add("Tanh", x, name=f"tanh{stage + 2}")
    x = net.add("Linear", x, name="fc3", out_features=num_classes)
    return net.output(x)
