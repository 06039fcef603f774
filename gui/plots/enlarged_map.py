"""One map of a layer, as large as there is room, beside the picture with what the unit under the mouse sees of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import MapFrame, PictureFrame
from gui.plots.color_scale import ColorScale
from gui.plots.elided_label import ElidedLabel
from gui.plots.maps_view import MapsView
from gui.plots.mosaic import Cell
from gui.plots.numbers import short
from gui.plots.switch import Switch
from gui.receptive.picture import FieldPicture
from gui.receptive.units import Sight, Unit


class EnlargedMap(QWidget):
    """Shows `MapFrame`s of one channel.

    Signals:
        unit_pointed(tuple[int, int]): the unit whose part of the picture is to be shown.
        left(): the person wants all maps again.
    """

    unit_pointed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: MapFrame | None = None
        self.map = MapsView()
        self.map.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field = FieldPicture()
        self.facts = ElidedLabel(role="small")
        self.back = Switch("‹ all maps", "Back to all maps (Esc)")
        self.back.setCheckable(False)
        self.back.clicked.connect(self.left)
        self.map.hovered.connect(self._point)
        self.map.clicked.connect(self._point)
        self.field.unit_pointed.connect(self.unit_pointed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.facts, 1)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self.map, 1)
        sides.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(sides, 1)

    @property
    def frame(self) -> MapFrame | None:
        """What is on show."""
        return self._frame

    def show_frame(self, frame: MapFrame, scale: ColorScale | None) -> None:
        """Show a map.

        Args:
            frame: the map.
            scale: the range of colours that all maps share; None for its own.
        """
        self._frame = frame
        self.map.show_maps(frame.values[None], scale or ColorScale.of(frame.values))
        self.facts.set_text(
            f"channel {frame.channel} · {short(frame.low)} to {short(frame.high)} · "
            f"mean {short(frame.mean)} · var {short(frame.variance)}"
        )

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that the network looks at."""
        self.field.show_image(frame.pixels)

    def show_sight(self, sight: Sight | None) -> None:
        """Show what a unit sees of the picture."""
        self.field.show_sight(sight)

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        self.map.clear()
        self.field.show_sight(None)
        self.facts.set_text("")

    def readout(self, unit: Unit | None) -> str:
        """Return a unit's place and value: that under the mouse, or the one whose part of the picture is shown."""
        frame, cell = self._frame, self.map.cell
        place = (cell.y, cell.x) if cell is not None else unit
        if frame is None or place is None or len(place) != 2:
            return ""
        y, x = place
        height, width = frame.values.shape
        if not (y < height and x < width):
            return ""
        return f"channel {frame.channel} · y {y} · x {x} · {short(float(frame.values[y, x]))}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _point(self, cell: Cell | None) -> None:
        if cell is not None:
            self.unit_pointed.emit((cell.y, cell.x))
