"""What a layer has learned: kernels as pictures, the weights' distribution over time, how many are next to nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import Filters, FiltersFrame, WeightsFrame
from gui.plots.elided_label import ElidedLabel
from gui.plots.footer import Footer
from gui.plots.kernels import Pages, Tiles, tiles_of
from gui.plots.maps_view import MapsView
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.pager import Pager
from gui.plots.ridge import RidgePlot

_NOTCH = 120
"""Qt's units for a notch of the wheel: eighths of a degree."""


class FiltersPlot(QWidget):
    """Shows `WeightsFrame`s and, of a convolution, `FiltersFrame`s, a page at a time.

    Signals:
        needs_changed(): other filters are looked at.
    """

    needs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: FiltersFrame | None = None
        self._tiles: Tiles | None = None
        self._pages: Pages | None = None
        self._turned = 0
        self.pager = Pager("kernels")
        self.pager.turned.connect(self.needs_changed)
        self.kernels = MapsView()
        self.ridge = RidgePlot()
        self.kernels_title, self.ridge_title = ElidedLabel(role="small"), ElidedLabel("weights over time", role="small")
        self.facts = ElidedLabel(role="small")
        self.footer = Footer()
        sides = QHBoxLayout()
        sides.setSpacing(14)
        self._left = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.kernels_title, 1)
        head.addWidget(self.pager)
        left, right = QVBoxLayout(self._left), QVBoxLayout()
        left.addLayout(head)
        left.addWidget(self.kernels, 1)
        right.addWidget(self.ridge_title)
        right.addWidget(self.ridge, 1)
        for side in (left, right):
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(4)
        sides.addWidget(self._left, 1)
        sides.addLayout(right, 1)
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

    @property
    def filters(self) -> Filters | None:
        """The filters that are looked at; None for the first ones."""
        if self._pages is None or not self.pager.page:
            return None
        return Filters(self._pages.first_of(self.pager.page)[0], self._pages.filters_a_page)

    def show_frame(self, frame: WeightsFrame) -> None:
        """Show a layer's weights over time."""
        self.ridge.show_frame(frame)
        self._pace.request()

    def show_filters(self, frame: FiltersFrame) -> None:
        """Show a convolution's kernels."""
        self._pages = Pages.of(frame)
        self.pager.set_num_pages(self._pages.count)
        first, first_input = self._pages.first_of(self.pager.page)
        if frame.first != first:  # of a page that was turned meanwhile
            return
        self._filters, self._tiles = frame, tiles_of(frame, first_input)
        self.kernels.show_maps(self._tiles.values, self._tiles.scale)
        self.kernels_title.set_text(kernels_text(frame, self._tiles))
        self.footer.color_bar.set_scale(None if frame.is_colour else self._tiles.scale)
        self._left.show()

    def clear(self) -> None:
        """Show nothing."""
        self._filters = self._tiles = self._pages = None
        self.pager.reset()
        self.kernels.clear()
        self.ridge.clear()
        self._left.hide()
        self.facts.set_text("")
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn pages over the kernels."""
        if self._left.isVisible() and self._left.geometry().contains(event.position().toPoint()):
            self._turned += event.angleDelta().y()
            num_notches = int(self._turned / _NOTCH)  # touchpads turn by less at a time
            self._turned -= num_notches * _NOTCH
            self.pager.turn(-num_notches)
            event.accept()

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
    """Return how many kernels there are, and before it which of them are shown if not all: the end may be cut off."""
    num_shown, num_inputs = len(tiles.values) // tiles.num_inputs, frame.kernels.shape[1]
    shown = "" if num_shown == frame.num_filters else f"{_range(frame.first, num_shown)} of "
    if tiles.num_inputs < num_inputs and not frame.is_colour:
        return f"{shown}{frame.num_filters:,} × inputs {_range(tiles.first_input, tiles.num_inputs)}"
    inputs = "in colour" if frame.is_colour else f"× {num_inputs:,} input{'' if num_inputs == 1 else 's'}"
    return f"{shown}{frame.num_filters:,} filters {inputs}"


def _range(first: int, count: int) -> str:
    return f"{first:,}–{first + count - 1:,}" if count > 1 else f"{first:,}"


def weights_text(frame: WeightsFrame) -> str:
    """Return how small the weights are: ``2.1% near 0 (< 0.001 max) · std 0.12 · L1 31 · L2 2.4``."""
    return (
        f"{frame.near_zero_share:.1%} near 0 (|w| < {frame.near_zero:g} max) · std {short(frame.std)} · "
        f"L1 {short(frame.l1)} · L2 {short(frame.l2)}"
    )
