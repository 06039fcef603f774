"""What hangs together, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Part = tuple[list[str], list[tuple[str, str]]]
"""Boxes that hang together, and the wires among them."""


def split(boxes: Iterable[str], wires: Sequence[tuple[str, str]]) -> tuple[list[Part], list[str]]:
    """Return the parts that hang together, and the boxes without wires; all in the order given."""
    leader = {box: box for box in boxes}

    def lead(box: str) -> str:
        while leader[box] != box:
            leader[box] = leader[leader[box]]  # shortens the way for the next question
            box = leader[box]
        return box

    for source, target in wires:
        leader[lead(source)] = lead(target)
    wired = {box for wire in wires for box in wire}
    parts: dict[str, Part] = {}
    for box in leader:
        if box in wired:
            parts.setdefault(lead(box), ([], []))[0].append(box)
    for wire in wires:
        parts[lead(wire[0])][1].append(wire)
    return list(parts.values()), [box for box in leader if box not in wired]
