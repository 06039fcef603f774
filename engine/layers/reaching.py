"""Rules for which places of its inputs each layer looks at. A real gradient's support is their oracle in the tests.

Each takes a layer's parameters, its input shapes and its output shape (without N) and returns a `Reach` per input.
"""

from __future__ import annotations

from functools import lru_cache

from engine.layers.reach import (
    SAME,
    AxisReach,
    Blocks,
    Filled,
    Flattened,
    Interpolated,
    Part,
    Reach,
    Shares,
    Spread,
    Whole,
    Window,
    places,
)
from engine.layers.spec import Params, Shape


def convolution(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """A window at each place; with padding_mode other than zeros it looks at real places even in the padding."""
    mode = str(params["padding_mode"])
    if mode == "zeros":
        return window(params, inputs, output)
    axes = (
        Filled(each.kernel, each.stride, each.padding, each.dilation, size, mode)
        for each, size in zip(_windows(params), inputs[0][1:], strict=True)
    )
    return (tuple(axes),)


def window(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """``kernel_size``, ``stride``, ``padding`` and ``dilation``, as far as the layer has them."""
    windows = _windows(params)
    return (None if windows == (SAME, SAME) else windows,)


def adaptive(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Equal windows where the sizes divide, otherwise shares that differ by one."""
    if inputs[0] == output:
        return (None,)
    axes = zip(inputs[0][1:], output[1:], strict=True)
    return (tuple(_share(size, count) for size, count in axes),)


def row(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Linear: everything along the last axis."""
    *others, last = places(inputs[0])
    return ((*[SAME] * len(others), Whole(last)),)


def flatten(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Each value keeps its place, in a row."""
    return (None if inputs[0] == output else Flattened(inputs[0], output),)


def everything(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Norms over whole maps: a mean over them depends on every place."""
    return (tuple(Whole(size) for size in places(inputs[0])),)


def group_norm(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Whole maps; of a vector, whose values are its channels, the groups."""
    groups = params["num_groups"]
    assert isinstance(groups, int)
    return ((Blocks(output[0] // groups),),) if len(output) == 1 else everything(params, inputs, output)


def along_axis(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Softmax: all values along ``dim`` add up to 1, so each depends on all of them."""
    axis = _axis(params, output)
    sizes = places(output)
    return (None if axis < 0 else tuple(Whole(size) if place == axis else SAME for place, size in enumerate(sizes)),)


def concatenation(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Along channels each place looks at its own in every input; along other axes each input is a part."""
    axis = _axis(params, output)
    if axis < 0:
        return (None,) * len(inputs)
    reach: list[Reach] = []
    first = 0
    for shape in inputs:
        axes: list[AxisReach] = [SAME] * len(places(shape))
        axes[axis] = Part(first)
        first += places(shape)[axis]
        reach.append(tuple(axes))
    return tuple(reach)


def stretched(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Mul: each place looks at its own in every input; along an axis of size 1 at the only one."""
    return tuple(
        None
        if places(shape) == places(output)
        else tuple(
            SAME if size == after else Whole(1) for size, after in zip(places(shape), places(output), strict=True)
        )
        for shape in inputs
    )


def transposed_convolution(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """ConvTranspose2d: the windows that a place lies in."""
    names = ("kernel_size", "stride", "padding", "dilation")
    axes = zip(*(_pair(params, name) for name in names), strict=True)
    return (tuple(Spread(*numbers) for numbers in axes),)


def upsampling(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """Upsample: the nearest place, or those between which it interpolates."""
    taps = {"nearest": 1, "bilinear": 2, "bicubic": 4}[str(params["mode"])]
    axes = zip(inputs[0][1:], _pair(params, "scale_factor"), strict=True)
    return (tuple(Interpolated(size, scale, taps) for size, scale in axes),)


def zero_padding(params: Params, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    """ZeroPad2d: places move by what is added before them."""
    padding = params["padding"]
    assert isinstance(padding, tuple)
    left, _, top, _ = padding
    return ((Window(padding=top), Window(padding=left)),)


def _axis(params: Params, shape: Shape) -> int:
    """Return which axis of a shape's places ``dim`` is, which counts from 0 = N; negative for channels."""
    dim = params["dim"]
    assert isinstance(dim, int)
    return dim - (1 if len(shape) == 1 else 2)


def _windows(params: Params) -> tuple[Window, Window]:
    stride = "kernel_size" if params["stride"] is None else "stride"
    numbers = (_pair(params, name) for name in ("kernel_size", stride, "padding"))
    return _sliding(*numbers, _pair(params, "dilation", (1, 1)))


@lru_cache(maxsize=1024)  # a network has many layers of few kinds
def _sliding(*numbers: tuple[int, int]) -> tuple[Window, Window]:
    """Return the windows down and across, from pairs in the order of a `Window`'s attributes."""
    height, width = (Window(*each) for each in zip(*numbers, strict=True))
    return height, width if width != height else height


def _pair(params: Params, name: str, absent: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    value = params.get(name, absent)
    assert isinstance(value, tuple)
    return value[0], value[1]


def _share(size: int, count: int) -> AxisReach:
    if count == 1:
        return Whole(size)
    return Shares(size, count) if size % count else Window(size // count, size // count)
