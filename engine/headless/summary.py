"""``summary``: every layer with its shape, costs, memory and receptive field. Needs no torch."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from engine.analysis.analysis import Analysis, analysis_of
from engine.analysis.memory import MAX_BATCH_SIZE, OPTIMIZER_STATES, Memory, MemorySettings, Precision
from engine.analysis.table import Row, bytes_text, rows, total
from engine.analysis.writers import FORMATS
from engine.headless import networks
from engine.headless.arguments import flag, reader
from engine.headless.summary_json import as_json
from engine.layers.params import Choice, Int, Param

HELP = "show a network's layers, shapes, parameters, multiply-adds, memory and receptive fields"

_DEFAULTS = MemorySettings()

SETTINGS: tuple[Param, ...] = (
    Int(
        name="batch_size",
        default=_DEFAULTS.batch_size,
        minimum=1,
        maximum=MAX_BATCH_SIZE,
        unit="images",
        doc="Images per step, for the memory.",
    ),
    Choice(
        name="precision",
        default=_DEFAULTS.precision.value,
        options=tuple(precision.value for precision in Precision),
        doc="How numbers are kept.",
    ),
    Choice(
        name="optimizer",
        default=_DEFAULTS.optimizer,
        options=tuple(OPTIMIZER_STATES),
        doc="Whose state is kept for each parameter.",
    ),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, what the memory depends on, and the formats."""
    networks.add_arguments(parser)
    for param in SETTINGS:
        parser.add_argument(
            flag(param),
            dest=param.name,
            type=reader(param),
            default=param.default,
            metavar="|".join(getattr(param, "options", ())) or param.unit.upper(),
            help=f"{param.doc} Default: {param.text(param.default)}.",
        )
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_const", const="json", dest="format", help="Print one JSON object.")
    for name, writer in FORMATS.items():
        formats.add_argument(
            f"--{name}", action="store_const", const=name, dest="format", help=f"Print {writer.title}."
        )


def run(arguments: argparse.Namespace) -> int:
    """Print the summary, for one image but for the memory."""
    analysis = analysis_of(networks.checked(networks.find(arguments).graph))
    settings = MemorySettings(arguments.batch_size, Precision(arguments.precision), arguments.optimizer)
    found = rows(analysis, settings)
    if arguments.format == "json":
        print(json.dumps(as_json(analysis, found)))
        return 0
    totals = _totals(analysis, found)
    print(FORMATS[arguments.format or "table"].write(found, *totals))
    if arguments.format is None:
        print(f"\n{memory_text(totals[0].memory or Memory(), settings)}")
    return 0


def memory_text(memory: Memory, settings: MemorySettings) -> str:
    """Return what the memory of a training step consists of, as a sentence."""
    images = "1 image" if settings.batch_size == 1 else f"{settings.batch_size:,} images"
    return (
        f"Training with {images} per step in {settings.precision.value} and {settings.optimizer} takes "
        f"{bytes_text(memory.total)}: {bytes_text(memory.weights)} of weights, {bytes_text(memory.gradients)} of "
        f"gradients, {bytes_text(memory.optimizer)} of optimizer state and {bytes_text(memory.activations)} of "
        "activations."
    )


def _totals(analysis: Analysis, found: tuple[Row, ...]) -> list[Row]:
    """Return the sums, and without the Outputs that fall away in evaluation where there are such."""
    auxiliary = analysis.inference.auxiliary
    if not auxiliary:
        return [total(found)]
    kept = total([row for row in found if row.node_id not in auxiliary], "in evaluation")
    return [total(found), replace(kept, stored_values=None, memory=None)]  # nothing is stored for a backward pass
