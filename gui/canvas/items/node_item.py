"""A node on the canvas."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QGraphicsItem

from engine.analysis.inference import NodeFacts, Severity
from engine.graph.display import Box
from engine.graph.model import Node
from engine.layers.shapes import text
from gui.canvas.items.box_item import OUTPUT, BoxItem
from gui.canvas.items.captions import last_part
from gui.canvas.items.card_painter import CardLook
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS, FROZEN_ICON

_STUB_OPACITY = 0.5


class NodeItem(BoxItem):
    """One node. As a stub it stands for a node outside of the group that is dived into, and cannot be edited."""

    def __init__(self, box: Box, node: Node, facts: NodeFacts, connected: frozenset[str] = frozenset()) -> None:
        super().__init__(box, _look(box, node, facts, connected))
        self._node = node
        if box.kind != "node":
            self.setOpacity(_STUB_OPACITY)
            self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, False)
        self.setToolTip(_tooltip(node, facts))
        self._set_look(self._look)

    @property
    def node(self) -> Node:
        """The node as it is shown."""
        return self._node

    def source_of(self, port: str) -> str:
        """Return the node's own id."""
        return self._node.id

    def show_node(self, box: Box, node: Node, facts: NodeFacts, connected: frozenset[str]) -> None:
        """Show the node as it is now; ``connected`` names the ports that have an edge."""
        self._node = node
        self.show_look(box, _look(box, node, facts, connected))
        self.setToolTip(_tooltip(node, facts))


def _look(box: Box, node: Node, facts: NodeFacts, connected: frozenset[str]) -> CardLook:
    diagnostic, spec = facts.diagnostic, node.spec
    severity = diagnostic.severity if diagnostic is not None else None
    speaks = diagnostic is not None and severity in (Severity.ERROR, Severity.WARNING)
    return CardLook(
        title=node.name,
        caption=last_part(node.name) if box.kind == "node" else node.name,
        type_text=node.type,
        icon=FROZEN_ICON if node.is_frozen else CATEGORY_ICONS[spec.category],
        color=CATEGORY_COLORS[spec.category],
        footer_text=_footer(facts),
        is_known=facts.output is not None,
        params_text=f"{facts.num_params:,} params" if facts.num_params else "",
        severity=severity,
        bubble_text=diagnostic.message if speaks and diagnostic is not None else "",
        ports=tuple(port for _, port in box.inputs),
        outputs=(OUTPUT,) if box.outputs else (),
        connected=connected,
        direction=box.direction,
    )


def _footer(facts: NodeFacts) -> str:
    if facts.output is not None:
        return text(facts.output)
    diagnostic = facts.diagnostic
    if diagnostic is None:
        return ""
    if diagnostic.severity is Severity.WAITING:
        return diagnostic.message.rstrip(".").lower()
    return "does not fit" if diagnostic.severity is Severity.ERROR else "not connected"


def _tooltip(node: Node, facts: NodeFacts) -> str:
    """Return the hover text: what comes in, the formula, what goes out, what is wrong."""
    rows = [f"<b>{escape(node.name)}</b> &nbsp;{node.type}"]
    if facts.inputs:
        rows.append("input &nbsp;" + " and ".join(text(shape) for shape in facts.inputs))
    rows.extend(escape(line) for line in facts.formula.splitlines())
    if facts.output is not None:
        rows.append(f"output &nbsp;{text(facts.output)}")
    if facts.num_params:
        rows.append(f"{facts.num_params:,} parameters, {facts.macs or 0:,} multiply-adds")
    if node.is_frozen:
        rows.append("Frozen: training leaves its parameters and running statistics as they are.")
    if facts.diagnostic is not None:
        rows.append(f"<i>{escape(facts.diagnostic.message)}</i>")
    return "<div style='white-space: pre-wrap'>" + "<br>".join(rows) + "</div>"
