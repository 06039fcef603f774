"""What a layer makes of the watched picture: its maps as one mosaic, or one of them large, or its vector as bars."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from engine.probes.frames import ActivationFrame, MapFrame
from gui.plots.color_scale import ColorScale
from gui.plots.enlarged_map import EnlargedMap
from gui.plots.footer import Footer
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.ordered_maps import OrderedMaps
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.vector_bars import VectorBars
from gui.receptive.units import Sight


class ActivationsPlot(QWidget):
    """Shows `ActivationFrame`s of one node.

    Signals:
        unit_hovered(tuple[int, ...] | None): the unit under the mouse, ``(channel, y, x)`` of maps or ``(i,)``.
        unit_clicked(tuple[int, ...]): the unit that was clicked.
        unit_pointed(tuple[int, int]): the unit of the enlarged map whose part of the picture is to be shown.
        needs_changed(): another map is enlarged, or another order chosen.
    """

    unit_hovered = Signal(object)
    unit_clicked = Signal(object)
    unit_pointed = Signal(object)
    needs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: ActivationFrame | None = None
        self._channel: int | None = None
        self.footer = Footer()
        self.ordered = OrderedMaps(self.footer.color_bar)
        self.maps = self.ordered.view
        self.enlarged = EnlargedMap()
        self.cells, self.bars = MapsView(gap=1), VectorBars()
        self._pictures = QStackedLayout()
        for picture in (self.ordered, self.enlarged, self.cells, self.bars):
            self._pictures.addWidget(picture)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._pictures, 1)
        layout.addWidget(self.footer)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._read_out)
        self._connect()

    @property
    def frame(self) -> ActivationFrame | None:
        """What is on show."""
        return self._frame

    @property
    def channel(self) -> int | None:
        """The map that is enlarged; None where all are shown."""
        return self._channel

    def show_frame(self, frame: ActivationFrame) -> None:
        """Show a node's output in place of what was shown."""
        self._frame = frame
        if frame.values.ndim == 1:
            self._show_vector(frame)
        else:
            self._pictures.setCurrentWidget(self.ordered if self._channel is None else self.enlarged)
            self.ordered.show_frame(frame)
        self._pace.request()

    def show_map(self, frame: MapFrame) -> None:
        """Show the enlarged map's values."""
        if frame.channel == self._channel:
            self.enlarged.show_frame(frame, self.ordered.shared_scale)
            self.footer.color_bar.set_scale(self.enlarged.map.scale)
            self._pace.request()

    def show_sight(self, sight: Sight | None) -> None:
        """Show what a unit of the enlarged map sees."""
        self.enlarged.show_sight(sight)
        self._pace.flush()

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        for picture in (self.ordered, self.cells, self.bars):
            picture.clear()
        self._enlarge(None)
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None and self._frame.values.ndim == 1:
            self._show_vector(self._frame)  # bars may have room now, or no more

    def _connect(self) -> None:
        for signal in (self.maps.hovered, self.cells.hovered, self.bars.hovered, self.enlarged.map.hovered):
            signal.connect(self._pace.flush)
        self.ordered.unit_hovered.connect(self.unit_hovered)
        self.ordered.unit_clicked.connect(self._click)
        self.ordered.order_changed.connect(self.needs_changed)
        self.cells.hovered.connect(self._announce_cell)
        self.bars.hovered.connect(self._announce_bar)
        self.enlarged.unit_pointed.connect(self.unit_pointed)
        self.enlarged.left.connect(self._leave)

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

    def _click(self, unit: tuple[int, int, int]) -> None:
        self.unit_clicked.emit(unit)
        self._enlarge(unit[0])
        self.unit_pointed.emit(unit[1:])

    def _leave(self) -> None:
        self._enlarge(None)

    def _enlarge(self, channel: int | None) -> None:
        if channel == self._channel:
            return
        self._channel = channel
        self.enlarged.clear()
        self._pictures.setCurrentWidget(self.ordered if channel is None else self.enlarged)
        self.ordered.draw()
        self.needs_changed.emit()

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
        if self._channel is None:
            return self.ordered.readout
        sight = self.enlarged.field.shown
        return self.enlarged.readout(sight.unit if sight is not None else None)


def vector_readout(frame: ActivationFrame, place: int | None) -> str:
    """Return a place of a vector and its value; empty beside the bars."""
    if place is None or place >= len(frame.values):
        return ""
    return f"index {place} · {short(float(frame.values[place]))}"


def _channel(cell: Cell | None) -> int | None:
    return cell.channel if cell is not None else None
