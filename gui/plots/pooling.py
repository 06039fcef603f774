"""A pooling layer's input beside its output: what is kept, how coarsely, and how little it minds a shifted picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.layers.shapes import text
from engine.probes.frames import PoolingFrame, Shift, ShiftFrame
from gui.plots.color_scale import ColorScale, Values
from gui.plots.elided_label import ElidedLabel
from gui.plots.footer import Footer
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.shift_sliders import ShiftSliders


class PoolingPlot(QWidget):
    """Shows `PoolingFrame`s of one node, equal places at equal spots, in one scale; while shifted, `ShiftFrame`s.

    Signals:
        needs_changed(): the picture is to be shifted otherwise.
    """

    needs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: PoolingFrame | None = None
        self._shifted: ShiftFrame | None = None
        self._channel: int | None = None
        self.before, self.after = MapsView(), MapsView()
        self.before_title, self.after_title = ElidedLabel(role="small"), ElidedLabel(role="small")
        self.facts = ElidedLabel(role="small")
        self.facts.setAccessibleDescription(
            "‖shifted − as it is‖ / ‖as it is‖ of the picture, the layer's input and its output; output's over input's"
        )
        self.sliders = ShiftSliders()
        self.footer = Footer()
        self._build()
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._read_out)
        for maps in (self.before, self.after):
            maps.setToolTip("Click a map to see it alone, and a dot on each value that is kept; click again for all")
            maps.hovered.connect(self._hovered)
            maps.clicked.connect(self._clicked)
        self.sliders.shifted.connect(self._shift)

    @property
    def frame(self) -> PoolingFrame | None:
        """What is on show."""
        return self._frame

    @property
    def shift(self) -> Shift | None:
        """By how much the picture is to be shifted; None for not at all."""
        return self.sliders.shift

    def show_frame(self, frame: PoolingFrame) -> None:
        """Show a layer's input and output in place of what was shown."""
        self._frame = frame
        if self._channel is not None and self._channel >= len(frame.before):
            self._channel = None
        self._draw()
        self._pace.request()

    def show_shift(self, frame: ShiftFrame) -> None:
        """Show the layer's output without and with the shift, while that is the shift."""
        if frame.shift == self.shift:
            self._shifted = frame
            self._draw()
            self._pace.request()

    def clear(self) -> None:
        """Show nothing."""
        self._frame = self._shifted = self._channel = None
        for maps, title in ((self.before, self.before_title), (self.after, self.after_title)):
            maps.clear()
            maps.mark(None)
            title.set_text("")
        self._say_change()
        self.footer.color_bar.set_scale(None)
        self._pace.flush()

    def _build(self) -> None:
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
        layout.setSpacing(4)
        layout.addLayout(sides, 1)
        layout.addWidget(self.facts)
        self.facts.hide()
        layout.addWidget(self.sliders)
        layout.addWidget(self.footer)

    # What is drawn

    def _draw(self) -> None:
        frame, shifted = self._frame, self._shifted
        if frame is None:
            return
        if shifted is not None:
            self._show_sides(shifted.before, shifted.after, frame.num_channels, ("as it is", "shifted"))
        else:
            self._show_sides(frame.before, frame.after, frame.num_channels, ("before", "after"))
        self.before.mark_places(self._winners(frame) if shifted is None else None)
        self._say_change()

    def _show_sides(self, before: Values, after: Values, num_channels: int, titles: tuple[str, str]) -> None:
        scale = ColorScale.of(before, after)
        chosen = slice(None) if self._channel is None else slice(self._channel, self._channel + 1)
        place = before.shape[1], before.shape[2]
        sides = ((self.before, self.before_title, before), (self.after, self.after_title, after))
        for (maps, title, values), word in zip(sides, titles, strict=True):
            maps.show_maps(values[chosen], scale, place)
            shape = text((num_channels, *values.shape[1:]))
            title.set_text(f"{word} {shape}" if self._channel is None else f"{word} · channel {self._channel}")
        self.footer.color_bar.set_scale(scale)

    def _winners(self, frame: PoolingFrame) -> np.ndarray | None:
        if frame.winners is None:
            return None
        winners = frame.winners.reshape(len(frame.winners), -1)
        return winners if self._channel is None else winners[self._channel : self._channel + 1]

    def _say_change(self) -> None:
        self.facts.setVisible(self._shifted is not None)
        self.facts.set_text(shift_text(self._shifted) if self._shifted is not None else "")

    def _shift(self) -> None:
        if self.shift is None:
            self._shifted = None
            self._draw()
        self.needs_changed.emit()

    # What is under the mouse

    def _hovered(self, cell: Cell | None) -> None:
        """Mark the same channel on both sides."""
        channel = cell.channel if cell is not None and self._channel is None else None
        self.before.mark(channel)
        self.after.mark(channel)
        self._pace.flush()

    def _clicked(self, cell: Cell) -> None:
        """Show one channel alone, or all again."""
        self._channel = cell.channel if self._channel is None else None
        self._draw()
        self._hovered(None)

    def _read_out(self) -> None:
        self.footer.readout.set_text(self._readout(self.before) or self._readout(self.after))

    def _readout(self, maps: MapsView) -> str:
        cell, values = maps.cell, maps.values
        if cell is None or values is None or cell.channel >= len(values):
            return ""
        _, height, width = values.shape
        if cell.y >= height or cell.x >= width:
            return ""
        value = short(float(values[cell.channel, cell.y, cell.x]))
        return f"channel {(self._channel or 0) + cell.channel} · y {cell.y} · x {cell.x} · {value}"


def shift_text(frame: ShiftFrame) -> str:
    """Return how much each changes: ``change: picture 62%, input 50%, output 20%, ratio 0.40``."""
    if not frame.input_change:
        return "The shift changes nothing that comes in here."
    return (
        f"change: picture {frame.picture_change:.0%}, input {frame.input_change:.0%}, "
        f"output {frame.output_change:.0%}, ratio {frame.ratio:.2f}"
    )
