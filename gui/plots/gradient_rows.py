"""The gradients' norms of a whole run, one row per node: what the heat map shows, as numbers. No Qt.

A frame has all of a run, but mostly it is the former one with a column more: only what is new is reckoned. So thousands
of rows keep up with 30 frames a second.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.probes.frames import GradientHistoryFrame
from gui.plots.brackets import Bracket, brackets_of
from gui.plots.color_scale import ColorScale, Values

_FEWEST = 64
"""Columns for which there is room at first; doubled when they are used up."""


class GradientRows:
    """Rows in network order.

    Attributes:
        names: of the nodes.
        brackets: groups of neighbours among them.
        steps: ``(T,)``.
        frozen: whether all parameters of a node are frozen now.
        num_kept: how many columns the last frame left as they were.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.brackets: tuple[Bracket, ...] = ()
        self.steps: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self.frozen: tuple[bool, ...] = ()
        self.num_kept = 0
        self._node_ids: tuple[str, ...] = ()
        self._names_of: Mapping[str, str] = {}
        self._starts: npt.NDArray[np.intp] = np.empty(0, np.intp)
        self._norms: Values = np.empty((0, 0), np.float32)
        self._logs: Values = np.empty((0, 0), np.float32)
        self._ends = np.inf, -np.inf

    @property
    def norms(self) -> Values:
        """``(nodes, T)``: of all parameters of a node together; NaN while all of them were frozen."""
        return self._norms[: len(self.steps)].T

    @property
    def logs(self) -> Values:
        """``(T, nodes)``: ``log10`` of the norms; -inf for 0, NaN while frozen."""
        return self._logs[: len(self.steps)]

    @property
    def scale(self) -> ColorScale:
        """The whole powers of ten between which the logarithms lie."""
        low, high = self._ends
        if low > high:
            return ColorScale(-3.0, 0.0, is_signed=False)
        bottom, top = float(np.floor(low)), float(np.ceil(high))
        return ColorScale(bottom, max(top, bottom + 1), is_signed=False)

    def take(self, frame: GradientHistoryFrame, names: Mapping[str, str]) -> None:
        """Take in a frame in place of the former one; parameters of one node stand together in it.

        Args:
            frame: the norms.
            names: of nodes, by id.
        """
        if frame.node_ids != self._node_ids or names is not self._names_of:
            self._begin(frame.node_ids, names)
        kept = len(self.steps)
        is_longer = kept <= len(frame.steps) and np.array_equal(frame.steps[:kept], self.steps)
        self.num_kept = kept if is_longer else 0
        self.steps = frame.steps
        self.frozen = tuple(np.logical_and.reduceat(np.array(frame.frozen), self._starts).tolist())
        if self.num_kept == 0:
            self._ends = np.inf, -np.inf
        if self.num_kept < len(frame.steps):
            self._note(self.num_kept, frame.norms[:, self.num_kept :])

    def _begin(self, node_ids: tuple[str, ...], names: Mapping[str, str]) -> None:
        nodes = tuple(dict.fromkeys(node_ids))
        self._node_ids, self._names_of = node_ids, names
        self.names = tuple(names.get(node_id, node_id) for node_id in nodes)
        self.brackets = brackets_of(self.names)
        self._starts = np.array([0, *(at for at in range(1, len(node_ids)) if node_ids[at] != node_ids[at - 1])])
        self.steps = self.steps[:0]
        self._norms, self._logs = (np.empty((_FEWEST, len(nodes)), np.float32) for _ in range(2))

    def _note(self, first: int, norms: Values) -> None:
        """Note the parameters' norms ``(P, new)`` of some columns."""
        self._make_room(first + norms.shape[1])
        squares = np.nan_to_num(norms.astype(np.float64) ** 2, nan=0.0, posinf=np.inf)
        known = np.logical_or.reduceat(~np.isnan(norms), self._starts, axis=0)
        of_nodes = np.where(known, np.sqrt(np.add.reduceat(squares, self._starts, axis=0)), np.nan).T
        with np.errstate(divide="ignore"):
            logs = np.log10(of_nodes)
        self._norms[first : first + len(logs)], self._logs[first : first + len(logs)] = of_nodes, logs
        finite = logs[np.isfinite(logs)]
        if finite.size:
            self._ends = min(self._ends[0], float(finite.min())), max(self._ends[1], float(finite.max()))

    def _make_room(self, num_columns: int) -> None:
        room = len(self._norms)
        while room < num_columns:
            room *= 2
        if room > len(self._norms):
            missing = ((0, room - len(self._norms)), (0, 0))
            self._norms, self._logs = np.pad(self._norms, missing), np.pad(self._logs, missing)
