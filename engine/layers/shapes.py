"""Shape rules: output sizes by plain arithmetic, with the formula that a student can check.

Each rule takes a layer's parameters and its input shapes (without N) and returns a `ShapeResult`, or raises
`ShapeError` with what is wrong and what to change. torch's meta device is their oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, prod

from engine.errors import ShapeError
from engine.layers.spec import Params, Shape, ShapeResult

MINUS = "\N{MINUS SIGN}"
DOT = "\N{MIDDLE DOT}"


_LONG = 10_000
"""Numbers of four digits stand as they do in code: 1024, 4096."""


def text(shape: Shape) -> str:
    """Return a shape as it stands on a badge: ``6 × 28 × 28``; long numbers with commas, ``25,088``."""
    return " × ".join(f"{size:,}" if size >= _LONG else str(size) for size in shape)


def channels(inputs: tuple[Shape, ...]) -> int:
    """Return C of the first input, ``(C, H, W)``."""
    return inputs[0][0]


def features(inputs: tuple[Shape, ...]) -> int:
    """Return the size of the first input's last axis."""
    return inputs[0][-1]


def maps(shape: Shape) -> Shape:
    """Return the shape if it is ``(C, H, W)``.

    Raises:
        ShapeError: it is not.
    """
    if len(shape) != 3:
        raise ShapeError(f"expected maps of shape C × H × W. Received {text(shape)}. Place this layer before Flatten.")
    return shape


