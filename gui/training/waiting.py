"""What a live view says while there is nothing to see yet."""

from __future__ import annotations

from engine.training.events import RunFailed
from gui.training.run_session import RunSession, RunState


def waiting_text(session: RunSession) -> str:
    """Return why a run shows nothing yet, or no more."""
    if session.state is RunState.STARTING:
        return "Loading PyTorch and the images…"
    if isinstance(session.last_event, RunFailed):
        return "This run failed before there was anything to show."
    if session.state is RunState.FINISHED:
        return "This run ended before there was anything to show."
    return "Waiting for the next step…"
