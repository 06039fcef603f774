"""A pooling layer's input beside its output: what is kept, and how coarsely."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.layers.shapes import text
from engine.probes.frames import PoolingFrame
from gui.plots.color_scale import ColorScale, Values
from gui.plots.elided_label import ElidedLabel
from gui.plots.footer import Footer
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace


class PoolingPlot(QWidget):
    """Shows `PoolingFrame`s of one node: equal places at equal spots, in one colour scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: PoolingFrame | None = None
        self.before, self.after = MapsView(), MapsView()
        self.before_title, self.after_title = ElidedLabel(role="small"), ElidedLabel(role="small")
        self.footer = Footer()
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for title, maps in ((self.before_title, self.before), (self.after_title, self.after)):
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(title)
            side.addWidget(maps, 1)
            sides.addLayout(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(sides, 1)
        layout.addWidget(self.footer)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._read_out)
        self.before.hovered.connect(self._hovered)
        self.after.hovered.connect(self._hovered)

    @property
    def frame(self) -> PoolingFrame | None:
        """What is on show."""
        return self._frame

    def show_frame(self, frame: PoolingFrame) -> None:
        """Show a layer's input and output in place of what was shown."""
        self._frame = frame
        scale = ColorScale.of(frame.before, frame.after)
        _, height, width = frame.before.shape
        self.before.show_maps(frame.before, scale, (height, width))
        self.after.show_maps(frame.after, scale, (height, width))
        self.before_title.set_text(f"before {_shape(frame, frame.before)}")
        self.after_title.set_text(f"after {_shape(frame, frame.after)}")
        self.footer.color_bar.set_scale(scale)
        self._pace.request()

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        for maps, title in ((self.before, self.before_title), (self.after, self.after_title)):
            maps.clear()
            maps.mark(None)
            title.set_text("")
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def _hovered(self, cell: Cell | None) -> None:
        """Mark the same channel on both sides."""
        channel = cell.channel if cell is not None else None
        self.before.mark(channel)
        self.after.mark(channel)
        self._pace.flush()

    def _read_out(self) -> None:
        self.footer.readout.set_text(_readout(self.before) or _readout(self.after))


def _shape(frame: PoolingFrame, values: Values) -> str:
    return text((frame.num_channels, *values.shape[1:]))


def _readout(maps: MapsView) -> str:
    cell, values = maps.cell, maps.values
    if cell is None or values is None or cell.channel >= len(values):
        return ""
    _, height, width = values.shape
    if cell.y >= height or cell.x >= width:
        return ""
    value = short(float(values[cell.channel, cell.y, cell.x]))
    return f"channel {cell.channel} · y {cell.y} · x {cell.x} · {value}"
