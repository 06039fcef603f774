"""What is watched when every view is open at once."""

from __future__ import annotations

from engine.graph.model import Graph, Node
from engine.layers.spec import Category
from engine.probes.frames import Channel, Filters, FrameKey, FrameKind, Method, Shift, Thumbnails, Unit, Why

_OF_THE_NETWORK = (
    FrameKind.PICTURE,
    FrameKind.COLOURS,
    FrameKind.TIMES,
    FrameKind.GRADIENTS,
    FrameKind.GRADIENT_HISTORY,
    FrameKind.PREDICTION,
    FrameKind.CONFUSION,
)
_OF_A_NODE = (
    FrameKind.ACTIVATIONS,
    FrameKind.CHANNEL_GRADIENTS,
    FrameKind.WEIGHTS,
    FrameKind.GRADIENT_HISTOGRAM,
    FrameKind.LEVELS,
)


def every_view(graph: Graph) -> list[FrameKey]:
    """Return one key of each kind, the first convolution and pooling layer selected, and all four answers to why."""
    convolution, pooling = _first(graph, Category.CONVOLUTION), _first(graph, Category.POOLING)
    return [
        *(FrameKey(kind) for kind in _OF_THE_NETWORK),
        FrameKey(FrameKind.THUMBNAILS, None, Thumbnails(tuple(graph.nodes))),
        *(FrameKey(kind, convolution.id) for kind in _OF_A_NODE),
        FrameKey(FrameKind.MAP, convolution.id, Channel(0)),
        FrameKey(FrameKind.CONVOLUTION, convolution.id, Unit(0, 1, 1)),
        FrameKey(FrameKind.EFFECTIVE_FIELD, convolution.id, Unit(0, 1, 1)),
        FrameKey(FrameKind.FILTERS, convolution.id, Filters()),
        FrameKey(FrameKind.POOLING, pooling.id),
        FrameKey(FrameKind.SHIFT, pooling.id, Shift(1, 1)),
        *(FrameKey(FrameKind.WHY, None, Why(method)) for method in Method),
    ]


def _first(graph: Graph, category: Category) -> Node:
    return next(node for node in graph.nodes.values() if node.spec.category is category)