def given(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Input: the shape that was typed."""
    shape = params["shape"]
    assert isinstance(shape, tuple)
    return ShapeResult(shape)


def same(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Element by element: the shape stays."""
    return ShapeResult(inputs[0])


def sample(inputs: tuple[Shape, ...]) -> Shape:
    """Return the whole shape of the first input."""
    return inputs[0]


def same_maps(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Layers on ``(C, H, W)`` that keep the shape."""
    return ShapeResult(maps(inputs[0]))


def convolution(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Conv2d: ``(C_in, H, W) -> (C_out, H_out, W_out)``.

    ``out = floor((in + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1`` (torch.nn.Conv2d).
    """
    num_channels, *sizes = maps(inputs[0])
    out_channels = grouped_channels(params, num_channels)
    _check_mirrored_padding(params, sizes)
    height, width, formula = _window(params, sizes, ceil=False)
    return ShapeResult((out_channels, height, width), formula)


def grouped_channels(params: Params, num_channels: int) -> int:
    """Return ``out_channels``, if the groups divide it and the incoming channels.

    Raises:
        ShapeError: they do not.
    """
    groups, out_channels = params["groups"], params["out_channels"]
    assert isinstance(groups, int)
    assert isinstance(out_channels, int)
    if num_channels % groups or out_channels % groups:
        raise ShapeError(
            f"groups {groups} does not divide both the {num_channels} incoming channels and out_channels "
            f"{out_channels}. Set groups to a divisor of both, such as 1."
        )
    return out_channels


def pooling(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """MaxPool2d and AvgPool2d: as `convolution`, channel by channel; ``stride`` None means ``kernel_size``."""
    num_channels, *sizes = maps(inputs[0])
    for axis, padding in enumerate(pair(params, "padding")):
        limit = padding_limit(params, sizes, axis)
        if padding > limit:
            raise ShapeError(
                f"padding {padding} is more than half of kernel_size {pair(params, 'kernel_size')[axis]}, so a window "
                f"could lie in padding alone. Reduce padding to {limit} or less."
            )
    height, width, formula = _window(params, sizes, ceil=bool(params.get("ceil_mode")))
    return ShapeResult((num_channels, height, width), formula)


def adaptive_pooling(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """AdaptiveAvgPool2d and AdaptiveMaxPool2d: ``(C, H, W) -> (C, *output_size)``."""
    return ShapeResult((maps(inputs[0])[0], *pair(params, "output_size")))


def linear(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Linear: the last axis becomes ``out_features``."""
    out_features = params["out_features"]
    assert isinstance(out_features, int)
    *rest, last = inputs[0]
    warning = ""
    if rest:
        warning = (
            f"Linear sees only the last axis: {last} of {text(inputs[0])}. Insert Flatten before it to use all "
            f"{prod(inputs[0]):,} values."
        )
    return ShapeResult((*rest, out_features), warning=warning)


def flatten(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Flatten: axes ``start_dim`` to ``end_dim`` become one. Axis 0 is N, so a sample's axes count from 1."""
    shape = inputs[0]
    start, end = (_axis(params, name, shape) for name in ("start_dim", "end_dim"))
    if start > end:
        raise ShapeError(f"start_dim {start} lies behind end_dim {end}. Set end_dim to {start} or more.")
    joined = shape[start - 1 : end]
    formula = f"{f' {DOT} '.join(map(str, joined))} = {prod(joined)}" if len(joined) > 1 else ""
    return ShapeResult((*shape[: start - 1], prod(joined), *shape[end:]), formula)


def along_axis(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Softmax and LogSoftmax: the shape stays; axis ``dim``, counted from 0 = N, is the one that adds up to 1."""
    axis, warning = _axis(params, "dim", inputs[0]), ""
    if inputs[0][axis - 1] == 1:
        warning = f"Along dim {axis} there is a single value, so what comes out never changes. Choose another dim."
    return ShapeResult(inputs[0], warning=warning)


def addition(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Add: all inputs alike, value by value."""
    _all_alike(inputs, lambda shape: shape, "the same shape")
    return ShapeResult(inputs[0])


def multiplication(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Mul: value by value; an axis of size 1 is stretched, as where a gate of ``(C, 1, 1)`` weighs ``(C, H, W)``."""
    alike = len({len(shape) for shape in inputs}) == 1
    sizes = [set(axis) - {1} for axis in zip(*inputs, strict=True)] if alike else []
    if not alike or any(len(found) > 1 for found in sizes):
        raise _unlike(inputs, "the same shape, or of size 1 where they differ")
    return ShapeResult(tuple(found.pop() if found else 1 for found in sizes))


def concatenation(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Concat: the sizes along ``dim`` add up, all others agree. Axis 0 is N, so channels are ``dim=1``."""
    axis = _axis(params, "dim", inputs[0]) - 1
    _all_alike(inputs, lambda shape: (*shape[:axis], *shape[axis + 1 :]), f"the same sizes but for axis {axis + 1}")
    sizes = [shape[axis] for shape in inputs]
    shape = (*inputs[0][:axis], sum(sizes), *inputs[0][axis + 1 :])
    return ShapeResult(shape, f"{' + '.join(map(str, sizes))} = {sum(sizes)}")


def pair(params: Params, name: str) -> tuple[int, int]:
    """Return a parameter that is a height and a width; (1, 1) if the layer has it not."""
    value = params.get(name, (1, 1))
    assert isinstance(value, tuple)
    return value[0], value[1]


def _axis(params: Params, name: str, shape: Shape) -> int:
    """Return an axis counted from 0 = N, resolving negative ones."""
    value = params[name]
    assert isinstance(value, int)
    axis = value if value >= 0 else value + len(shape) + 1
    if not 1 <= axis <= len(shape):
        raise ShapeError(
            f"{name} {value} is not an axis of {text(shape)}. Choose one from 1 to {len(shape)}, or -1 for the last."
        )
    return axis


def _window(params: Params, sizes: list[int], *, ceil: bool) -> tuple[int, int, str]:
    """Return output height, width and the formula of a sliding window."""
    stride = "kernel_size" if params["stride"] is None else "stride"
    windows = (pair(params, name) for name in ("kernel_size", stride, "padding", "dilation"))
    down, across = zip(sizes, *windows, strict=True)
    height, formula = _slide(*down, ceil=ceil)
    width, other_formula = (height, formula) if across == down else _slide(*across, ceil=ceil)
    if min(height, width) < 1:
        raise _too_large(params, sizes, axis=0 if height < 1 else 1)
    return height, width, both_axes(formula, other_formula)


def both_axes(height: str, width: str) -> str:
    """Return the formulas of the height and the width as one line each, or as one where they are the same."""
    return height if height == width else f"H: {height}\nW: {width}"


def _slide(size: int, kernel: int, stride: int, padding: int, dilation: int, *, ceil: bool) -> tuple[int, str]:
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    steps = -(-room // stride) if ceil else room // stride
    clipped = ceil and steps * stride >= size + padding
    if clipped:  # torch leaves out a last window that would begin in the right-hand padding
        steps -= 1
    out = steps + 1
    reach = f"{kernel}" if dilation == 1 else f"{dilation}{DOT}({kernel} {MINUS} 1) {MINUS} 1"
    rounding = "ceil" if ceil else "floor"
    end = f" {MINUS} 1" if clipped else ""
    return out, f"{rounding}(({size} + 2{DOT}{padding} {MINUS} {reach}) / {stride}) + 1{end} = {out}"


def _too_large(params: Params, sizes: list[int], axis: int) -> ShapeError:
    kernel, padding, dilation = (pair(params, name) for name in ("kernel_size", "padding", "dilation"))
    padded = [size + 2 * pad for size, pad in zip(sizes, padding, strict=True)]
    reach = dilation[axis] * (kernel[axis] - 1) + 1
    largest = (padded[axis] - 1) // dilation[axis] + 1
    dilated = f" (with dilation {dilation[axis]} it spans {reach})" if dilation[axis] > 1 else ""
    height, width = enough = enough_padding(params, sizes)
    is_allowed = all(pad <= padding_limit(params, sizes, axis) for axis, pad in enumerate(enough))
    more_padding = f", or set padding to {height if height == width else f'{height} × {width}'}"
    return ShapeError(
        f"kernel_size {kernel[axis]}{dilated} is larger than the padded input {padded[0]} × {padded[1]}. Reduce "
        f"kernel_size to {largest} or less{more_padding if is_allowed else ''}."
    )


def enough_padding(params: Params, sizes: Sequence[int]) -> tuple[int, int]:
    """Return a padding at which a window fits into maps, one that keeps their size if there is such a one.

    Half of what the window spans keeps the size where it moves by 1 (``padding="same"`` of torch).
    """
    kernel, dilation = pair(params, "kernel_size"), pair(params, "dilation")
    reach = [step * (length - 1) + 1 for length, step in zip(kernel, dilation, strict=True)]
    height, width = (max((span - 1) // 2, -(-(span - size) // 2)) for span, size in zip(reach, sizes, strict=True))
    return height, width


def padding_limit(params: Params, sizes: list[int], axis: int) -> float:
    """Return the most padding that torch takes: what can be mirrored, and in pooling half a window."""
    if "padding_mode" not in params:
        return pair(params, "kernel_size")[axis] // 2
    # replicate repeats the border as often as asked
    return {"reflect": sizes[axis] - 1, "circular": sizes[axis]}.get(str(params["padding_mode"]), inf)


def _check_mirrored_padding(params: Params, sizes: list[int]) -> None:
    if params["padding_mode"] == "zeros":
        return
    for axis, padding in enumerate(pair(params, "padding")):
        limit = padding_limit(params, sizes, axis)
        if padding > limit:
            raise ShapeError(
                f"padding {padding} is too large for padding_mode '{params['padding_mode']}' on a map of "
                f"{sizes[0]} × {sizes[1]}. Reduce padding to {limit} or less, or set padding_mode to 'zeros'."
            )


def _all_alike(inputs: tuple[Shape, ...], part: Callable[[Shape], Shape], expected: str) -> None:
    for shape in inputs[1:]:
        if len(shape) != len(inputs[0]) or part(shape) != part(inputs[0]):
            raise _unlike(inputs, expected)


def _unlike(inputs: tuple[Shape, ...], expected: str) -> ShapeError:
    received = " and ".join(text(shape) for shape in inputs)
    return ShapeError(
        f"expected inputs of {expected}. Received {received}. Change the layers before it until they agree."
    )
