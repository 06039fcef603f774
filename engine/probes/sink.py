"""Where probes hand over their frames, and how they know which are asked for."""

from __future__ import annotations

from typing import Protocol

from engine.probes.frames import Frame, FrameKey
from engine.probes.picture import PictureSource


class FrameSink(Protocol):
    """What probes need of a mailbox."""

    @property
    def watched(self) -> frozenset[FrameKey]:
        """The keys that the watcher asked for."""

    @property
    def picture(self) -> PictureSource:
        """The picture that the watcher looks at."""

    def asked_at(self, key: FrameKey) -> int:
        """A number that changes whenever a key is asked for anew; 0 for a key that is not."""

    def wants(self, key: FrameKey) -> bool:
        """Whether a frame would be looked at: is asked for and not still unread."""

    def post_frame(self, key: FrameKey, frame: Frame) -> None:
        """Hand over a frame in place of any unread one."""
