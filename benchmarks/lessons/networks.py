"""The networks of the tables: small enough that five seeds of everything take minutes on one core."""

from __future__ import annotations

from engine.graph import edits, splicing
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets import registry
from presets.cifar_resnet import cifar_resnet

SHAPES_CLASSES = 8
RESNET_SIZE = 24
"""Height and width of the residual network's images: half the arithmetic of 32 × 32."""


def lenet(dropout: float = 0.0) -> Graph:
    """Return LeNet-5, with dropout behind both hidden layers that are fully connected."""
    graph = registry.get("lenet5").build()
    return _with_dropout(graph, ("fc2", "fc3"), dropout) if dropout else graph


def convnet(dropout: float = 0.0) -> Graph:
    """Return three times convolution, normalization, ReLU and pooling, and two full connections."""
    net = GraphBuilder()
    x = net.input((3, 32, 32))
    for stage, width in enumerate((16, 32, 64), start=1):
        x = net.add("Conv2d", x, name=f"conv{stage}", out_channels=width, kernel_size=3, padding=1)
        x = net.add("BatchNorm2d", x, name=f"bn{stage}")
        x = net.add("MaxPool2d", net.add("ReLU", x, name=f"relu{stage}"), name=f"pool{stage}", kernel_size=2)
    x = net.add("Linear", net.add("Flatten", x, name="flatten"), name="fc1", out_features=128)
    x = net.add("ReLU", x, name="relu4")
    graph = net.output(net.add("Linear", x, name="fc2", out_features=SHAPES_CLASSES))
    return _with_dropout(graph, ("fc2",), dropout) if dropout else graph


def resnet(last_survival: float = 1.0) -> Graph:
    """Return a ResNet-14 for CIFAR-like images; the last block is kept so often in training, the first one always."""
    return cifar_resnet(14, SHAPES_CLASSES, RESNET_SIZE, last_survival=last_survival)


def _with_dropout(graph: Graph, before: tuple[str, ...], p: float) -> Graph:
    for name in before:
        graph, dropout = edits.add_node(graph, "Dropout", name=f"drop_{name}", params={"p": p})
        (edge,) = graph.incoming(graph.by_name[name].id).values()
        graph = splicing.insert_on_edge(graph, dropout.id, edge)
    return graph
