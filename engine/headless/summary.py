"""``summary``: every layer with its output shape, parameters and multiply-adds. Needs no torch."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from engine.analysis.inference import Inference
from engine.graph.model import Graph
from engine.headless import networks
from engine.layers.shapes import text

HELP = "show a network's layers, shapes, parameters and multiply-adds"

HEADER = ("name", "type", "output shape", "params", "multiply-adds")
NUM_TEXT_COLUMNS = 3
"""Words stand to the left; the numbers behind them to the right."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network and the format."""
    networks.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")


def run(arguments: argparse.Namespace) -> int:
    """Print the summary, for one image: the batch axis is left out."""
    graph = networks.find(arguments).graph
    facts = networks.checked(graph)
    if arguments.json:
        print(json.dumps(as_json(graph, facts)))
    else:
        print(as_table(graph, facts))
    return 0


def as_json(graph: Graph, facts: Inference) -> dict[str, object]:
    """Return the summary as JSON's types, nodes in network order."""
    nodes = []
    for node_id in facts.order:
        node, known = graph.nodes[node_id], facts.nodes[node_id]
        nodes.append(
            {
                "name": node.name,
                "type": node.type,
                "output_shape": list(known.output or ()),
                "params": known.num_params,
                "macs": known.macs,
            }
        )
    return {
        "nodes": nodes,
        "totals": {"params": facts.num_params, "macs": facts.macs},
        "in_evaluation": {"params": facts.num_params_in_evaluation, "macs": facts.macs_in_evaluation},
    }


def as_table(graph: Graph, facts: Inference) -> str:
    """Return the summary as aligned columns, nodes in network order, with the totals last.

    Where Outputs for training fall away in evaluation, there is a second total without them.
    """
    rows = [
        (
            graph.nodes[node_id].name,
            graph.nodes[node_id].type,
            text(facts.nodes[node_id].output or ()),
            f"{facts.nodes[node_id].num_params or 0:,}",
            f"{facts.nodes[node_id].macs or 0:,}",
        )
        for node_id in facts.order
    ]
    totals = _totals(facts)
    widths = [max(map(len, column)) for column in zip(HEADER, *rows, *totals, strict=True)]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    body, foot = ([_line(cells, widths) for cells in part] for part in (rows, totals))
    return "\n".join([_line(HEADER, widths), rule, *body, rule, *foot])


def _totals(facts: Inference) -> list[tuple[str, ...]]:
    total = ("total", "", "", f"{facts.num_params:,}", f"{facts.macs:,}")
    if not facts.auxiliary:
        return [total]
    return [total, ("in evaluation", "", "", f"{facts.num_params_in_evaluation:,}", f"{facts.macs_in_evaluation:,}")]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = [
        cell.ljust(width) if place < NUM_TEXT_COLUMNS else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(aligned)
