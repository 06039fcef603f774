"""Fully connected layers."""

from engine.layers import costs, reaching, saving, shapes
from engine.layers.params import Bool, Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

LINEAR = register(
    LayerSpec(
        type="Linear",
        category=Category.LINEAR,
        summary="Each output is a learned weighted sum of all inputs.",
        stem="fc",
        inputs=(PortSpec("input", "N, *, F_in"),),
        output_dims="N, *, F_out",
        params=(
            Int(
                name="out_features",
                default=10,
                minimum=1,
                maximum=1_000_000,
                unit="values",
                doc="Number of sums that come out.",
            ),
            Bool(name="bias", default=True, doc="Whether each sum adds a learned constant."),
        ),
        module="torch.nn.Linear",
        inferred={"in_features": shapes.features},
        shape_rule=shapes.linear,
        num_params=costs.linear_params,
        macs=costs.linear_macs,
        saved=saving.its_input,
        reach=reaching.row,
        synonyms=("fully connected", "dense", "fc"),
        reference="torch.nn.Linear",
    )
)
