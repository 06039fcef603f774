"""What a layer makes of the probe image: its maps as one mosaic, or its vector as bars."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from engine.probes.frames import ActivationFrame
from gui.plots.color_scale import ColorScale
from gui.plots.footer import Footer
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.vector_bars import VectorBars


class ActivationsPlot(QWidget):
    """Shows `ActivationFrame`s of one node.

    Signals:
        unit_hovered(tuple[int, ...] | None): the unit under the mouse, ``(channel, y, x)`` of maps or ``(i,)``.
        unit_clicked(tuple[int, ...]): the unit that was clicked.
    """

    unit_hovered = Signal(object)
    unit_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: ActivationFrame | None = None
        self.maps = MapsView()
        self.cells = MapsView(gap=1)
        self.bars = VectorBars()
        self.footer = Footer()
        self._pictures = QStackedLayout()
        for picture in (self.maps, self.cells, self.bars):
            self._pictures.addWidget(picture)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._pictures, 1)
        layout.addWidget(self.footer)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._read_out)
        for signal in (self.maps.hovered, self.cells.hovered, self.bars.hovered):
            signal.connect(self._pace.flush)
        self.maps.hovered.connect(self._announce_place)
        self.maps.clicked.connect(self._announce_click)
        self.cells.hovered.connect(self._announce_cell)
        self.bars.hovered.connect(self._announce_bar)

    @property
    def frame(self) -> ActivationFrame | None:
        """What is on show."""
        return self._frame

    def show_frame(self, frame: ActivationFrame) -> None:
        """Show a node's output in place of what was shown."""
        self._frame = frame
        if frame.values.ndim == 1:
            self._show_vector(frame)
        else:
            self._show_maps(frame)
        self._pace.request()

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        for picture in (self.maps, self.cells, self.bars):
            picture.clear()
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None and self._frame.values.ndim == 1:
            self._show_vector(self._frame)  # bars may have room now, or no more

    def _show_maps(self, frame: ActivationFrame) -> None:
        scale = ColorScale.of(frame.values)
        self.maps.show_maps(frame.values, scale)
        self.footer.color_bar.set_scale(scale)
        self._pictures.setCurrentWidget(self.maps)

    def _show_vector(self, frame: ActivationFrame) -> None:
        if VectorBars.has_room_for(len(frame.values), self.width()):
            self.bars.show_values(frame.values)
            self.footer.color_bar.set_scale(None)
            self._pictures.setCurrentWidget(self.bars)
            return
        scale = ColorScale.of(frame.values)
        self.cells.show_maps(frame.values[:, None, None], scale)
        self.footer.color_bar.set_scale(scale)
        self._pictures.setCurrentWidget(self.cells)

    def _announce_place(self, cell: Cell | None) -> None:
        self.unit_hovered.emit((cell.channel, cell.y, cell.x) if cell is not None else None)

    def _announce_click(self, cell: Cell) -> None:
        self.unit_clicked.emit((cell.channel, cell.y, cell.x))

    def _announce_cell(self, cell: Cell | None) -> None:
        self.unit_hovered.emit((cell.channel,) if cell is not None else None)

    def _announce_bar(self, place: int | None) -> None:
        self.unit_hovered.emit((place,) if place is not None else None)

    def _read_out(self) -> None:
        self.footer.readout.set_text(self._readout())

    def _readout(self) -> str:
        frame = self._frame
        if frame is None:
            return ""
        if frame.values.ndim == 1:
            place = self.bars.place if self._pictures.currentWidget() is self.bars else _channel(self.cells.cell)
            return vector_readout(frame, place)
        return map_readout(frame, self.maps.cell)


def map_readout(frame: ActivationFrame, cell: Cell | None) -> str:
    """Return where a cell is and its value; empty beside the maps."""
    channels, height, width = frame.values.shape
    if cell is None or not (cell.channel < channels and cell.y < height and cell.x < width):
        return ""
    value = short(float(frame.values[cell.channel, cell.y, cell.x]))
    return f"channel {cell.channel} · y {cell.y} · x {cell.x} · {value}"


def vector_readout(frame: ActivationFrame, place: int | None) -> str:
    """Return a place of a vector and its value; empty beside the bars."""
    if place is None or place >= len(frame.values):
        return ""
    return f"index {place} · {short(float(frame.values[place]))}"


def _channel(cell: Cell | None) -> int | None:
    return cell.channel if cell is not None else None
