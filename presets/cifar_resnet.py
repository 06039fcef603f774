"""The residual networks of He et al. 2015 for CIFAR-10 (section 4.2): small enough to train on one's own machine.

Shortcuts are of option A, without parameters: every second pixel, and zeros for the maps that are new.
"""

from functools import partial
from itertools import product

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import preset
from presets.resnet import convolution, plain_block, two_convolutions

_TEST_ERRORS = {20: "8.75%", 32: "7.51%", 44: "7.17%", 56: "6.97%", 110: "6.43%"}
"""Table 6, on CIFAR-10's test set; of ResNet-110 the best of five runs."""
_MILLIONS = {20: "0.27 M", 32: "0.46 M", 44: "0.66 M", 56: "0.85 M", 110: "1.7 M"}
"""Table 6."""
_SUMMARIES = {
    20: "Three stages of 16, 32 and 64 maps and nothing else: a residual network that trains within hours on one GPU.",
    32: "Five blocks in each of its three stages; better than ResNet-20 at a little more cost.",
    44: "Seven blocks in each of its three stages.",
    56: "Nine blocks in each of its three stages: better than ResNet-20, where plain-56 is worse than plain-20.",
    110: "Eighteen blocks in each of its three stages, and still fewer parameters than other networks of its day. The "
    "authors began with a learning rate of 0.01 until it had caught on.",
}
_PLAIN_SUMMARIES = {
    20: "ResNet-20 without shortcuts, to compare with: at this depth it still trains well.",
    56: "ResNet-56 without shortcuts: worse than plain-20, on the training images too. Deeper is harder to train.",
}


def cifar_resnet(
    depth: int, num_classes: int = 10, input_size: int = 32, *, plain: bool = False, last_survival: float = 1.0
) -> Graph:
    """Return a network of ``depth = 6n + 2`` layers with weights: n blocks in each of three stages.

    Args:
        depth: layers with weights on the way from the input to the output.
        num_classes: scores that come out.
        input_size: height and width of an image, in pixels.
        plain: without the shortcuts.
        last_survival: how often the last block's residual is kept in training; it falls to there linearly from 1 at
            the input (Huang et al. 2016, equation 4).
    """
    net = GraphBuilder()
    x = net.input((3, input_size, input_size))
    x = net.add("ReLU", convolution(net, x, "conv1", "bn1", 16), name="relu")
    per_stage = (depth - 2) // 6
    for stage, block in product((1, 2, 3), range(per_stage)):
        number = (stage - 1) * per_stage + block + 1
        drop = (1 - last_survival) * number / (3 * per_stage)
        add_block = plain_block if plain else partial(_residual_block, drop=drop)
        stride = 2 if stage > 1 and block == 0 else 1
        x = add_block(net, x, f"layer{stage}.{block}", 8 * 2**stage, stride, block == 0)
    x = net.add("Flatten", net.add("AdaptiveAvgPool2d", x, name="avgpool"), name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=num_classes))


def _residual_block(
    net: GraphBuilder, x: str, name: str, width: int, stride: int, is_first: bool, *, drop: float
) -> str:
    y = two_convolutions(net, x, name, width, stride)
    if drop:
        y = net.add("StochasticDepth", y, name=f"{name}.drop", p=drop, mode="batch")
    if stride > 1:
        # A mean over one pixel is that pixel: this takes every second one.
        x = net.add("AvgPool2d", x, name=f"{name}.shortcut.subsample", kernel_size=1, stride=stride)
        x = net.add("PadChannels", x, name=f"{name}.shortcut.pad", out_channels=width)
    return net.add("ReLU", net.add("Add", y, x, name=f"{name}.add"), name=f"{name}.relu2")


def _register(depth: int, name: str, title: str, summary: str, figures: tuple[tuple[str, str], ...]) -> None:
    preset(
        name,
        title=title,
        family="CIFAR ResNet",
        year=2015,
        authors="He, Zhang, Ren, Sun",
        summary=summary,
        figures=(("Layers with weights", str(depth)), *figures),
    )(partial(cifar_resnet, depth, plain=name.startswith("plain")))


for _depth, _summary in _SUMMARIES.items():
    _figures = (("Parameters", _MILLIONS[_depth]), ("Test error, CIFAR-10", _TEST_ERRORS[_depth]))
    _register(_depth, f"resnet{_depth}", f"ResNet-{_depth}", _summary, _figures)
for _depth, _summary in _PLAIN_SUMMARIES.items():
    _register(_depth, f"plain{_depth}", f"Plain-{_depth}", _summary, (("Parameters", _MILLIONS[_depth]),))


@preset(
    "resnet110_stochastic_depth",
    title="ResNet-110 with stochastic depth",
    family="CIFAR ResNet",
    year=2016,
    authors="Huang, Sun, Liu, Sedra, Weinberger",
    summary="In each training step some blocks are left out, the deeper the more often: a short network learns, and in "
    "evaluation all of the deep one answers. Faster to train, and better than with all blocks always.",
    figures=(
        ("Layers with weights", "110"),
        ("Survival of a block", "from 1 at the input to 0.5 at the last"),
        ("Test error, CIFAR-10", "5.23%; 6.41% without"),
    ),
)
def resnet110_stochastic_depth(num_classes: int = 10, input_size: int = 32) -> Graph:
    """Return ResNet-110 whose blocks are dropped for whole batches, as in the paper.

    torchvision's layer divides by the survival in training where the paper multiplies by it in evaluation: the learned
    scale of the normalization before it makes up for that.
    """
    return cifar_resnet(110, num_classes, input_size, last_survival=0.5)
