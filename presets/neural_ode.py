"""A residual network as an ordinary differential equation (Chen et al. 2018), and the residual network beside it.

The networks of the paper's section 3 for MNIST: two strided convolutions, then six residual blocks or the equation in
their place. The paper's f has one more normalization at its beginning: 0.22 M and 0.60 M parameters.
"""

from typing import Any

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset

_AUTHORS = "Chen, Rubanova, Bettencourt, Duvenaud"
_WIDTH = 64
_GROUPS = 32
_MIN_INPUT_SIZE = 6


def _network(num_classes: int, input_size: int, **ode: Any) -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, input_size, input_size)), name="conv1", out_channels=_WIDTH, kernel_size=3)
    for stage in (1, 2):
        x = _norm_relu(net, x, stage)
        x = net.add("Conv2d", x, name=f"conv{stage + 1}", out_channels=_WIDTH, kernel_size=4, stride=2, padding=1)
    x = _norm_relu(net, net.add("ODEBlock", x, name="ode", **ode), 3)
    x = net.add("Flatten", net.add("AdaptiveAvgPool2d", x, name="avgpool"), name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=num_classes))


def _norm_relu(net: GraphBuilder, x: str, number: int) -> str:
    x = net.add("GroupNorm", x, name=f"norm{number}", num_groups=_GROUPS)
    return net.add("ReLU", x, name=f"relu{number}")


@preset(
    "neural_ode",
    title="Neural ODE",
    family="Neural ODE",
    year=2018,
    authors=_AUTHORS,
    summary="A residual block adds f(h) to h, as Euler's method makes a step. With one f for all steps the network is "
    "a differential equation, and its depth a choice of the solver: change method and num_steps of the ODE block.",
    figures=(("Parameters", "0.21 M"), ("Test error, MNIST", "0.47%; with adaptive steps 0.42%")),  # table 1
    min_input_size=_MIN_INPUT_SIZE,
)
def neural_ode(num_classes: int = 10, input_size: int = 28) -> Graph:
    """Return the network with one f, solved by Runge and Kutta's method in four steps; the paper's steps adapt."""
    return _network(num_classes, input_size, method="rk4", num_steps=4)


@preset(
    "neural_ode_unrolled",
    title="Neural ODE, unrolled",
    family="Neural ODE",
    year=2018,
    authors=_AUTHORS,
    summary="Beside the equation: six steps of Euler's method, each with an f of its own, are six residual blocks: "
    "about the same error, with more than twice the parameters.",
    figures=(("Parameters", "0.58 M"), ("Test error, MNIST", "0.41%")),  # table 1
    min_input_size=_MIN_INPUT_SIZE,
)
def neural_ode_unrolled(num_classes: int = 10, input_size: int = 28) -> Graph:
    """Return the network with six residual blocks."""
    return _network(num_classes, input_size, method="euler", num_steps=6, shared_weights=False)
