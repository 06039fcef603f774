"""Regularization inside the network: noise in training that evaluation does not have."""

from engine.layers import saving, shapes
from engine.layers.params import Choice, Float
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
        saved=saving.dropout,
        synonyms=("regularise", "regularize", "overfitting"),
        reference="torch.nn.Dropout",
    )
)

STOCHASTIC_DEPTH = register(
    LayerSpec(
        type="StochasticDepth",
        category=Category.REGULARIZATION,
        summary="In training drops a whole residual branch with probability p, and scales it by 1 / (1 − p) if not.",
        stem="drop",
        params=(
            Float(name="p", default=0.2, minimum=0.0, maximum=1.0, doc="How often the branch is set to 0."),
            Choice(
                name="mode",
                default="row",
                options=("row", "batch"),
                titles={"row": "row: each image", "batch": "batch: all at once"},
                doc="Whether chance decides for each image or once for the whole batch.",
            ),
        ),
        module="torchvision.ops.StochasticDepth",
        shape_rule=shapes.same,
        saved=saving.stochastic_depth,
        synonyms=("drop path", "droppath", "residual dropout", "survival", "regularise", "regularize"),
        reference="torchvision.ops.StochasticDepth",
    )
)
