"""Normalization: keeps values in a range in which learning is quick."""

from engine.layers import costs, shapes
from engine.layers.params import Bool, Float, Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_MAPS = (PortSpec("input", "N, C, H, W"),)

BATCH_NORM_2D = register(
    LayerSpec(
        type="BatchNorm2d",
        category=Category.NORMALIZATION,
        summary="Gives each channel mean 0 and variance 1 over the batch, then a learned scale and shift.",
        stem="bn",
        inputs=_MAPS,
        output_dims="N, C, H, W",
        params=(
            Float(name="eps", default=1e-5, minimum=1e-12, maximum=1.0, doc="Added to the variance: no 0 / 0."),
            Float(
                name="momentum",
                default=0.1,
                minimum=0.0,
                maximum=1.0,
                doc="How much each batch moves the running mean and variance used in evaluation.",
            ),
            Bool(name="affine", default=True, doc="Whether a scale and a shift per channel are learned."),
        ),
        module="torch.nn.BatchNorm2d",
        inferred={"num_features": shapes.channels},
        shape_rule=shapes.same_maps,
        num_params=costs.normalization_params,
        synonyms=("batch normalization", "normalise", "normalize"),
        reference="torch.nn.BatchNorm2d",
    )
)

LOCAL_RESPONSE_NORM = register(
    LayerSpec(
        type="LocalResponseNorm",
        category=Category.NORMALIZATION,
        summary="Damps each value by its neighbours' squares in nearby channels, as AlexNet did; nothing to learn.",
        stem="lrn",
        inputs=_MAPS,
        output_dims="N, C, H, W",
        params=(
            Int(
                name="size",
                default=5,
                minimum=1,
                maximum=4096,
                unit="channels",
                doc="Channels that take part.",
            ),
            Float(name="alpha", default=1e-4, minimum=0.0, doc="How strongly the squares count."),
            Float(name="beta", default=0.75, minimum=0.0, doc="Exponent of the sum."),
            Float(name="k", default=1.0, minimum=1e-6, doc="Constant added to the sum."),
        ),
        module="torch.nn.LocalResponseNorm",
        shape_rule=shapes.same_maps,
        synonyms=("lrn", "local contrast", "normalise", "normalize"),
        reference="torch.nn.LocalResponseNorm",
    )
)
