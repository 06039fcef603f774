"""How often each kind of frame is made while training: at most so often, and within a share of the time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.probes.frames import FrameKind


class Phase(Enum):
    """When in a step a kind of frame is made, or begun."""

    BEFORE_FORWARD = "before the forward pass"
    AFTER_BACKWARD = "after the backward pass"
    AFTER_STEP = "after the step"


class Lane(Enum):
    """Kinds that share a budget, so that one dear view does not hold up the cheap ones."""

    LIVE = "live"
    """What a forward pass of the picture shows."""
    BACKWARD = "backward"
    """What gradients show."""
    NETWORK = "network"
    """Every node of it at once."""
    DEMAND = "demand"
    """What is dear, and was asked for."""
    HISTORY = "history"
    """What has to be noted as it passes, whether or not somebody looks."""

    @property
    def share(self) -> float:
        """Of the training time; together 3.4%."""
        return _SHARES[self][0]

    @property
    def share_while_cheap(self) -> float:
        """The same while a look takes less than `engine.probes.budget.CHEAP_S`, together 7.2%.

        A small network's look is short, and has to come 20 times a second to move before one's eyes.
        """
        return _SHARES[self][1]


_SHARES = {
    Lane.LIVE: (0.013, 0.038),
    Lane.BACKWARD: (0.008, 0.019),
    Lane.NETWORK: (0.005, 0.006),
    Lane.DEMAND: (0.005, 0.005),
    Lane.HISTORY: (0.003, 0.004),
}


@dataclass(frozen=True)
class Pace:
    """How often a kind of frame is made.

    Attributes:
        lane: whose budget it takes from.
        interval_s: seconds between two frames of a key at least; the window asks 30 times a second.
        is_prompt: whether a key that was asked for anew is answered at once, whatever it costs.
        phase: when in a step.
    """

    lane: Lane
    interval_s: float = 0.0
    is_prompt: bool = False
    phase: Phase = Phase.AFTER_STEP


_LIVE = Pace(Lane.LIVE)
_PROMPT = Pace(Lane.DEMAND, 1.0, is_prompt=True)

_PACES = {
    FrameKind.PICTURE: Pace(Lane.LIVE, 3600.0, is_prompt=True),
    FrameKind.SAMPLES: Pace(Lane.LIVE, 3600.0, is_prompt=True),
    FrameKind.CONFUSION: Pace(Lane.LIVE, 0.5, is_prompt=True),
    FrameKind.THUMBNAILS: Pace(Lane.LIVE, 0.1),
    FrameKind.FILTERS: Pace(Lane.LIVE, 0.25),
    FrameKind.WEIGHTS: Pace(Lane.LIVE, 0.25),
    FrameKind.GRADIENTS: Pace(Lane.BACKWARD, phase=Phase.AFTER_BACKWARD),
    FrameKind.GRADIENT_HISTOGRAM: Pace(Lane.BACKWARD, 0.25, phase=Phase.AFTER_BACKWARD),
    FrameKind.GRADIENT_HISTORY: Pace(Lane.BACKWARD),  # nothing is copied for it
    FrameKind.CHANNEL_GRADIENTS: Pace(Lane.BACKWARD),
    FrameKind.COLOURS: Pace(Lane.NETWORK, 0.5, phase=Phase.BEFORE_FORWARD),
    FrameKind.TIMES: Pace(Lane.DEMAND, 10.0, is_prompt=True),
    FrameKind.LEVELS: _PROMPT,
    FrameKind.EFFECTIVE_FIELD: _PROMPT,
    FrameKind.WHY: _PROMPT,
}


def pace_of(kind: FrameKind) -> Pace:
    """Return how often a kind of frame is made."""
    return _PACES.get(kind, _LIVE)
