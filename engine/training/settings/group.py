"""Settings that belong together, and when each of them has a say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.layers.params import Param, Value


@dataclass(frozen=True)
class SettingGroup:
    """Settings under one heading.

    Attributes:
        title: the heading; empty for what is always shown.
        params: in the order in which they are shown.
        used_with: by name of a setting, the other setting it depends on and the values with which it has a say, no
            values for any that is not empty; one that is not there always has.
        also_with: the same for a second one that must agree.
    """

    title: str
    params: tuple[Param, ...]
    used_with: Mapping[str, tuple[str, tuple[Value, ...]]] = field(default_factory=dict)
    also_with: Mapping[str, tuple[str, tuple[Value, ...]]] = field(default_factory=dict)


def is_used(group: SettingGroup, name: str, values: Mapping[str, Value]) -> bool:
    """Whether a setting of a group changes anything, beside these values of all settings."""
    conditions = (conditions[name] for conditions in (group.used_with, group.also_with) if name in conditions)
    return all(values[other] in wanted if wanted else bool(values[other]) for other, wanted in conditions)
