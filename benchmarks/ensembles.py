"""What ensembles of runs and of snapshots gain, on few images, against single runs of as many epochs.

    python benchmarks/ensembles.py [--json] [--groups 5] [--results build/ensembles.json]

Every run is kept in a folder and tested as the window's *Test as ensemble* does. Finished groups are written down, and
an interrupted table goes on where it was. One thread, lowest priority; about 9 minutes of one core. docs/ensembles.md
tells the result.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.lessons.cases import CONVNET, LENET
from benchmarks.lessons.networks import convnet, lenet
from benchmarks.lessons.results import Numbers, Results
from benchmarks.lessons.trained import kept
from engine.graph.model import Graph
from engine.layers.params import Value
from engine.runs import ensembles
from engine.runs.ensemble_result import EnsembleResult
from engine.runs.folder import RunFolder
from engine.runs.members import members
from engine.training.config import TrainingConfig

MEMBERS = 3
"""Runs of an ensemble; cycles of a run with snapshots, which has as many epochs as one of them."""

NETWORKS = {
    "digits": ("LeNet-5, 179 handwritten digits", lenet, LENET),
    "shapes": ("Small CNN, 480 shapes", convnet, CONVNET),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--groups", type=int, default=5, help="ensembles of each kind, at least 2")
    parser.add_argument("--results", type=Path, default=Path("build/ensembles.json"), help="where groups are noted")
    arguments = parser.parse_args()
    os.nice(10)
    results = Results(arguments.results)
    rows: dict[str, dict[str, float]] = {}
    for key, (title, build, settings) in NETWORKS.items():
        found: dict[str, list[Numbers]] = {"runs": [], "snapshots": []}
        for group in range(max(2, arguments.groups)):
            for kind, measure in (("runs", of_runs), ("snapshots", of_snapshots)):
                compute = partial(measure, build(), settings, group)
                found[kind].append(results.have(f"{key}/{kind}/{group}", compute))
        rows |= {f"{key}/{name}": row for name, row in table(title, **found).items()}
    if arguments.json:
        print(json.dumps(rows))


def of_runs(graph: Graph, settings: dict[str, Value], group: int) -> Numbers:
    """Return what independent runs of different seeds come to, alone and together."""
    with TemporaryDirectory() as root:
        seeds = range(group * MEMBERS, (group + 1) * MEMBERS)
        return _tested([kept(Path(root), graph, _config(settings, seed)) for seed in seeds])


def of_snapshots(graph: Graph, settings: dict[str, Value], group: int) -> Numbers:
    """Return what the snapshots of one run come to; it begins as the group's first independent run does."""
    config = _config(settings, group * MEMBERS)
    cycle = config.epochs // MEMBERS
    with TemporaryDirectory() as root:
        values = {**config.values(), "schedule": "cosine_restarts", "cycle_epochs": cycle}
        return _tested([kept(Path(root), graph, TrainingConfig.from_mapping(values))])


def _config(settings: dict[str, Value], seed: int) -> TrainingConfig:
    return TrainingConfig.from_mapping({**settings, "seed": seed, "device": "cpu"})


def _tested(folders: list[RunFolder]) -> Numbers:
    result = ensembles.evaluate_together(members(folders), "cpu")
    assert isinstance(result, EnsembleResult)
    accuracies = result.accuracies
    return {"first": accuracies[0], "mean": result.mean, "last": accuracies[-1], "ensemble": result.accuracy}


def table(title: str, runs: list[Numbers], snapshots: list[Numbers]) -> dict[str, dict[str, float]]:
    """Print a network's table in Markdown and return it; differences are to the single run of the same first seed."""
    single = [group["first"] for group in runs]
    columns = {
        "single": ("one run", single),
        "runs": (f"{MEMBERS} runs, averaged ({MEMBERS} times the epochs)", [group["ensemble"] for group in runs]),
        "last": ("one run with restarts, its last snapshot", [group["last"] for group in snapshots]),
        "snapshots": (f"… its {MEMBERS} snapshots, averaged", [group["ensemble"] for group in snapshots]),
    }
    print(f"\n| {title} | test | difference to one run |\n| --- | --- | --- |")
    rows = {}
    for key, (name, values) in columns.items():
        differences = [value - other for value, other in zip(values, single, strict=True)]
        row = rows[key] = {
            "test": mean(values),
            "test_deviation": stdev(values),
            "difference": mean(differences),
            "difference_deviation": stdev(differences),
        }
        gained = f"{row['difference'] * 100:+.1f} ± {row['difference_deviation'] * 100:.1f}" if key != "single" else ""
        print(f"| {name} | {row['test']:.1%} ± {row['test_deviation'] * 100:.1f} | {gained} |", flush=True)
    return rows


if __name__ == "__main__":
    main()
