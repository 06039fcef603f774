"""Networks of every kind of layer learn the digits: what builds and has the right shape must also train."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.runtime.mailbox import Mailbox
from engine.training import loop
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished


def head(net: GraphBuilder, x: str) -> Graph:
    return net.output(net.add("Linear", net.add("Flatten", x)))


def modern_lenet() -> Graph:
    """LeNet with GroupNorm and GELU."""
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    for out_channels in (6, 16):
        x = net.add("Conv2d", x, out_channels=out_channels, kernel_size=5, padding=2)
        x = net.add("GELU", net.add("GroupNorm", x, num_groups=2))
        x = net.add("MaxPool2d", x)
    return head(net, x)


def gated() -> Graph:
    """A residual block with squeeze-and-excitation, stochastic depth, depthwise and dilated convolutions."""
    net = GraphBuilder()
    shortcut = net.add("SiLU", net.add("InstanceNorm2d", net.add("Conv2d", net.input((1, 8, 8)), padding=1)))
    x = net.add("Conv2d", shortcut, padding=2, dilation=2, groups=8)
    x = net.add("LeakyReLU", net.add("LayerNorm", x))
    gate = net.add("Conv2d", net.add("AdaptiveAvgPool2d", x), kernel_size=1)
    x = net.add("Mul", x, net.add("Sigmoid", gate))
    x = net.add("Add", shortcut, net.add("StochasticDepth", x, p=0.2))
    return head(net, net.add("AdaptiveMaxPool2d", net.add("Hardswish", x), output_size=4))


def hourglass() -> Graph:
    """Smaller maps, then larger ones by learned and by plain upsampling, and a shortcut across."""
    net = GraphBuilder()
    wide = net.add("ELU", net.add("Conv2d", net.add("ZeroPad2d", net.input((1, 8, 8)))))
    x = net.add("ReLU", net.add("Conv2d", wide, stride=2, padding=1))
    x = net.add("Upsample", net.add("Conv2d", x, stride=2, padding=1), mode="bilinear")
    x = net.add("ConvTranspose2d", x)
    return head(net, net.add("Concat", wide, net.add("Identity", x)))


def equation(method: str) -> Callable[[], Graph]:
    def build() -> Graph:
        net = GraphBuilder()
        x = net.add("ReLU", net.add("Conv2d", net.input((1, 8, 8)), out_channels=4, stride=2, padding=1))
        return head(net, net.add("ODEBlock", x, method=method, num_steps=2, shared_weights=method != "euler"))

    return build


@pytest.mark.parametrize(
    "build",
    [
        modern_lenet,
        gated,
        hourglass,
        *(pytest.param(equation(method), id=method) for method in ("euler", "rk4", "dopri5")),
    ],
)
def test_it_learns_the_digits(build: Callable[[], Graph]) -> None:
    mailbox = Mailbox()
    loop.train(build(), TrainingConfig(epochs=4, batch_size=64, lr=0.05, device="cpu"), mailbox)
    epochs = [event for event in mailbox.take_events() if isinstance(event, EpochFinished)]
    assert len(epochs) == 4
    assert epochs[-1].validation_accuracy > 0.75
    assert epochs[-1].validation_loss < epochs[0].validation_loss
