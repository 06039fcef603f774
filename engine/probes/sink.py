"""Where probes hand over their frames, and how they know which are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.probes.frames import Fault, Frame, FrameKey
from engine.probes.picture import PictureSource


class FrameSink(Protocol):
    """What probes need of a mailbox."""

    @property
    def asked(self) -> Mapping[FrameKey, int]:
        """The keys that the watcher asked for: another mapping whenever that changes.

        The values are numbers; a key's is another one when it is asked for anew.
        """

    @property
    def picture(self) -> PictureSource:
        """The picture that the watcher looks at."""

    def wants(self, key: FrameKey) -> bool:
        """Whether a frame would be looked at: is asked for and not still unread."""

    def post_frame(self, key: FrameKey, frame: Frame) -> None:
        """Hand over a frame in place of any unread one."""

    def post_fault(self, key: FrameKey, fault: Fault) -> None:
        """Say why there is no frame."""
