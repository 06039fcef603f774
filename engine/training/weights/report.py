"""What was taken of a file, in words: before the run, so that nobody trains from less than they believe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from engine.errors import TrainingError
from engine.layers.counted import counted
from engine.training.weights.matching import NAME, Match, Misfit, Shapes

_NUM_NAMED = 3
"""More sentences than these nobody reads; the rest is counted."""


def text(match: Match, source: str, frozen: Sequence[str] = ()) -> str:
    """Return what a network takes of a file, and what starts fresh.

    ``120 of 122 tensors taken from resnet18.pth. fc.weight is 1000 × 512 in the file, 10 × 512 here: starts fresh.``

    Args:
        source: what the file is called.
        frozen: names of nodes that do not learn, though not all of theirs was in the file.
    """
    head = f"{len(match.taken):,} of {counted(match.num_tensors, 'tensors')} taken from {source}."
    fresh = list(_fresh(match))
    parts = [head, *fresh[:_NUM_NAMED]]
    if num_more := len(fresh[_NUM_NAMED:]):
        parts.append(f"{num_more:,} more {'tensor starts' if num_more == 1 else 'tensors start'} fresh.")
    if match.unused:
        verb = "is" if len(match.unused) == 1 else "are"
        parts.append(f"{counted(len(match.unused), 'tensors')} of the file {verb} not used, such as {match.unused[0]}.")
    if frozen:
        it = "it" if len(frozen) == 1 else "them"
        parts.append(f"{_listed(frozen)} would stay as drawn: frozen layers never learn. Thaw {it}.")
    return " ".join(parts)


def nothing_fits(own: Shapes, other: Shapes, source: str, by: str) -> TrainingError:
    """Return the error for a file of which a network can take nothing, with an example of both."""
    example, its = next(iter(own.items())), next(iter(other.items()))
    is_named_otherwise = by == NAME and own.keys().isdisjoint(other)
    hint = "match by order if they are the same layers under other names, " if is_named_otherwise else ""
    return TrainingError(
        f"Nothing in {source} fits this network: the file has, for example, {its[0]} ({shape(its[1])}), the network "
        f"{example[0]} ({shape(example[1])}). Choose weights of the same layers, {hint}or start fresh."
    )


def shape(sizes: Sequence[int]) -> str:
    """Return a tensor's shape as the window writes shapes: ``10 × 512``."""
    return " × ".join(map(str, sizes)) or "a single number"


def _fresh(match: Match) -> Iterator[str]:
    yield from map(_misfit_text, match.misfits)
    for name in match.missing:
        yield f"{name} is not in the file: starts fresh."


def _misfit_text(misfit: Misfit) -> str:
    its = "" if misfit.name == misfit.other_name else f" (there {misfit.other_name})"
    if misfit.shape == misfit.other_shape:
        return f"{misfit.name} stands where the file has {misfit.other_name}: starts fresh."
    return f"{misfit.name}{its} is {shape(misfit.other_shape)} in the file, {shape(misfit.shape)} here: starts fresh."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(islice(names, _NUM_NAMED))
    return shown if len(names) <= _NUM_NAMED else f"{shown} and {counted(len(names) - _NUM_NAMED, 'others')}"
