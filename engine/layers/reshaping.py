"""Layers that change the shape and leave every value as it is."""

from engine.layers import shapes
from engine.layers.params import Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec

FLATTEN = register(
    LayerSpec(
        type="Flatten",
        category=Category.RESHAPING,
        summary="Lays maps out as one row of values, as Linear wants them.",
        stem="flatten",
        output_dims="N, F",
        params=(
            Int(
                name="start_dim",
                default=1,
                minimum=1,
                maximum=3,
                doc="First axis to join; axis 0 is the batch.",
            ),
            Int(
                name="end_dim",
                default=-1,
                minimum=-3,
                maximum=3,
                doc="Last axis to join; -1 is the last there is.",
            ),
        ),
        module="torch.nn.Flatten",
        shape_rule=shapes.flatten,
        synonyms=("reshape", "view", "vector"),
        reference="torch.nn.Flatten",
    )
)
