"""Layers that change the shape at most, and learn nothing."""

from engine.layers import enlarging, reaching, saving, shapes
from engine.layers.params import MAX_PIXELS, Choice, Int, Ints, pair
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_MAPS = (PortSpec("input", "N, C, H, W"),)

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
        saved=saving.view,
        reach=reaching.flatten,
        synonyms=("reshape", "view", "vector"),
        reference="torch.nn.Flatten",
    )
)

UPSAMPLE = register(
    LayerSpec(
        type="Upsample",
        category=Category.RESHAPING,
        summary="Makes maps larger by repeating values or by interpolation between them; nothing to learn.",
        stem="up",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=(
            pair("scale_factor", 2, "How many times higher and wider the maps become.", minimum=1, unit="×"),
            Choice(
                name="mode",
                default="nearest",
                options=("nearest", "bilinear", "bicubic"),
                doc="How the values in between come about: nearest repeats, the others interpolate.",
            ),
        ),
        module="torch.nn.Upsample",
        shape_rule=enlarging.upsampling,
        reach=reaching.upsampling,
        synonyms=("upscale", "enlarge", "interpolate", "resize", "unpool", "decoder"),
        reference="torch.nn.Upsample",
    )
)

ZERO_PAD_2D = register(
    LayerSpec(
        type="ZeroPad2d",
        category=Category.RESHAPING,
        summary="Adds rows and columns of zeros around the maps, each side by itself.",
        stem="pad",
        inputs=_MAPS,
        output_dims="N, C, H_out, W_out",
        params=(
            Ints(
                name="padding",
                default=(1, 1, 1, 1),
                axes=("left", "right", "top", "bottom"),
                minimum=0,
                maximum=MAX_PIXELS,
                unit="px",
                doc="Columns added left and right, rows added above and below.",
            ),
        ),
        module="torch.nn.ZeroPad2d",
        shape_rule=enlarging.zero_padding,
        reach=reaching.zero_padding,
        synonyms=("zero padding", "border", "margin"),
        reference="torch.nn.ZeroPad2d",
    )
)

IDENTITY = register(
    LayerSpec(
        type="Identity",
        category=Category.RESHAPING,
        summary="Passes its input on as it is: holds the place of a layer that is switched off.",
        stem="identity",
        module="torch.nn.Identity",
        shape_rule=shapes.same,
        saved=saving.view,
        synonyms=("pass through", "placeholder", "nothing", "skip connection", "shortcut connection"),
        reference="torch.nn.Identity",
    )
)

PAD_CHANNELS = register(
    LayerSpec(
        type="PadChannels",
        category=Category.RESHAPING,
        summary="Appends maps of zeros, so that a shortcut can end in more maps with nothing to learn (option A).",
        stem="pad",
        inputs=_MAPS,
        output_dims="N, C_out, H, W",
        params=(
            Int(
                name="out_channels",
                default=16,
                minimum=1,
                maximum=65536,
                unit="maps",
                doc="Number of maps that come out, those that came in among them.",
            ),
        ),
        module="engine.compiling.modules.PadChannels",
        shape_rule=enlarging.channel_padding,
        synonyms=("zero maps", "option a", "parameter-free shortcut"),
        reference="torch.nn.functional.pad",
    )
)
