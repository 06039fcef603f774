"""``static``: the same network as a dynamic and as a static graph, times and outputs compared."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.headless import networks
from engine.headless.arguments import flag, reader
from engine.training.settings.basics import BASICS, MACHINE

if TYPE_CHECKING:
    from engine.training.graph_kinds import GraphComparison

HELP = "compute a network as a dynamic and as a static graph (torch.compile), and compare times and outputs"

_TAKEN = {param.name: param for param in (*BASICS.params, *MACHINE.params) if param.name in ("batch_size", "device")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, the images in a pass, and where it computes."""
    networks.add_arguments(parser)
    for name, param in _TAKEN.items():
        parser.add_argument(flag(param), dest=name, type=reader(param), default=param.default, help=param.doc)


def run(arguments: argparse.Namespace) -> int:
    """Compare; print a table on stderr and the numbers as one JSON object."""
    document = networks.find(arguments)
    facts = networks.checked(document.graph)
    from engine.compiling.compiler import compiled_nodes
    from engine.training import devices, graph_kinds

    shape = facts.nodes[compiled_nodes(document.graph)[0].id].output or ()
    device = devices.choose(arguments.device)
    found = graph_kinds.compare(document.graph, shape, arguments.batch_size, device)
    print(text(found), file=sys.stderr)
    steps = found.steps_to_pay
    print(json.dumps({"network": arguments.network, "device": str(device), **asdict(found), "steps_to_pay": steps}))
    return 0


def text(found: GraphComparison) -> str:
    """Return what a person reads."""
    dynamic = f"dynamic graph   {found.dynamic_s * 1000:8.2f} ms forward and backward"
    if found.static_s is None or found.compile_s is None:
        return f"{dynamic}\n{found.why_not}"
    pays = found.steps_to_pay
    return "\n".join(
        (
            dynamic,
            f"static graph    {found.static_s * 1000:8.2f} ms, {found.static_s / found.dynamic_s:.2f} of it",
            f"compiling       {found.compile_s:8.1f} s, "
            + (f"paid for after {pays:,} steps" if pays else "for nothing"),
            f"scores          differ by {found.score_difference:.1e} of the largest",
            f"gradients       differ by {found.gradient_difference:.1e} of the largest",
        )
    )
