"""The gradients' norms of a whole run, one row per node: what the heat map shows, as numbers. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.probes.frames import GradientHistoryFrame
from gui.plots.color_scale import ColorScale, Values


@dataclass(frozen=True)
class GradientRows:
    """Rows in network order.

    Attributes:
        names: of the nodes.
        steps: ``(T,)``.
        norms: ``(nodes, T)``: of all parameters of a node together; NaN while all of them were frozen.
        frozen: whether all parameters of a node are frozen now.
    """

    names: tuple[str, ...]
    steps: npt.NDArray[np.int64]
    norms: Values
    frozen: tuple[bool, ...]

    @classmethod
    def of(cls, frame: GradientHistoryFrame, names: Mapping[str, str]) -> GradientRows:
        """Return a frame's rows; parameters of one node stand together in it."""
        node_ids = tuple(dict.fromkeys(frame.node_ids))
        row_of = {node_id: row for row, node_id in enumerate(node_ids)}
        rows = np.array([row_of[node_id] for node_id in frame.node_ids], np.intp)
        squares = np.zeros((len(node_ids), len(frame.steps)), np.float64)
        known = np.zeros(squares.shape, bool)
        np.add.at(squares, rows, np.nan_to_num(frame.norms.astype(np.float64) ** 2, nan=0.0, posinf=np.inf))
        np.logical_or.at(known, rows, ~np.isnan(frame.norms))
        norms = np.where(known, np.sqrt(squares), np.nan).astype(np.float32)
        learned = {node for node, frozen in zip(frame.node_ids, frame.frozen, strict=True) if not frozen}
        return cls(
            tuple(names.get(node_id, node_id) for node_id in node_ids),
            frame.steps,
            norms,
            tuple(node_id not in learned for node_id in node_ids),
        )

    @cached_property
    def logs(self) -> Values:
        """Return ``log10`` of the norms; a norm of 0 becomes the smallest one that there is above 0."""
        shown = self.norms[np.isfinite(self.norms) & (self.norms > 0)]
        floor = shown.min() if shown.size else np.float32(1e-3)
        with np.errstate(invalid="ignore"):
            logs: Values = np.log10(np.where(self.norms == 0, floor, self.norms))
        return logs

    @cached_property
    def scale(self) -> ColorScale:
        """Return the whole powers of ten between which the logarithms lie."""
        logs = self.logs
        finite = logs[np.isfinite(logs)]
        if not finite.size:
            return ColorScale(-3.0, 0.0, is_signed=False)
        low, high = float(np.floor(finite.min())), float(np.ceil(finite.max()))
        return ColorScale(low, max(high, low + 1), is_signed=False)
