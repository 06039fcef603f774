"""Regularization inside the network: noise in training that evaluation does not have."""

from engine.layers import shapes
from engine.layers.params import Float
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec

DROPOUT = register(
    LayerSpec(
        type="Dropout",
        category=Category.REGULARIZATION,
        summary="In training sets a random share p of the values to 0 and scales the rest by 1 / (1 − p).",
        stem="dropout",
        params=(Float(name="p", default=0.5, minimum=0.0, maximum=1.0, doc="Share of values set to 0."),),
        module="torch.nn.Dropout",
        shape_rule=shapes.same,
        synonyms=("regularise", "regularize", "overfitting"),
        reference="torch.nn.Dropout",
    )
)
