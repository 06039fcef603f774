"""A convolution's arithmetic in words and numbers. No Qt."""

from __future__ import annotations

from engine.probes.frames import ConvolutionFrame, Unit
from gui.plots.numbers import short


def unit_text(unit: Unit) -> str:
    """Return where a value is: ``output[2, 14, 7]``."""
    return f"output[{unit.channel}, {unit.y}, {unit.x}]"


def product_text(frame: ConvolutionFrame, shown: int, place: tuple[int, int]) -> str:
    """Return what one cell of the patch adds.

    Args:
        frame: the arithmetic.
        shown: place of the channel in the patch.
        place: row and column of the cell.
    """
    row, column = place
    patch, kernel = float(frame.patch[shown, row, column]), float(frame.kernel[shown, row, column])
    y, x = frame.rows[row], frame.columns[column]
    _, height, width = frame.input_shape
    where = f"y {y}, x {x}" if 0 <= y < height and 0 <= x < width else "padding"
    return f"{where}: {short(patch)} × {short(kernel)} = {short(patch * kernel)}"


def sum_text(frame: ConvolutionFrame) -> str:
    """Return how the value is put together: ``Σ of 6 inputs −0.120 + bias 0.051 = −0.069``."""
    count = len(frame.patch)
    total = short(float(frame.channel_sums.sum(dtype=float)))
    inputs = "Σ" if count == 1 else f"Σ of {count:,} inputs"
    return f"{inputs} {total} {_signed(frame.bias)} = {short(frame.value)}"


def _signed(bias: float) -> str:
    return f"{'−' if bias < 0 else '+'} bias {short(abs(bias))}"
