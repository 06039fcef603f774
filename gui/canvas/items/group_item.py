"""A closed group, or a row of equal groups, on the canvas."""

from __future__ import annotations

from html import escape

from engine.analysis.group_facts import GroupFacts
from engine.analysis.inference import Severity
from engine.graph.display import Box
from engine.layers.counted import counted
from engine.layers.shapes import text
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.captions import last_part
from gui.canvas.items.card_painter import CardLook
from gui.theme.colors import FROZEN_ICON, GROUP_COLOR, GROUP_ICON


class GroupItem(BoxItem):
    """One card for all nodes in it, with what flows in and out, its parameters and its worst problem."""

    def __init__(self, box: Box, facts: GroupFacts, connected: frozenset[str]) -> None:
        super().__init__(box, _look(box, facts, connected))
        self.setToolTip(_tooltip(box, facts))
        self._set_look(self._look)

    def source_of(self, port: str) -> str:
        """Return the id of the node inside whose output the port is."""
        return self._box.outputs[self._look.outputs.index(port)]

    def show_group(self, box: Box, facts: GroupFacts, connected: frozenset[str]) -> None:
        """Show the group as it is now."""
        self.show_look(box, _look(box, facts, connected))
        self.setToolTip(_tooltip(box, facts))


def input_names(box: Box) -> tuple[str, ...]:
    """Return the names of a closed group's input ports on the canvas."""
    return tuple(f"in{place}" for place in range(len(box.inputs)))


def output_names(box: Box) -> tuple[str, ...]:
    """Return the names of a closed group's output ports on the canvas."""
    return tuple(f"out{place}" for place in range(len(box.outputs)))


def _look(box: Box, facts: GroupFacts, connected: frozenset[str]) -> CardLook:
    severity = facts.diagnostic.severity if facts.diagnostic is not None else None
    count = f"×{len(box.paths)}" if box.kind == "row" else counted(len(box.node_ids), "layers")
    flow = " and ".join(text(shape) for shape in dict.fromkeys(facts.outputs))  # what comes in is in the tooltip
    return CardLook(
        title=box.title,
        caption=box.title if box.kind == "row" else last_part(box.title),
        type_text=count,
        icon=FROZEN_ICON if facts.is_frozen else GROUP_ICON,
        color=GROUP_COLOR,
        footer_text=flow or ("waits" if severity is Severity.WAITING else "not connected"),
        is_known=bool(flow),
        params_text=f"{facts.num_params:,} params" if facts.num_params else "",
        severity=severity,
        bubble_text=_problems(facts),
        ports=input_names(box),
        outputs=output_names(box),
        connected=connected,
        direction=box.direction,
        num_stacked=2 if box.kind == "row" else 1,
    )


def _problems(facts: GroupFacts) -> str:
    if facts.diagnostic is None or facts.diagnostic.severity is not Severity.ERROR:
        return ""
    others = f" And {facts.num_problems - 1} more inside." if facts.num_problems > 1 else ""
    return f"Inside: {facts.diagnostic.message}{others}"


def _tooltip(box: Box, facts: GroupFacts) -> str:
    rows = [f"<b>{escape(box.title)}</b> &nbsp;{counted(len(box.node_ids), 'layers')}"]
    for name, shapes in (("input", facts.inputs), ("output", facts.outputs)):
        if shapes:
            rows.append(f"{name} &nbsp;" + " and ".join(text(shape) for shape in dict.fromkeys(shapes)))
    rows.append(f"{facts.num_params:,} parameters, {facts.macs:,} multiply-adds")
    rows.append("<i>Double-click to go inside, Ctrl+B to open it in place.</i>")
    return "<br>".join(rows)
