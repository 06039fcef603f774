"""An activation right before the Output that the loss does not expect: it wants scores of any size. No torch."""

from __future__ import annotations

from engine.graph.model import Graph
from engine.graph.outputs import is_end

_SQUASHING = {
    "multilabel": ("Sigmoid", "Softmax", "LogSoftmax"),
    "segmentation": ("Sigmoid", "Softmax", "LogSoftmax"),
    "detection": (),
}
_OF_LOSS = {"cross_entropy": (), "binary": ("Sigmoid", "Softmax", "LogSoftmax"), "mse": ()}
"""Of classification; a softmax before cross-entropy is warned of on the canvas, whatever the data are."""


def squashed_text(graph: Graph, task: str, loss: str) -> str:
    """Return a warning where a network squashes its scores before a loss that does so itself; else nothing.

    BCEWithLogitsLoss applies the sigmoid: behind another one, scores lie between 0 and 1, and no label can be answered
    with a probability below 0.5.
    """
    unwanted = _SQUASHING.get(task, _OF_LOSS.get(loss, ()))
    for end in filter(is_end, graph.nodes.values()):
        for edge in graph.inputs(end.id):
            node = graph.nodes[edge.source]
            if node.type in unwanted:
                name, own = ("BCEWithLogitsLoss", "sigmoid") if task != "segmentation" else ("Cross-entropy", "softmax")
                return (
                    f"{node.name}: the loss ({name}) takes scores and applies {own} itself. Behind {node.name} the "
                    f"network learns slowly and its answers are never sure. Remove {node.name}."
                )
    return ""
