"""Where a run reports, as far as training needs to know."""

from __future__ import annotations

from typing import Protocol

from engine.probes.sink import FrameSink
from engine.training.events import RunEvent


class RunSink(FrameSink, Protocol):
    """What a run needs of a mailbox; `engine.runtime.mailbox.Mailbox` is one."""

    def post_event(self, event: RunEvent) -> None:
        """Report something rare."""

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        """Record a step; fields as in `engine.runtime.mailbox.SCALARS`."""
