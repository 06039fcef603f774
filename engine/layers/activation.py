"""Activations: what makes a stack of linear layers more than one linear layer."""

from engine.layers import shapes
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec


def _activation(type_: str, summary: str, *synonyms: str) -> LayerSpec:
    return register(
        LayerSpec(
            type=type_,
            category=Category.ACTIVATION,
            summary=summary,
            stem=type_.lower(),
            module=f"torch.nn.{type_}",
            shape_rule=shapes.same,
            synonyms=("nonlinearity", *synonyms),
            reference=f"torch.nn.{type_}",
        )
    )


RELU = _activation(
    "ReLU", "max(0, x): cheap, and its gradient does not fade for positive values.", "rectifier", "rectified"
)
TANH = _activation("Tanh", "Squashes to (−1, 1), centred on zero; flat, so slow to learn, at both ends.")
SIGMOID = _activation(
    "Sigmoid", "Squashes to (0, 1); its gradient is at most 1/4, so it fades through many layers.", "logistic"
)
