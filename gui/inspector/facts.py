"""What is inferred of a node or of the network, as rows of text that cannot be edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.analysis.inference import Inference, NodeFacts
from engine.graph.model import Node
from engine.layers.shapes import text
from engine.layers.spec import Shape
from gui.inspector.form import LABEL_WIDTH, form_layout, row_label
from gui.wrapped_label import WrappedLabel

Row = tuple[str, str]


class FactRows(QWidget):
    """Name and value, row by row; values can be selected and copied."""

    def __init__(self, label_width: int = LABEL_WIDTH) -> None:
        super().__init__()
        self._label_width = label_width
        self._layout = form_layout(self)
        self._layout.setVerticalSpacing(2)
        self._rows: list[tuple[QLabel, WrappedLabel]] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; labels are reused, so that nothing flickers while one types."""
        while len(self._rows) < len(rows):
            self._add_row()
        for place, (name_label, value_label) in enumerate(self._rows):
            is_used = place < len(rows)
            self._layout.setRowVisible(place, is_used)
            if is_used:
                name_label.setText(rows[place][0])
                value_label.show_text(rows[place][1])

    def _add_row(self) -> None:
        value = WrappedLabel()
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name = row_label("")
        name.setMinimumHeight(20)
        name.setFixedWidth(self._label_width)
        self._layout.addRow(name, value)
        self._rows.append((name, value))


def node_rows(node: Node, facts: NodeFacts) -> list[Row]:
    """Return what is inferred of a node: shapes, the formula, what the shapes decide, costs."""
    rows: list[Row] = []
    if facts.inputs:
        rows.append(("input", " and ".join(text(shape) for shape in facts.inputs)))
        rows.extend((name, f"{_plain(rule(facts.inputs))} (inferred)") for name, rule in node.spec.inferred.items())
    if facts.output is not None:
        rows.append(("output", text(facts.output)))
    if facts.formula:
        rows.append(("formula", facts.formula))
    if facts.num_params is not None and node.spec.module is not None:
        rows.append(("parameters", f"{facts.num_params:,}"))
        rows.append(("multiply-adds", f"{facts.macs or 0:,}"))
    return rows


def _plain(value: int | Shape) -> str:
    return text((value,) if isinstance(value, int) else value)


def network_rows(inference: Inference) -> list[Row]:
    """Return what is inferred of the whole network."""
    rows = [
        ("layers", f"{len(inference.nodes):,}"),
        ("parameters", f"{inference.num_params:,}"),
        ("multiply-adds", f"{inference.macs:,}"),
    ]
    if inference.auxiliary:
        rows.append(("in evaluation", f"{inference.num_params_in_evaluation:,} params"))
        rows.append(("", f"{inference.macs_in_evaluation:,} MACs"))
    return rows


def selection_rows(inference: Inference, node_ids: Iterable[str]) -> list[Row]:
    """Return what is inferred of some nodes together."""
    facts = [inference.nodes[node_id] for node_id in node_ids]
    return [
        ("parameters", f"{sum(each.num_params or 0 for each in facts):,}"),
        ("multiply-adds", f"{sum(each.macs or 0 for each in facts):,}"),
    ]
