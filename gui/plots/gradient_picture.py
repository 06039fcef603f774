"""The heat map's pixels: a byte for each, as many as the screen has, and only new columns are coloured. No Qt.

Columns are as wide as their steps are apart. Where there are more rows than pixels, a pixel shows the largest norm of
its rows: a row that explodes is seen, however many there are.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from gui.plots.color_scale import ColorScale, Pixels, Values, table
from gui.plots.gradient_rows import GradientRows

Codes = npt.NDArray[np.uint8]

_FROZEN, _FIRST, _LAST, _NOT_FINITE = 0, 1, 254, 255
"""The codes of pixels; of several the largest counts."""


class GradientPicture:
    """Colours the rows of a run.

    Args:
        rows: what is shown; asked anew with each `pixels`.
    """

    def __init__(self, rows: GradientRows) -> None:
        self._rows = rows
        self._scale: ColorScale | None = None
        self._bands: Codes = np.empty((0, 0), np.uint8)
        """``(room for columns, bands)``."""
        self._num_known = 0

    def pixels(self, width: int, height: int) -> Codes:
        """Return the codes, ``(bands, width)``: a band is a pixel high, or a row's height where there is room.

        Args:
            width, height: in the screen's pixels.
        """
        self._keep_up(self.num_bands(height))
        return np.ascontiguousarray(self._bands[self.columns_at((np.arange(width) + 0.5) / width)].T)

    def num_bands(self, height: int) -> int:
        """Return how many rows of pixels there are at a height."""
        return max(1, min(height, len(self._rows.names)))

    def rows_in(self, band: int, num_bands: int) -> range:
        """Return the rows of which a band shows the largest."""
        count = len(self._rows.names)
        return range(band * count // num_bands, (band + 1) * count // num_bands)

    def columns_at(self, places: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
        """Return the columns at places from 0 to 1: each lasts until the step of the next."""
        steps = self._rows.steps
        first, last = float(steps[0]), float(steps[-1])
        end = last + max(1.0, (last - first) / max(1, len(steps) - 1))
        found = np.searchsorted(steps, first + places * (end - first), side="right") - 1
        return found.clip(0, len(steps) - 1)

    def _keep_up(self, num_bands: int) -> None:
        """Code the columns that are new; all of them where the range, the bands or the columns are others."""
        rows, num_columns = self._rows, len(self._rows.steps)
        is_other = rows.scale != self._scale or self._bands.shape[1] != num_bands
        self._scale = rows.scale
        known = 0 if is_other else min(self._num_known, rows.num_kept)
        if is_other or num_columns > len(self._bands):
            room = np.empty((2 * num_columns, num_bands), np.uint8)
            if known:
                room[:known] = self._bands[:known]
            self._bands = room
        if known < num_columns:
            starts = [self.rows_in(band, num_bands).start for band in range(num_bands)]
            self._bands[known:num_columns] = np.maximum.reduceat(self._coded(rows.logs[known:]), starts, axis=1)
        self._num_known = num_columns

    def _coded(self, logs: Values) -> Codes:
        assert self._scale is not None
        share = (logs - np.float32(self._scale.low)) * np.float32(
            (_LAST - _FIRST) / (self._scale.high - self._scale.low)
        )
        codes = np.rint(np.nan_to_num(share, nan=0, neginf=0, posinf=0)).clip(0, _LAST - _FIRST) + _FIRST
        codes[np.isnan(logs)] = _FROZEN
        codes[np.isposinf(logs)] = _NOT_FINITE
        coded: Codes = codes.astype(np.uint8)
        return coded


@cache
def colors(is_dark: bool) -> tuple[int, ...]:
    """Return the colour of each code, ``0xAARRGGBB``."""
    whole: Pixels = table(False, is_dark)
    places = np.rint(np.linspace(0, len(whole) - 2, _LAST - _FIRST + 1)).astype(np.intp)
    return (0, *whole[places].tolist(), int(whole[-1]))
