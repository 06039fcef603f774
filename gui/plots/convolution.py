"""How a convolution comes by one value: the patch under the kernel times the kernel, all channels, plus the bias."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.probes.frames import ConvolutionFrame, MapFrame, Unit
from gui.plots.color_scale import ColorScale
from gui.plots.convolution_blocks import ConvolutionBlocks
from gui.plots.convolution_controls import ConvolutionControls
from gui.plots.convolution_text import product_text, sum_text, unit_text
from gui.plots.elided_label import ElidedLabel
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.number_grid import NumberGrid
from gui.plots.numbers import short
from gui.plots.sweep import Sweep


class ConvolutionPlot(QWidget):
    """Shows `ConvolutionFrame`s of one node, between its input map and its output map.

    Signals:
        needs_changed(): another unit or channel is to be explained.
    """

    needs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: ConvolutionFrame | None = None
        self.input_map, self.output_map = MapsView(), MapsView()
        self.patch, self.kernel = NumberGrid(), NumberGrid()
        self.titles = tuple(ElidedLabel(role="small") for _ in range(4))
        self.total = ElidedLabel()
        self.sweep = Sweep(self)
        self.controls = ConvolutionControls(self.sweep)
        self.output_map.setToolTip("Move over it: the value under the mouse is explained. Click to stay there")
        self._build()
        self.sweep.moved.connect(self.needs_changed)
        self.controls.channel_changed.connect(self.needs_changed)
        self.controls.source_changed.connect(self._draw)
        self.output_map.hovered.connect(self._hover)
        self.output_map.clicked.connect(self._click)
        for grid in (self.patch, self.kernel):
            grid.hovered.connect(self._read)

    @property
    def frame(self) -> ConvolutionFrame | None:
        """What is on show."""
        return self._frame

    @property
    def unit(self) -> Unit:
        """The value that is to be explained."""
        return Unit(self.controls.channel, *self.sweep.place)

    @property
    def source(self) -> int | None:
        """The channel of the input whose patch is on show; None before there is one."""
        return self._frame.first_channel + self._shown(self._frame) if self._frame is not None else None

    def show_frame(self, frame: ConvolutionFrame) -> None:
        """Show how a value comes about."""
        before, is_first = self.source, self._frame is None
        self._frame = frame
        height, width = frame.output_shape[1:]
        self.sweep.set_shape(height, width)
        self.controls.set_channels(frame.output_shape[0], frame.first_channel, len(frame.patch))
        self._draw()
        self.sweep.arrived()
        if is_first and (frame.unit.y, frame.unit.x) == (0, 0):
            self.sweep.set_place((height // 2, width // 2))  # where there is more to see than in a corner
        elif self.source != before:
            self.needs_changed.emit()

    def show_input(self, frame: MapFrame) -> None:
        """Show the map that the patch is taken from."""
        if frame.channel == self.source:
            self.input_map.show_maps(frame.values[None], ColorScale.of(frame.values))

    def show_output(self, frame: MapFrame) -> None:
        """Show the map that the value is part of."""
        if frame.channel == self.unit.channel:
            self.output_map.show_maps(frame.values[None], ColorScale.of(frame.values))

    def clear(self) -> None:
        """Show nothing, and stop."""
        self._frame = None
        self.sweep.play(False)
        self.sweep.set_place((0, 0))
        self.controls.reset()
        for picture in (self.input_map, self.output_map, self.patch, self.kernel):
            picture.clear()
        for label in (*self.titles, self.total):
            label.set_text("")

    def _build(self) -> None:
        pictures = (self.input_map, self.patch, self.kernel, self.output_map)
        self.blocks = ConvolutionBlocks(self.titles, pictures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.controls)
        layout.addWidget(self.blocks, 1)
        layout.addWidget(self.total)

    def _shown(self, frame: ConvolutionFrame) -> int:
        """Return which channel of the patch is on show."""
        chosen = self.controls.source
        is_there = chosen is not None and 0 <= chosen - frame.first_channel < len(frame.patch)
        return chosen - frame.first_channel if is_there and chosen is not None else frame.strongest(1)[0]

    def _draw(self) -> None:
        frame = self._frame
        if frame is None:
            return
        shown = self._shown(frame)
        patch, kernel, unit = frame.patch[shown], frame.kernel[shown], frame.unit
        _, height, width = frame.input_shape
        padding = frozenset(
            (row, column)
            for row, y in enumerate(frame.rows)
            for column, x in enumerate(frame.columns)
            if not (0 <= y < height and 0 <= x < width)
        )
        self.patch.show_values(patch, ColorScale.of(frame.patch), padding)
        self.kernel.show_values(kernel, ColorScale.of(frame.kernel))
        rows, columns = frame.rows, frame.columns
        self.input_map.outline(rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1)
        self.output_map.outline(unit.y, unit.x, 1, 1)
        share = short(float(frame.channel_sums[shown]))
        words = (f"input {frame.first_channel + shown}", "patch", f"kernel: Σ {share}", f"output {unit.channel}")
        for title, word in zip(self.titles, words, strict=True):
            title.set_text(word)
        self._read(None)

    def _read(self, place: tuple[int, int] | None) -> None:
        """Say what one cell adds."""
        self.patch.mark(place)
        self.kernel.mark(place)
        frame = self._frame
        if frame is not None:
            product = product_text(frame, self._shown(frame), place) if place is not None else ""
            self.total.set_text(product or f"{unit_text(frame.unit)}: {sum_text(frame)}")

    def _hover(self, cell: Cell | None) -> None:
        if cell is not None and not self.sweep.is_playing:
            self.sweep.set_place((cell.y, cell.x))

    def _click(self, cell: Cell) -> None:
        self.sweep.play(False)
        self.sweep.set_place((cell.y, cell.x))
