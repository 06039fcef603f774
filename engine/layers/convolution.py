"""Convolution: small learned filters, the same at every place."""

from engine.layers import costs, enlarging, reaching, saving, shapes
from engine.layers.params import Bool, Choice, Int, pair
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_MAPS = (PortSpec("input", "N, C_in, H, W"),)
_OUT_CHANNELS = Int(
    name="out_channels",
    default=8,
    minimum=1,
    maximum=65536,
    unit="maps",
    doc="Number of filters, and so of maps that come out.",
)
_GROUPS = Int(
    name="groups",
    default=1,
    minimum=1,
    maximum=65536,
    unit="groups",
    doc="Channels are split into so many groups that do not see each other; "
    "as many as channels is a depthwise convolution.",
)
_BIAS = Bool(name="bias", default=True, doc="Whether each filter adds a learned constant.")

CONV_2D = register(
    LayerSpec(
        type="Conv2d",
        category=Category.CONVOLUTION,
        summary="Slides learned filters over the maps: each filter makes one map of where its pattern occurs.",
        stem="conv",
        inputs=_MAPS,
        output_dims="N, C_out, H_out, W_out",
        params=(
            _OUT_CHANNELS,
            pair("kernel_size", 3, "Height and width of a filter.", minimum=1),
            pair("stride", 1, "How far the filter moves at each step.", minimum=1),
            pair("padding", 0, "Rows and columns added around the input on each side.", minimum=0),
            pair("dilation", 1, "Distance between the values that a filter looks at.", minimum=1),
            _GROUPS,
            _BIAS,
            Choice(
                name="padding_mode",
                default="zeros",
                options=("zeros", "reflect", "replicate", "circular"),
                doc="What the padding is filled with.",
            ),
        ),
        module="torch.nn.Conv2d",
        inferred={"in_channels": shapes.channels},
        shape_rule=shapes.convolution,
        num_params=costs.convolution_params,
        macs=costs.convolution_macs,
        saved=saving.convolution,
        reach=reaching.convolution,
        synonyms=("convolution", "filter", "kernel", "depthwise", "dilated", "atrous"),
        reference="torch.nn.Conv2d",
    )
)

CONV_TRANSPOSE_2D = register(
    LayerSpec(
        type="ConvTranspose2d",
        category=Category.CONVOLUTION,
        summary="Spreads each value over a window of learned weights: a convolution run backwards; larger maps.",
        stem="deconv",
        inputs=_MAPS,
        output_dims="N, C_out, H_out, W_out",
        params=(
            _OUT_CHANNELS,
            pair("kernel_size", 2, "Height and width of the window over which a value is spread.", minimum=1),
            pair("stride", 2, "Distance between the windows of neighbouring values: how much larger.", minimum=1),
            pair("padding", 0, "Rows and columns cut off what comes out, on each side.", minimum=0),
            pair("output_padding", 0, "Rows and columns added to what comes out, below and right.", minimum=0),
            pair("dilation", 1, "Distance between the values in a window.", minimum=1),
            _GROUPS,
            _BIAS,
        ),
        module="torch.nn.ConvTranspose2d",
        inferred={"in_channels": shapes.channels},
        shape_rule=enlarging.transposed_convolution,
        num_params=costs.transposed_convolution_params,
        macs=costs.transposed_convolution_macs,
        saved=saving.its_input,
        reach=reaching.transposed_convolution,
        synonyms=("transposed convolution", "deconvolution", "learned upscaling", "decoder"),
        reference="torch.nn.ConvTranspose2d",
    )
)
