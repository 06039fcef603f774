"""Pooling: one value per window. Nothing to learn."""

from engine.layers import reaching, saving, shapes
from engine.layers.params import Bool, pair
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_MAPS = (PortSpec("input", "N, C, H, W"),)
_WINDOW = (
    pair("kernel_size", 2, "Height and width of a window.", minimum=1),
    pair("stride", None, "How far the window moves at each step.", minimum=1, absent="kernel_size"),
    pair("padding", 0, "Rows and columns added around the input on each side.", minimum=0),
)
_CEIL_MODE = Bool(name="ceil_mode", default=False, doc="Whether a last window may stick out over the edge.")
_OUTPUT_SIZE = (pair("output_size", 1, "Height and width that come out.", minimum=1),)

MAX_POOL_2D = register(
    LayerSpec(
        type="MaxPool2d",
        category=Category.POOLING,
        summary="Largest value in each window: smaller and more shift-invariant; nothing to learn.",
        stem="pool",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=(
            *_WINDOW,
            pair("dilation", 1, "Distance between the values in a window.", minimum=1),
            _CEIL_MODE,
        ),
        module="torch.nn.MaxPool2d",
        shape_rule=shapes.pooling,
        saved=saving.max_pooling,
        reach=reaching.window,
        synonyms=("max pooling", "downsample", "shrink", "subsample"),
        reference="torch.nn.MaxPool2d",
    )
)

AVG_POOL_2D = register(
    LayerSpec(
        type="AvgPool2d",
        category=Category.POOLING,
        summary="Mean of each window: smaller and smoother; nothing to learn.",
        stem="pool",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=(
            *_WINDOW,
            _CEIL_MODE,
            Bool(name="count_include_pad", default=True, doc="Whether padding counts in the mean."),
        ),
        module="torch.nn.AvgPool2d",
        shape_rule=shapes.pooling,
        saved=saving.its_input,
        reach=reaching.window,
        synonyms=("average pooling", "mean", "downsample", "shrink", "subsample"),
        reference="torch.nn.AvgPool2d",
    )
)

ADAPTIVE_AVG_POOL_2D = register(
    LayerSpec(
        type="AdaptiveAvgPool2d",
        category=Category.POOLING,
        summary="Means over as many windows as it takes to reach the size you name; 1 is global average pooling.",
        stem="avgpool",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=_OUTPUT_SIZE,
        module="torch.nn.AdaptiveAvgPool2d",
        shape_rule=shapes.adaptive_pooling,
        saved=saving.adaptive_average,
        reach=reaching.adaptive,
        synonyms=("global average pooling", "gap", "mean", "shrink"),
        reference="torch.nn.AdaptiveAvgPool2d",
    )
)

ADAPTIVE_MAX_POOL_2D = register(
    LayerSpec(
        type="AdaptiveMaxPool2d",
        category=Category.POOLING,
        summary="Largest values of as many windows as it takes to reach the size you name.",
        stem="maxpool",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=_OUTPUT_SIZE,
        module="torch.nn.AdaptiveMaxPool2d",
        shape_rule=shapes.adaptive_pooling,
        saved=saving.max_pooling,
        reach=reaching.adaptive,
        synonyms=("global max pooling", "maximum", "shrink"),
        reference="torch.nn.AdaptiveMaxPool2d",
    )
)
