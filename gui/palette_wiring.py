"""From the palette onto the canvas of the network that is worked in."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint

from gui.canvas.interactions.place_layer import PlaceLayer
from gui.canvas.view import CanvasView
from gui.palette.palette import Palette
from gui.workspace import Workspace


class PaletteWiring(QObject):
    """Hands drags on as a gesture of the canvas, and what is chosen as an edit."""

    def __init__(self, palette: Palette, workspace: Workspace) -> None:
        super().__init__(palette)
        self._workspace = workspace
        palette.drag_started.connect(self._begin)
        palette.drag_moved.connect(self._move)
        palette.drag_ended.connect(self._end)
        palette.drag_cancelled.connect(self._cancel)
        palette.chosen.connect(self._append)

    @property
    def _canvas(self) -> CanvasView:
        return self._workspace.current.canvas

    def _begin(self, type_: str) -> None:
        self._canvas.begin(PlaceLayer(self._canvas, type_))

    def _move(self, point: QPoint) -> None:
        self._canvas.move_to(self._canvas.scene_point(point))

    def _end(self, point: QPoint) -> None:
        self._canvas.finish(self._canvas.scene_point(point))
        self._canvas.setFocus()

    def _cancel(self) -> None:
        self._canvas.cancel()

    def _append(self, type_: str) -> None:
        self._canvas.commands.append_layer(type_)
