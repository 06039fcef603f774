"""Where data enters the network and where its answer leaves."""

from engine.layers import saving, shapes
from engine.layers.params import MAX_PIXELS, Bool, Float, Ints
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec

INPUT = register(
    LayerSpec(
        type="Input",
        category=Category.TERMINAL,
        summary="Where images enter. Data are resized to this shape.",
        stem="input",
        inputs=(),
        output_dims="N, C, H, W",
        params=(
            Ints(
                name="shape",
                default=(1, 32, 32),
                axes=("C", "H", "W"),
                minimum=1,
                maximum=MAX_PIXELS,
                doc="Channels, height and width of one image.",
            ),
        ),
        shape_rule=shapes.given,
        synonyms=("image", "data", "source"),
    )
)

OUTPUT = register(
    LayerSpec(
        type="Output",
        category=Category.TERMINAL,
        summary="The network's answer: one score (logit) per class, which the loss compares with the label.",
        stem="output",
        has_output=False,
        params=(
            Float(
                name="loss_weight",
                default=1.0,
                minimum=0.0,
                maximum=1000.0,
                doc="How much the loss of these scores counts in what training minimises.",
            ),
            Bool(
                name="training_only",
                default=False,
                doc="Whether it falls away in evaluation: an auxiliary classifier, which brings the gradient to where "
                "it branches off. One Output of a network stays.",
            ),
        ),
        shape_rule=shapes.same,
        saved=saving.view,
        synonyms=("loss", "logits", "sink", "prediction"),
    )
)
