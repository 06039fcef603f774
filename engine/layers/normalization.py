"""Normalization: keeps values in a range in which learning is quick."""

from engine.layers import costs, normalizing, reaching, saving, shapes
from engine.layers.params import Bool, Float, Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_MAPS = (PortSpec("input", "N, C, H, W"),)
_EPS = Float(name="eps", default=1e-5, minimum=1e-12, maximum=1.0, doc="Added to the variance: no 0 / 0.")


def _affine(*, default: bool) -> Bool:
    return Bool(name="affine", default=default, doc="Whether a scale and a shift per channel are learned.")


BATCH_NORM_2D = register(
    LayerSpec(
        type="BatchNorm2d",
        category=Category.NORMALIZATION,
        summary="Gives each channel mean 0 and variance 1 over the batch, then a learned scale and shift.",
        stem="bn",
        inputs=_MAPS,
        output_dims="N, C, H, W",
        params=(
            _EPS,
            Float(
                name="momentum",
                default=0.1,
                minimum=0.0,
                maximum=1.0,
                doc="How much each batch moves the running mean and variance used in evaluation.",
            ),
            _affine(default=True),
        ),
        module="torch.nn.BatchNorm2d",
        inferred={"num_features": shapes.channels},
        shape_rule=shapes.same_maps,
        num_params=costs.normalization_params,
        saved=saving.batch_norm,
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
        saved=saving.local_response,
        synonyms=("lrn", "local contrast", "normalise", "normalize"),
        reference="torch.nn.LocalResponseNorm",
    )
)

GROUP_NORM = register(
    LayerSpec(
        type="GroupNorm",
        category=Category.NORMALIZATION,
        summary="Gives each group of channels of each image mean 0 and variance 1: the size of the batch is no matter.",
        stem="gn",
        inputs=(PortSpec("input", "N, C, *"),),
        output_dims="N, C, *",
        params=(
            Int(
                name="num_groups",
                default=2,
                minimum=1,
                maximum=65536,
                unit="groups",
                doc="Into how many groups the channels are split; it divides them.",
            ),
            _EPS,
            _affine(default=True),
        ),
        module="torch.nn.GroupNorm",
        inferred={"num_channels": shapes.channels},
        shape_rule=normalizing.by_group,
        num_params=costs.normalization_params,
        saved=saving.group_norm,
        reach=reaching.group_norm,
        synonyms=("group normalization", "normalise", "normalize"),
        reference="torch.nn.GroupNorm",
    )
)

LAYER_NORM = register(
    LayerSpec(
        type="LayerNorm",
        category=Category.NORMALIZATION,
        summary="Gives each image mean 0 and variance 1 over all its values, then a scale and a shift for each value.",
        stem="ln",
        params=(
            _EPS,
            Bool(
                name="elementwise_affine",
                default=True,
                doc="Whether a scale and a shift for each value are learned.",
            ),
            Bool(name="bias", default=True, doc="Whether the shift is learned too."),
        ),
        module="torch.nn.LayerNorm",
        inferred={"normalized_shape": shapes.sample},
        shape_rule=shapes.same,
        num_params=costs.layer_norm_params,
        saved=saving.layer_norm,
        reach=reaching.everything,
        synonyms=("layer normalization", "normalise", "normalize"),
        reference="torch.nn.LayerNorm",
    )
)

INSTANCE_NORM_2D = register(
    LayerSpec(
        type="InstanceNorm2d",
        category=Category.NORMALIZATION,
        summary="Gives each channel of each image mean 0 and variance 1, as in style transfer.",
        stem="norm",
        inputs=_MAPS,
        output_dims="N, C, H, W",
        params=(_EPS, _affine(default=False)),
        module="torch.nn.InstanceNorm2d",
        inferred={"num_features": shapes.channels},
        shape_rule=normalizing.by_channel,
        num_params=costs.normalization_params,
        saved=saving.instance_norm,
        reach=reaching.everything,
        synonyms=("instance normalization", "contrast", "normalise", "normalize"),
        reference="torch.nn.InstanceNorm2d",
    )
)
