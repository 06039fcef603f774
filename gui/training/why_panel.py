"""The live view of why the network gives the picture a class."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from engine.probes.frames import Frame, FrameKey, FrameKind, PictureFrame, WhyFrame
from gui.plots.why_view import WhyView
from gui.training.class_names import class_names
from gui.training.panel import LivePanel
from gui.xray.looking import Looking

_PICTURE = FrameKey(FrameKind.PICTURE)


class WhyPanel(LivePanel):
    """Shows what speaks for a class over the watched picture. Its answers are dear: they come when asked for."""

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        view = WhyView()
        sentence = "Build a network that works, or open one, to ask why a picture gets its class."
        super().__init__("Why", "eye", sentence, view.color_bar, parent)
        self._looking = looking
        self._has_picture = False
        self.view = view
        self.set_picture(self.view)
        self.view.asked.connect(self._ask)
        looking.frames_received.connect(self._take_frames)

    @property
    def key(self) -> FrameKey | None:
        return FrameKey(FrameKind.WHY, ask=self.view.ask)

    @property
    def keys(self) -> frozenset[FrameKey]:
        return frozenset({_PICTURE, FrameKey(FrameKind.WHY, ask=self.view.ask)})

    def begin(self) -> None:
        self._has_picture = False
        self.view.clear()
        self.view.set_names(class_names(self._looking.config))
        self.show_idle()

    def show_state(self) -> None:
        if self._looking.graph is not None and not self._has_picture:
            self.show_notice(self._looking.waiting_text)

    def _ask(self) -> None:
        self.title_row.set_detail()
        self.keys_changed.emit()

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        picture, answer = frames.get(_PICTURE), frames.get(FrameKey(FrameKind.WHY, ask=self.view.ask))
        if isinstance(picture, PictureFrame):
            self._take_picture(picture)
        if isinstance(answer, WhyFrame):
            self.view.show_frame(answer)
            self.title_row.set_detail(f"class {self.view.name_of(answer.target)}")
            self.title_row.set_moment(answer.step)

    def _take_picture(self, picture: PictureFrame) -> None:
        """Show another picture; the former one's answer stays for the moment until the next one comes."""
        if not self._has_picture:
            self._has_picture = True
            self.view.wait()
        self.view.set_names(class_names(self._looking.config, picture))
        self.view.show_picture(picture)
        self.show_picture()
