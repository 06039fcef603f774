"""The kinds of array in frames; for type checkers alone, since numpy takes a seventh of a second to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float32]
    Integers: TypeAlias = npt.NDArray[np.int64]
    Places: TypeAlias = npt.NDArray[np.int32]
    Booleans: TypeAlias = npt.NDArray[np.bool_]
    Pixels: TypeAlias = npt.NDArray[np.uint8]
