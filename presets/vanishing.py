"""Deep chains of fully connected layers, in which one watches the gradient fade on its way back to the first layer."""

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_DEPTH = 10
_WIDTH = 32
_FAMILY = "Vanishing gradients"


def chain(activation: str, num_classes: int, input_size: int) -> Graph:
    """Return ten times Linear and an activation, and a last Linear, on grey images."""
    net = GraphBuilder()
    x = net.add("Flatten", net.input((1, input_size, input_size)), name="flatten")
    for layer in range(1, _DEPTH + 1):
        x = net.add("Linear", x, name=f"fc{layer}", out_features=_WIDTH)
        x = net.add(activation, x, name=f"{activation.lower()}{layer}")
    x = net.add("Linear", x, name=f"fc{_DEPTH + 1}", out_features=num_classes)
    return net.output(x)


@preset(
    "sigmoid_chain",
    title="Sigmoid chain",
    family=_FAMILY,
    year=2010,
    authors="Glorot, Bengio",
    summary="Why deep networks did not learn: the sigmoid's slope is at most 1/4, so the gradient shrinks at every "
    "layer on its way back. Train it on the digits and watch the gradients: the first layers stand still.",
    figures=(("Layers with weights", str(_DEPTH + 1)), ("Slope of the sigmoid", "at most 1/4")),
)
def sigmoid_chain(num_classes: int = 10, input_size: int = 8) -> Graph:
    """Return the chain with sigmoids."""
    return chain("Sigmoid", num_classes, input_size)


@preset(
    "relu_chain",
    title="ReLU chain",
    family=_FAMILY,
    year=2010,
    authors="Nair, Hinton",
    summary="The sigmoid chain with ReLU, whose slope is 1 wherever a unit is active, to compare with: what is left of "
    "the shrinking comes from the weights, which begin small.",
    figures=(("Layers with weights", str(_DEPTH + 1)), ("Slope of ReLU", "0 or 1")),
)
def relu_chain(num_classes: int = 10, input_size: int = 8) -> Graph:
    """Return the chain with ReLU."""
    return chain("ReLU", num_classes, input_size)
