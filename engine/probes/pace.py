"""How often each kind of frame is made while training: at most so often, and within a share of the time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.probes.frames import FrameKind


class Lane(Enum):
    """Kinds that share a budget."""

    LIVE = "live"
    """What moves with the network."""
    NETWORK = "network"
    """Every node of it at once."""
    DEMAND = "demand"
    """What is dear, and was asked for."""
    HISTORY = "history"
    """What has to be noted as it passes, whether or not somebody looks."""

    @property
    def share(self) -> float:
        """Of the training time; together 4%."""
        return _SHARES[self]


_SHARES = {Lane.LIVE: 0.022, Lane.NETWORK: 0.008, Lane.DEMAND: 0.008, Lane.HISTORY: 0.002}


@dataclass(frozen=True)
class Pace:
    """How often a kind of frame is made.

    Attributes:
        lane: whose budget it takes from.
        interval_s: seconds between two frames of a key at least; the window asks 30 times a second.
        is_prompt: whether a key that was asked for anew is answered at once, whatever it costs.
    """

    lane: Lane
    interval_s: float = 0.0
    is_prompt: bool = False


_LIVE = Pace(Lane.LIVE)
_PROMPT = Pace(Lane.DEMAND, 1.0, is_prompt=True)

_PACES = {
    FrameKind.PICTURE: Pace(Lane.LIVE, 3600.0, is_prompt=True),
    FrameKind.SAMPLES: Pace(Lane.LIVE, 3600.0, is_prompt=True),
    FrameKind.CONFUSION: Pace(Lane.LIVE, 0.5, is_prompt=True),
    FrameKind.FILTERS: Pace(Lane.LIVE, 0.25),
    FrameKind.WEIGHTS: Pace(Lane.LIVE, 0.25),
    FrameKind.GRADIENT_HISTOGRAM: Pace(Lane.LIVE, 0.25),
    FrameKind.GRADIENT_HISTORY: Pace(Lane.LIVE, 0.25),
    FrameKind.THUMBNAILS: Pace(Lane.LIVE, 0.1),
    FrameKind.COLOURS: Pace(Lane.NETWORK, 0.5),
    FrameKind.TIMES: Pace(Lane.DEMAND, 10.0, is_prompt=True),
    FrameKind.LEVELS: _PROMPT,
    FrameKind.EFFECTIVE_FIELD: _PROMPT,
    FrameKind.WHY: _PROMPT,
}


def pace_of(kind: FrameKind) -> Pace:
    """Return how often a kind of frame is made."""
    return _PACES.get(kind, _LIVE)
