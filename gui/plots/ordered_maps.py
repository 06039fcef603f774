"""All maps of a layer as one mosaic, in an order and a scale that the person chooses."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import ActivationFrame, ChannelGradientFrame
from gui.plots.choice import Choice
from gui.plots.color_bar import ColorBar
from gui.plots.color_scale import ColorScale
from gui.plots.elided_label import ElidedLabel
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.ordering import Order, Places, ordered
from gui.plots.own_scale import own_scaled
from gui.plots.pace import Pace
from gui.plots.switch import Switch

_ORDERS = tuple(Order)
_REORDER_MS = 1500
"""Maps that changed places with every step could not be watched."""


class OrderedMaps(QWidget):
    """Shows `ActivationFrame`s of maps.

    Signals:
        unit_hovered(tuple[int, int, int] | None): ``(channel, y, x)`` under the mouse, or that there is none.
        unit_clicked(tuple[int, int, int]): the unit that was clicked.
        order_changed(): the person chose another order.
    """

    unit_hovered = Signal(object)
    unit_clicked = Signal(object)
    order_changed = Signal()

    def __init__(self, color_bar: ColorBar, parent: QWidget | None = None) -> None:
        """Show nothing yet.

        Args:
            color_bar: says what the colours mean.
            parent: Qt's.
        """
        super().__init__(parent)
        self._color_bar = color_bar
        self._frame: ActivationFrame | None = None
        self._gradients: ChannelGradientFrame | None = None
        self._places: Places = np.arange(0)
        self.view = MapsView()
        self.order_choice = Choice({order.value: order.doc for order in _ORDERS})
        self.scale_switch = Switch("own scale", "Give each map its own range of colours")
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(ElidedLabel("order by", role="small"))
        controls.addWidget(self.order_choice)
        controls.addStretch(1)
        controls.addWidget(self.scale_switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(controls)
        layout.addWidget(self.view, 1)
        self._reordering = Pace(_REORDER_MS, self)
        self._reordering.due.connect(self._reorder)
        self.view.hovered.connect(self._announce_hover)
        self.view.clicked.connect(self._announce_click)
        self.order_choice.chosen.connect(self._choose_order)
        self.scale_switch.toggled.connect(self.draw)

    @property
    def order(self) -> Order:
        """By what the maps are ordered."""
        return _ORDERS[self.order_choice.place]

    @property
    def places(self) -> Places:
        """The channels in the order in which they stand."""
        return self._places

    @property
    def is_by_own_answer(self) -> bool:
        """Whether the order comes from the loss of the network's own answer: the picture has no target."""
        return self.order is Order.GRADIENT and self._gradients is not None and self._gradients.is_predicted

    @property
    def shared_scale(self) -> ColorScale | None:
        """The range of all maps together; None where each has its own."""
        return None if self._frame is None or self.scale_switch.isChecked() else ColorScale.of(self._frame.values)

    @property
    def readout(self) -> str:
        """The place and the value under the mouse; empty beside the maps."""
        unit = self._unit(self.view.cell) if self.view.cell is not None else None
        return map_readout(self._frame, unit) if self._frame is not None else ""

    def show_frame(self, frame: ActivationFrame) -> None:
        """Show maps in place of what was shown."""
        is_first = self._frame is None or len(self._frame.values) != len(frame.values)
        self._frame = frame
        if is_first:
            self._reordering.flush()
        else:
            self._reordering.request()
        self.draw()

    def show_gradients(self, frame: ChannelGradientFrame) -> None:
        """Order by these, if that is the order."""
        is_first = self._gradients is None
        self._gradients = frame
        if is_first:
            self._reordering.flush()

    def draw(self) -> None:
        """Show the maps as they are to be shown now."""
        frame = self._frame
        if frame is None:
            return
        values = frame.values if self.order is Order.INDEX else frame.values[self._places]
        shared = self.shared_scale
        shown, scale = (values, shared) if shared is not None else own_scaled(values)
        ends = ("−max", "max") if scale.is_signed else ("min", "max")
        self.view.show_maps(shown, scale)
        if not self.isHidden():  # another picture may be in its place, with a bar of its own
            self._color_bar.set_scale(scale, None if shared is not None else ends)

    def clear(self) -> None:
        """Show nothing."""
        self._frame = self._gradients = None
        self._places = np.arange(0)
        self.view.clear()

    def _choose_order(self) -> None:
        self.order_changed.emit()
        self._reordering.flush()

    def _reorder(self) -> None:
        if self._frame is None:
            return
        places = ordered(self._frame, self.order, self._gradients)
        if not np.array_equal(places, self._places):
            self._places = places
            self.draw()

    def _unit(self, cell: Cell) -> tuple[int, int, int] | None:
        is_there = cell.channel < len(self._places)
        return (int(self._places[cell.channel]), cell.y, cell.x) if is_there else None

    def _announce_hover(self, cell: Cell | None) -> None:
        self.unit_hovered.emit(self._unit(cell) if cell is not None else None)

    def _announce_click(self, cell: Cell) -> None:
        if (unit := self._unit(cell)) is not None:
            self.unit_clicked.emit(unit)


def map_readout(frame: ActivationFrame, unit: tuple[int, int, int] | None) -> str:
    """Return where a unit is and its value; empty for none."""
    if unit is None or not all(at < size for at, size in zip(unit, frame.values.shape, strict=True)):
        return ""
    channel, y, x = unit
    return f"channel {channel} · y {y} · x {x} · {short(float(frame.values[channel, y, x]))}"
