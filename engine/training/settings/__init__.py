"""What can be set of a run, in the groups in which a person finds it; declared like a layer's parameters."""

from __future__ import annotations

from engine.data.settings import DATA_SETTINGS
from engine.layers.params import Param
from engine.training.settings.averaging import AVERAGING
from engine.training.settings.basics import BASICS, MACHINE
from engine.training.settings.computing import COMPUTING
from engine.training.settings.ending import ENDING
from engine.training.settings.group import SettingGroup, is_used
from engine.training.settings.initial import INITIAL
from engine.training.settings.losses import LOSSES
from engine.training.settings.optimizing import OPTIMIZING
from engine.training.settings.regularizing import REGULARIZING
from engine.training.settings.scheduling import SCHEDULING
from engine.training.settings.transferring import TRANSFERRING

__all__ = ["GROUPS", "SETTINGS", "SettingGroup", "is_used"]

GROUPS: tuple[SettingGroup, ...] = (
    BASICS,
    OPTIMIZING,
    SCHEDULING,
    LOSSES,
    INITIAL,
    TRANSFERRING,
    REGULARIZING,
    AVERAGING,
    ENDING,
    COMPUTING,
    MACHINE,
)
"""How a run learns. The first one is what a beginner needs; it has no title."""

SETTINGS: tuple[Param, ...] = (*DATA_SETTINGS, *(param for group in GROUPS for param in group.params))
"""What a run learns from, and how."""
