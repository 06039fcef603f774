"""What could not be shown of the network, until it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from engine.probes.frames import Fault, Frame, FrameKey
from gui.xray.looking import Looking


class Faults(QObject):
    """The sentences about frames that could not be made.

    Signals:
        changed(): there is another one, or one less.
    """

    changed = Signal()

    def __init__(self, looking: Looking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: dict[FrameKey, str] = {}
        looking.begun.connect(self._forget)
        looking.faults_received.connect(self._take)
        looking.frames_received.connect(self._take_frames)

    def text(self, keys: Iterable[FrameKey]) -> str:
        """Return what to say to who needs these frames; empty where they can be made."""
        return "\n".join(dict.fromkeys(self._messages[key] for key in keys if key in self._messages))

    def _forget(self) -> None:
        self._messages = {}
        self.changed.emit()

    def _take(self, faults: Mapping[FrameKey, Fault]) -> None:
        self._messages |= {key: fault.message for key, fault in faults.items()}
        self.changed.emit()

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        mended = self._messages.keys() & frames.keys()
        for key in mended:
            del self._messages[key]
        if mended:
            self.changed.emit()
