"""Shape rules of the layers from which maps come out larger, or more of them."""

from __future__ import annotations

from engine.errors import ShapeError
from engine.layers.shapes import DOT, MINUS, both_axes, grouped_channels, maps, pair
from engine.layers.spec import Params, Shape, ShapeResult


def transposed_convolution(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """ConvTranspose2d: ``(C_in, H, W) -> (C_out, H_out, W_out)``.

    ``out = (in − 1)·stride − 2·padding + dilation·(kernel_size − 1) + output_padding + 1`` (torch.nn.ConvTranspose2d).
    """
    num_channels, *sizes = maps(inputs[0])
    out_channels = grouped_channels(params, num_channels)
    (height, height_formula), (width, width_formula) = (_spread(params, sizes[axis], axis) for axis in (0, 1))
    return ShapeResult((out_channels, height, width), both_axes(height_formula, width_formula))


def _spread(params: Params, size: int, axis: int) -> tuple[int, str]:
    kernel, stride, padding, extra, dilation = (
        pair(params, name)[axis] for name in ("kernel_size", "stride", "padding", "output_padding", "dilation")
    )
    if extra >= max(stride, dilation):
        raise ShapeError(
            f"output_padding {extra} must be smaller than stride {stride} or dilation {dilation}. Reduce "
            f"output_padding to {max(stride, dilation) - 1} or less."
        )
    uncut = (size - 1) * stride + dilation * (kernel - 1) + 1 + extra
    out = uncut - 2 * padding
    if out < 1:
        raise ShapeError(
            f"padding {padding} cuts more from both sides than the {uncut} px that come out. Reduce padding to "
            f"{(uncut - 1) // 2} or less."
        )
    reach = f"{kernel}" if dilation == 1 else f"{dilation}{DOT}({kernel} {MINUS} 1) + 1"
    return out, f"({size} {MINUS} 1){DOT}{stride} {MINUS} 2{DOT}{padding} + {reach} + {extra} = {out}"


def upsampling(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Upsample: ``(C, H, W) -> (C, H·scale, W·scale)``."""
    num_channels, *sizes = maps(inputs[0])
    scales = pair(params, "scale_factor")
    height, width = (size * scale for size, scale in zip(sizes, scales, strict=True))
    formulas = (f"{size}{DOT}{scale} = {size * scale}" for size, scale in zip(sizes, scales, strict=True))
    return ShapeResult((num_channels, height, width), both_axes(*formulas))


def zero_padding(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """ZeroPad2d: ``(C, H, W) -> (C, top + H + bottom, left + W + right)``."""
    num_channels, height, width = maps(inputs[0])
    padding = params["padding"]
    assert isinstance(padding, tuple)
    left, right, top, bottom = padding
    rows, columns = top + height + bottom, left + width + right
    formula = both_axes(f"{top} + {height} + {bottom} = {rows}", f"{left} + {width} + {right} = {columns}")
    return ShapeResult((num_channels, rows, columns), formula)


def channel_padding(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """PadChannels: ``(C, H, W) -> (out_channels, H, W)``."""
    num_channels, height, width = maps(inputs[0])
    out_channels = params["out_channels"]
    assert isinstance(out_channels, int)
    if out_channels < num_channels:
        raise ShapeError(
            f"out_channels {out_channels} is less than the {num_channels} maps that come in. Set out_channels to "
            f"{num_channels} or more."
        )
    formula = f"{num_channels} + {out_channels - num_channels} = {out_channels}"
    return ShapeResult((out_channels, height, width), formula)
