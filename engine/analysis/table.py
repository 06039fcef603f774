"""The table of a network: a row per node, a column per figure; what the window shows and every format writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.analysis.analysis import Analysis
from engine.analysis.memory import Memory, MemorySettings, memory_of
from engine.analysis.receptive_field import Field
from engine.graph.model import Node
from engine.layers.shapes import text
from engine.layers.spec import Shape

UNKNOWN = "–"


@dataclass(frozen=True)
class Row:
    """The figures of a node, for one image but for the memory; None while unknown.

    Attributes:
        node_id: empty in a row of totals.
        name, type: of the node.
        output: shape without N.
        num_params: learnable parameters, ``num_biases`` of them biases of a convolution or full connection.
        macs: multiply-adds.
        num_values: output values as lectures count them, see `engine.analysis.analysis.output_values`.
        stored_values: entries kept for the backward pass.
        memory: bytes in training, of the whole batch.
        field: receptive field.
        node: what the row is about; None in a row of totals.
    """

    node_id: str
    name: str
    type: str
    output: Shape | None = None
    num_params: int | None = None
    num_biases: int = 0
    macs: int | None = None
    num_values: int | None = None
    stored_values: int | None = None
    memory: Memory | None = None
    field: Field | None = None
    node: Node | None = None


@dataclass(frozen=True)
class Column:
    """A figure of the table.

    Attributes:
        key: the row's attribute.
        title: its head.
        doc: what it is and in which unit, for a tooltip.
        value: what a row is sorted by; a number, a word, or None while unknown.
        is_number: whether it stands to the right and has a bar.
        is_additive: whether a total is its sum.
    """

    key: str
    title: str
    doc: str
    value: Callable[[Row], float | str | None]
    shown: Callable[[Row], str]
    is_number: bool = True
    is_additive: bool = True

    def text(self, row: Row) -> str:
        """Return the cell: ``1,792``, ``64 × 224 × 224``, ``3.2 MB``; a dash while unknown, nothing under a total."""
        if self.value(row) is None:
            return UNKNOWN if row.node_id else ""
        return self.shown(row)


def rows(analysis: Analysis, settings: MemorySettings, node_ids: Iterable[str] | None = None) -> tuple[Row, ...]:
    """Return a row for each node in network order, or for each of those named."""
    return tuple(_row(analysis, settings, node_id) for node_id in (node_ids or analysis.inference.order))


def total(of: Sequence[Row], name: str = "total") -> Row:
    """Return the sums over some rows; what is unknown counts nothing."""
    return Row(
        node_id="",
        name=name,
        type="",
        num_params=sum(row.num_params or 0 for row in of),
        num_biases=sum(row.num_biases for row in of),
        macs=sum(row.macs or 0 for row in of),
        num_values=sum(row.num_values or 0 for row in of),
        stored_values=sum(row.stored_values or 0 for row in of),
        memory=sum((row.memory for row in of if row.memory is not None), Memory()),
    )


def bytes_text(num_bytes: int) -> str:
    """Return bytes as a person would say them, in powers of 1,000: ``3.2 MB``."""
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if num_bytes >= size:
            return f"{num_bytes / size:,.1f} {unit}"
    return f"{num_bytes} B"


def _row(analysis: Analysis, settings: MemorySettings, node_id: str) -> Row:
    node, facts = analysis.inference.graph.nodes[node_id], analysis.inference.nodes[node_id]
    if facts.output is None:
        return Row(node_id, node.name, node.type, node=node)
    stored = analysis.stored[node_id]
    return Row(
        node_id=node_id,
        name=node.name,
        type=node.type,
        output=facts.output,
        num_params=facts.num_params,
        num_biases=_num_biases(node),
        macs=facts.macs,
        num_values=analysis.num_values[node_id],
        stored_values=stored.num_values,
        memory=memory_of(facts.num_params or 0, stored, settings),
        field=analysis.fields[node_id],
        node=node,
    )


def _num_biases(node: Node) -> int:
    """Return one for each map or value that comes out, where the layer has a bias for it."""
    count = node.params.get("out_channels", node.params.get("out_features", 0))
    return count if isinstance(count, int) and node.params.get("bias") else 0


def _counted(key: str, title: str, doc: str) -> Column:
    def value(row: Row) -> int | None:
        number: int | None = getattr(row, key)
        return number

    return Column(key, title, doc, value, lambda row: f"{value(row) or 0:,}")


def _field_text(row: Row) -> str:
    if row.field is None:
        return UNKNOWN
    size = f"≤ {row.field.size_text}" if row.field.varies else row.field.size_text
    return f"{size} ∪" if row.field.differs else size


def _jump(row: Row) -> float | None:
    """Return the larger of both axes' jumps; a whole number where it is one."""
    if row.field is None:
        return None
    largest = max(row.field.y.jump, row.field.x.jump)
    return largest if isinstance(largest, int) else float(largest)


COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", "Name of the node.", lambda row: row.name, lambda row: row.name, False, False),
    Column("type", "Type", "Layer.", lambda row: row.type or None, lambda row: row.type, False, False),
    Column(
        "output",
        "Output",
        "Shape of the output for one image.",
        lambda row: text(row.output) if row.output is not None else None,
        lambda row: text(row.output or ()),
        False,
        False,
    ),
    _counted("num_params", "Params", "Learnable parameters, weights and biases."),
    _counted("macs", "Multiply-adds", "For one image: convolutions and linear layers. FLOPs are twice as many."),
    _counted(
        "num_values",
        "Values",
        "Output values of one image, as lectures count memory: without layers that could write over their input.",
    ),
    _counted("stored_values", "Stored", "Entries kept for the backward pass of one image, each tensor counted once."),
    Column(
        "memory",
        "Memory",
        "Bytes in training: weights, gradients, optimizer and what the whole batch stores for the backward pass.",
        lambda row: row.memory.total if row.memory is not None else None,
        lambda row: bytes_text(row.memory.total if row.memory is not None else 0),
    ),
    Column(
        "field",
        "Field",
        "Receptive field: pixels of the image that a unit sees, before clipping. ∪: the hull of branches that differ. "
        "≤: it varies from unit to unit, and this is the largest.",
        lambda row: max(row.field.y.size, row.field.x.size) if row.field is not None else None,
        _field_text,
        is_additive=False,
    ),
    Column(
        "jump",
        "Jump",
        "Pixels from one unit's receptive field to the next one's: the product of the strides, divided by what "
        "transposed convolution and upsampling enlarge.",
        _jump,
        lambda row: row.field.jump_text if row.field is not None else UNKNOWN,
        is_additive=False,
    ),
)
"""The figures in the order in which they are shown."""
