"""What a layer has learned: kernels as pictures, the weights' distribution over time, how many are next to nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import FiltersFrame, WeightsFrame
from gui.plots.elided_label import ElidedLabel
from gui.plots.footer import Footer
from gui.plots.kernels import Tiles, tiles_of
from gui.plots.maps_view import MapsView
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.ridge import RidgePlot


class FiltersPlot(QWidget):
    """Shows `WeightsFrame`s and, of a convolution, `FiltersFrame`s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: FiltersFrame | None = None
        self._tiles: Tiles | None = None
        self.kernels = MapsView()
        self.ridge = RidgePlot()
        self.kernels_title, self.ridge_title = ElidedLabel(role="small"), ElidedLabel("weights over time", role="small")
        self.facts = ElidedLabel(role="small")
        self.footer = Footer()
        sides = QHBoxLayout()
        sides.setSpacing(14)
        self._left = QWidget()
        for holder, title, picture in (
            (self._left, self.kernels_title, self.kernels),
            (QWidget(), self.ridge_title, self.ridge),
        ):
            side = QVBoxLayout(holder)
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(4)
            side.addWidget(title)
            side.addWidget(picture, 1)
            sides.addWidget(holder, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(sides, 1)
        layout.addWidget(self.facts)
        layout.addWidget(self.footer)
        self._left.hide()
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._read_out)
        self.kernels.hovered.connect(self._pace.flush)

    @property
    def frame(self) -> WeightsFrame | None:
        """The weights on show."""
        return self.ridge.frame

    def show_frame(self, frame: WeightsFrame) -> None:
        """Show a layer's weights over time."""
        self.ridge.show_frame(frame)
        self._pace.request()

    def show_filters(self, frame: FiltersFrame) -> None:
        """Show a convolution's kernels."""
        self._filters, self._tiles = frame, tiles_of(frame)
        self.kernels.show_maps(self._tiles.values, self._tiles.scale)
        self.kernels_title.set_text(kernels_text(frame, self._tiles))
        self.footer.color_bar.set_scale(None if frame.is_colour else self._tiles.scale)
        self._left.show()

    def clear(self) -> None:
        """Show nothing."""
        self._filters = self._tiles = None
        self.kernels.clear()
        self.ridge.clear()
        self._left.hide()
        self.facts.set_text("")
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def _read_out(self) -> None:
        frame = self.ridge.frame
        self.facts.set_text(weights_text(frame) if frame is not None else "")
        self.footer.readout.set_text(self._readout())

    def _readout(self) -> str:
        frame, tiles, cell = self._filters, self._tiles, self.kernels.cell
        if frame is None or tiles is None or cell is None or cell.channel >= len(tiles.values):
            return ""
        number, source = tiles.place(cell.channel)
        weights = frame.kernels[number, :, cell.y, cell.x]
        shown = weights if frame.is_colour else weights[source : source + 1]
        where = f"filter {frame.first + number}" + ("" if frame.is_colour else f" · input {source}")
        return f"{where} · y {cell.y} · x {cell.x} · {', '.join(short(float(weight)) for weight in shown)}"


def kernels_text(frame: FiltersFrame, tiles: Tiles) -> str:
    """Return how many kernels there are, and how many are shown if not all."""
    num_shown = len(tiles.values) // tiles.num_inputs
    shown = "" if num_shown == frame.num_filters else f", first {num_shown:,}"
    num_inputs = frame.kernels.shape[1]
    inputs = "in colour" if frame.is_colour else f"× {num_inputs:,} input{'' if num_inputs == 1 else 's'}"
    return f"{frame.num_filters:,} filters {inputs}{shown}"


def weights_text(frame: WeightsFrame) -> str:
    """Return how small the weights are: ``2.1% near 0 (< 0.001 max) · std 0.12 · L1 31 · L2 2.4``."""
    return (
        f"{frame.near_zero_share:.1%} near 0 (|w| < {frame.near_zero:g} max) · std {short(frame.std)} · "
        f"L1 {short(frame.l1)} · L2 {short(frame.l2)}"
    )
