"""Lays what the frames say over the cards and wires of one canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from engine.probes.frames import ColoursFrame, Quantity, ThumbnailsFrame, TimesFrame
from gui.canvas.items.box_item import BoxItem
from gui.canvas.overlay import OnCard
from gui.canvas.view import CanvasView
from gui.theme.appearance import appearance
from gui.xray import heat
from gui.xray.quantity_scale import QuantityScale, figure, together
from gui.xray.switches import Switches
from gui.xray.wire_looks import WIRES_HAVE, wire_look

Values = Mapping[str, float]


class Painting:
    """The latest frames, and how they look. Only cards that change are painted anew.

    Attributes:
        scale: of the colours; None while there is nothing to colour by.
        backward: of the wires' widths; None while nothing flows back.
    """

    def __init__(self) -> None:
        self.scale: QuantityScale | None = None
        self.backward: QuantityScale | None = None
        self._switches = Switches()
        self._thumbnails: ThumbnailsFrame | None = None
        self._colours: ColoursFrame | None = None
        self._times: TimesFrame | None = None

    def forget(self) -> None:
        """Begin with another network, or another run."""
        self._thumbnails = self._colours = self._times = None

    def set_switches(self, switches: Switches) -> None:
        """Show something else of the latest frames."""
        self._switches = switches

    @property
    def step(self) -> int | None:
        """The training step that the colours and wires are of; None while there are none."""
        frame = self._times if self._switches.quantity is Quantity.TIME else self._colours
        return frame.step if frame is not None else None

    def take(self, frame: object) -> None:
        """Take in a frame in place of the former one of its kind."""
        if isinstance(frame, ThumbnailsFrame):
            former = self._thumbnails.images if self._thumbnails is not None else {}
            # What was seen before stays while one looks elsewhere.
            self._thumbnails = ThumbnailsFrame(frame.step, {**former, **frame.images})
        elif isinstance(frame, ColoursFrame):
            self._colours = frame
        elif isinstance(frame, TimesFrame):
            self._times = frame

    def lay_over(self, canvas: CanvasView) -> None:
        """Show it on a canvas."""
        items = canvas.items_by_graph
        self._measure(items.boxes.values())
        for box in items.boxes.values():
            box.show_overlay(self._on_card(box))
        colored = (self.scale, self._wire_values()) if self.scale is not None else None
        backward = (self.backward, self._values(Quantity.EDGE_GRADIENT)) if self.backward is not None else None
        for wire in items.wires():
            wire.show_overlay(wire_look(wire, colored, backward))
        items.revision += 1
        if canvas.is_far:
            canvas.viewport().update()

    def value_of(self, box: BoxItem) -> float:
        """Return the value that a card's colour stands for; NaN for none."""
        quantity = self._switches.quantity
        if quantity is None:
            return math.nan
        values = self._values(quantity)
        own = [values.get(node_id, math.nan) for node_id in box.node_ids]
        return together(quantity, own, values.get(shown_node(box), math.nan))

    def _measure(self, boxes: Iterable[BoxItem]) -> None:
        """Find the range of all that is shown: closed groups have more than their nodes."""
        quantity, self.scale, self.backward = self._switches.quantity, None, None
        if quantity is not None:
            shown = [self.value_of(box) for box in boxes]
            self.scale = QuantityScale.of(quantity, [*shown, *self._wire_values().values()])
        if self._switches.backprop:
            flows = self._values(Quantity.EDGE_GRADIENT)
            self.backward = QuantityScale.of(Quantity.EDGE_GRADIENT, flows.values())

    def _values(self, quantity: Quantity) -> Values:
        frame = self._times if quantity is Quantity.TIME else self._colours
        return frame.of(quantity) if frame is not None else {}

    def _wire_values(self) -> Values:
        quantity = self._switches.quantity
        return self._values(WIRES_HAVE.get(quantity, quantity)) if quantity is not None else {}

    def _on_card(self, box: BoxItem) -> OnCard:
        image = None
        if self._switches.thumbnails is not None and self._thumbnails is not None:
            thumbnail = self._thumbnails.images.get(shown_node(box))
            image = heat.thumbnail_image(thumbnail, appearance.theme.is_dark) if thumbnail is not None else None
        value = self.value_of(box)
        place = self.scale.place(value) if self.scale is not None else None
        if place is None or self.scale is None:
            return OnCard(image)
        return OnCard(image, heat.color(place, appearance.theme.is_dark), figure(self.scale.quantity, value))


def shown_node(box: BoxItem) -> str:
    """Return the node whose output a card shows: its own, or of a closed group the first that leaves it."""
    return box.box.outputs[0] if box.box.paths and box.box.outputs else box.node_ids[-1]
