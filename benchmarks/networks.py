"""The large networks that benchmarks draw and tests lay out: presets with all groups open, and larger ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil

from engine.graph import edits
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Graph
from presets.resnet import bottleneck
from presets.resnet import resnet as build_resnet

RESNET_50 = (3, 4, 6, 3)
RESNET_152 = (3, 8, 36, 3)
RESNET_1487 = (3, 8, 481, 3)
"""Blocks of each stage of a network that nobody trained: 4,967 nodes, to see what the canvas can bear."""


def resnet(blocks: tuple[int, int, int, int] = RESNET_152) -> Graph:
    """Return a ResNet of bottleneck blocks (He et al. 2015) with all its groups open; ResNet-152 has 517 nodes."""
    return build_resnet(blocks, bottleneck, num_classes=1000, input_size=224)


def with_hub(graph: Graph, num_edges: int = 12) -> Graph:
    """Return the network in columns about as wide as high, with a node named hub that has so many edges."""
    graph = _in_columns(graph)
    start = graph.by_name["maxpool"]
    x, y = start.position
    graph, hub = edits.add_node(graph, "ReLU", name="hub", position=(x - 2.5 * COLUMN_WIDTH, y + 2 * ROW_HEIGHT))
    graph = edits.connect(graph, start.id, hub.id)
    graph, total = edits.add_node(graph, "Add", name="total", position=(x - 2.5 * COLUMN_WIDTH, y + 8 * ROW_HEIGHT))
    first = graph.by_name["layer1.0.conv1"]
    graph = edits.disconnect(graph, graph.inputs(first.id))
    graph = edits.connect(graph, total.id, first.id)
    for place in range(num_edges - 1):
        across = x - COLUMN_WIDTH * (5 - place % 4)
        below = (across, y + ROW_HEIGHT * (4 + place // 4))
        graph, leaf = edits.add_node(graph, "ReLU", name=f"leaf{place}", position=below)
        graph = edits.connect(graph, hub.id, leaf.id)
        graph = edits.connect(graph, leaf.id, total.id)
    return graph


def _in_columns(graph: Graph) -> Graph:
    width = 2.25 * COLUMN_WIDTH
    highest = max(node.position[1] for node in graph.nodes.values())
    height = ceil((highest * width) ** 0.5 / ROW_HEIGHT) * ROW_HEIGHT
    return edits.move_nodes(
        graph,
        {
            node.id: (node.position[0] + node.position[1] // height * width, node.position[1] % height)
            for node in graph.nodes.values()
        },
    )


NETWORKS: dict[str, Callable[[], Graph]] = {"520": resnet, "5000": partial(resnet, RESNET_1487)}
"""The networks of the canvas benchmark by the number of nodes that its keys name."""
