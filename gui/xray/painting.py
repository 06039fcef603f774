"""Lays what the frames say over the cards and wires of one canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtGui import QImage

from engine.graph.display import Key
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
        self._images: dict[str, QImage] = {}
        self._colours: ColoursFrame | None = None
        self._times: TimesFrame | None = None
        self._on_nodes: Values = {}
        self._on_wires: Values = {}
        self._on_boxes: dict[Key, float] = {}
        self._flows: Values = {}

    def forget(self) -> None:
        """Begin with another network, or another run."""
        self._colours = self._times = None
        self._images = {}

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
            is_dark = appearance.theme.is_dark
            # What was seen before stays while one looks elsewhere.
            self._images |= {node_id: heat.thumbnail_image(each, is_dark) for node_id, each in frame.images.items()}
        elif isinstance(frame, ColoursFrame):
            self._colours = frame
        elif isinstance(frame, TimesFrame):
            self._times = frame

    def lay_over(self, canvas: CanvasView) -> int:
        """Show it on a canvas at once; return how many cards look different now."""
        return sum(self.laying_over(canvas))

    def laying_over(self, canvas: CanvasView) -> Iterator[int]:
        """Show it on a canvas one by one; yield after each card whether it looks different now, after each wire 0.

        All at once would hold up the window where there are hundreds of them.
        """
        items = canvas.items_by_graph
        boxes, wires = list(items.boxes.values()), list(items.wires())
        self._measure(boxes)
        for box in boxes:
            yield box.show_overlay(self._on_card(box))
        colored = (self.scale, self._on_wires) if self.scale is not None else None
        backward = (self.backward, self._flows) if self.backward is not None else None
        for wire in wires:
            wire.show_overlay(wire_look(wire, colored, backward))
            yield 0
        items.overlay_revision += 1
        if canvas.is_far:
            canvas.viewport().update()

    def _value_of(self, quantity: Quantity, box: BoxItem) -> float:
        """Return the value that a card's colour stands for; NaN for none."""
        own = [self._on_nodes.get(node_id, math.nan) for node_id in box.node_ids]
        return together(quantity, own, self._on_nodes.get(shown_node(box), math.nan))

    def _measure(self, boxes: Iterable[BoxItem]) -> None:
        """Find the range of all that is shown: closed groups have more than their nodes."""
        quantity, self.scale, self.backward = self._switches.quantity, None, None
        if quantity is not None:
            self._on_nodes, self._on_wires = self._values(quantity), self._values(WIRES_HAVE.get(quantity, quantity))
            self._on_boxes = {box.box.key: self._value_of(quantity, box) for box in boxes}
            self.scale = QuantityScale.of(quantity, [*self._on_boxes.values(), *self._on_wires.values()])
        if self._switches.backprop:
            self._flows = self._values(Quantity.EDGE_GRADIENT)
            self.backward = QuantityScale.of(Quantity.EDGE_GRADIENT, self._flows.values())

    def _values(self, quantity: Quantity) -> Values:
        frame = self._times if quantity is Quantity.TIME else self._colours
        return frame.of(quantity) if frame is not None else {}

    def _on_card(self, box: BoxItem) -> OnCard:
        image = self._images.get(shown_node(box)) if self._switches.thumbnails is not None else None
        if self.scale is None:
            return OnCard(image)
        value = self._on_boxes.get(box.box.key, math.nan)  # it may have been closed or opened since it was measured
        place = self.scale.place(value)
        if place is None:
            return OnCard(image)
        return OnCard(image, heat.color(place, appearance.theme.is_dark), figure(self.scale.quantity, value))


def shown_node(box: BoxItem) -> str:
    """Return the node whose output a card shows: its own, or of a closed group the first that leaves it."""
    return box.box.outputs[0] if box.box.paths and box.box.outputs else box.node_ids[-1]
