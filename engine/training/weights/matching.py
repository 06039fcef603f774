"""Which tensors of a file go where in a network. No torch: names and shapes decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

Shapes: TypeAlias = Mapping[str, tuple[int, ...]]
"""Shapes by name, in the order of a ``state_dict``."""

NAME, ORDER = "name", "order"
PREFIXES = ("module.", "_orig_mod.", "model.")
"""What DataParallel, torch.compile and Lightning put before every name of a network that they wrap."""

_ROLES = frozenset({"weight", "bias", "running_mean", "running_var", "num_batches_tracked"})


@dataclass(frozen=True)
class Misfit:
    """A tensor that both have, in different shapes.

    Attributes:
        name: the network's.
        other_name: the file's.
        shape, other_shape: the network's and the file's.
    """

    name: str
    other_name: str
    shape: tuple[int, ...]
    other_shape: tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """What of a file fits a network.

    Attributes:
        taken: the file's name by the network's name.
        misfits: of another shape; they start fresh.
        missing: names of the network that have no counterpart; they start fresh.
        unused: names of the file that have none.
    """

    taken: Mapping[str, str]
    misfits: tuple[Misfit, ...] = ()
    missing: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def num_tensors(self) -> int:
        """How many the network has."""
        return len(self.taken) + len(self.misfits) + len(self.missing)


def matched(own: Shapes, other: Shapes, by: str) -> Match:
    """Return what fits of a file's tensors.

    Args:
        own: of the network; other: of the file.
        by: ``name``: equal names, and equal shapes; ``order``: the first goes to the first and so on, where shapes
            agree and a weight does not meet a bias.
    """
    return _by_order(own, other) if by == ORDER else _by_name(own, other)


def without_prefix(names: Mapping[str, object], own: Shapes) -> str:
    """Return what all of a file's names begin with because the network was wrapped, unless it is so here as well."""
    prefix = ""
    while found := next((each for each in PREFIXES if _all_begin(names, prefix + each)), None):
        prefix += found
    return "" if prefix and any(name.startswith(prefix) for name in own) else prefix


def _all_begin(names: Mapping[str, object], prefix: str) -> bool:
    return bool(names) and all(name.startswith(prefix) for name in names)


def _by_name(own: Shapes, other: Shapes) -> Match:
    common = [name for name in own if name in other]
    return Match(
        taken={name: name for name in common if own[name] == other[name]},
        misfits=tuple(Misfit(name, name, own[name], other[name]) for name in common if own[name] != other[name]),
        missing=tuple(name for name in own if name not in other),
        unused=tuple(name for name in other if name not in own),
    )


def _by_order(own: Shapes, other: Shapes) -> Match:
    taken: dict[str, str] = {}
    misfits, missing, unused = [], [], []
    for name, its in zip_longest(own, other):
        if its is None:
            missing.append(name)
        elif name is None:
            unused.append(its)
        elif own[name] == other[its] and _may_meet(name, its):
            taken[name] = its
        else:
            misfits.append(Misfit(name, its, own[name], other[its]))
    return Match(taken, tuple(misfits), tuple(missing), tuple(unused))


def _may_meet(name: str, other: str) -> bool:
    """Whether two tensors play the same part in their layers, as far as their names say it in torch's words."""
    roles = {each.rpartition(".")[2] for each in (name, other)}
    return len(roles) == 1 or not roles <= _ROLES
