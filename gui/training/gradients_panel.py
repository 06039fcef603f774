"""The live view of the gradients."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from engine.probes.frames import Frame, FrameKey, FrameKind, GradientFrame
from gui.plots.gradients import GradientsPlot
from gui.plots.legend import Legend
from gui.training.panel import LivePanel
from gui.training.run_session import RunSession
from gui.training.waiting import waiting_text

_KEY = FrameKey(FrameKind.GRADIENTS)


class GradientsPanel(LivePanel):
    """Shows the gradient's norm for every learnable parameter of the run's network."""

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        legend = Legend("weight", "bias", is_of_bars=True)
        super().__init__(
            "Gradients", "chart-column", "Press Train to see how strongly each layer is pulled.", legend, parent
        )
        self._session = session
        self._names: dict[str, str] = {}
        self.plot = GradientsPlot()
        self.set_picture(self.plot)
        session.frames_received.connect(self._take_frames)

    @property
    def key(self) -> FrameKey | None:
        return _KEY

    def begin(self) -> None:
        graph = self._session.graph
        self._names = {node.id: node.name for node in graph.nodes.values()} if graph is not None else {}
        self.plot.clear()
        self.show_idle()

    def show_state(self) -> None:
        if self._session.graph is not None and not self.plot.groups:
            self.show_notice(waiting_text(self._session))

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        frame = frames.get(_KEY)
        if isinstance(frame, GradientFrame):
            self.plot.show_frame(frame, self._names)
            self.title_row.set_detail("norm of each layer")
            self.title_row.set_moment(frame.step)
            self.show_picture()
