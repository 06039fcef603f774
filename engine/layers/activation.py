"""Activations: what makes a stack of linear layers more than one linear layer."""

from engine.layers import reaching, saving, shapes
from engine.layers.params import Choice, Float, Int, Param
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, ReachRule, SavedRule, ShapeRule


def _activation(
    type_: str,
    summary: str,
    *synonyms: str,
    params: tuple[Param, ...] = (),
    rule: ShapeRule = shapes.same,
    saved: SavedRule = saving.its_input,
    reach: ReachRule | None = None,
) -> LayerSpec:
    return register(
        LayerSpec(
            type=type_,
            category=Category.ACTIVATION,
            summary=summary,
            stem=type_.lower(),
            params=params,
            module=f"torch.nn.{type_}",
            shape_rule=rule,
            saved=saved,
            reach=reach,
            synonyms=("nonlinearity", *synonyms),
            reference=f"torch.nn.{type_}",
        )
    )


RELU = _activation(
    "ReLU",
    "max(0, x): cheap, and its gradient does not fade for positive values.",
    "rectifier",
    "rectified",
    saved=saving.its_output,
)
LEAKY_RELU = _activation(
    "LeakyReLU",
    "ReLU with a small slope for negative values too, so that no unit dies.",
    "leaky rectifier",
    params=(Float(name="negative_slope", default=0.01, minimum=0.0, maximum=1.0, doc="Slope for negative values."),),
)
ELU = _activation(
    "ELU",
    "x where positive, else alpha · (exp(x) − 1): smooth, and its mean is near zero.",
    "exponential",
    params=(
        Float(name="alpha", default=1.0, minimum=0.0, maximum=100.0, doc="Where negative values level off: −alpha."),
    ),
)
GELU = _activation(
    "GELU",
    "x · Φ(x): a smooth ReLU, usual in transformers and ConvNeXt.",
    "gaussian",
    params=(
        Choice(
            name="approximate",
            default="none",
            options=("none", "tanh"),
            doc="Whether Φ, the normal distribution, is exact or the older formula with tanh.",
        ),
    ),
)
SILU = _activation("SiLU", "x · sigmoid(x), also called Swish: a smooth ReLU, usual in EfficientNet.", "swish")
HARDSWISH = _activation(
    "Hardswish", "SiLU out of straight lines: cheap on phones, as in MobileNetV3.", "swish", "mobile"
)
TANH = _activation(
    "Tanh",
    "Squashes to (−1, 1), centred on zero; flat, so slow to learn, at both ends.",
    saved=saving.its_output,
)
SIGMOID = _activation(
    "Sigmoid",
    "Squashes to (0, 1); its gradient is at most 1/4, so it fades through many layers.",
    "logistic",
    saved=saving.its_output,
)

_DIM = (Int(name="dim", default=1, minimum=1, maximum=3, doc="Axis that adds up to 1; 1 is classes or channels."),)

SOFTMAX = _activation(
    "Softmax",
    "Turns scores into probabilities that add up to 1. Not before Output: the loss does it itself.",
    "probabilities",
    "confidence",
    params=_DIM,
    rule=shapes.along_axis,
    saved=saving.its_output,
    reach=reaching.along_axis,
)
LOG_SOFTMAX = _activation(
    "LogSoftmax",
    "Logarithms of the softmax, without loss of precision where probabilities are tiny.",
    "log probabilities",
    params=_DIM,
    rule=shapes.along_axis,
    saved=saving.its_output,
    reach=reaching.along_axis,
)
