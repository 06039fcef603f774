"""What each regularizer of the lecture does to the test accuracy, on few images, against the same network without it.

    python benchmarks/regularizers.py [--json] [--seeds 5] [--results build/regularizers.json]

Every run goes through the engine as one from the window does. A finished run is written down, and an interrupted table
goes on where it was. One thread, lowest priority; about 21 minutes of one core. docs/regularizers.md tells the result.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from statistics import mean, stdev

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.lessons.cases import GROUPS, Case, Group
from benchmarks.lessons.results import Numbers, Results
from benchmarks.lessons.trained import numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--seeds", type=int, default=5, help="runs of each row, at least 2")
    parser.add_argument("--first-seed", type=int, default=0, help="others than those of the table, to try settings")
    parser.add_argument("--results", type=Path, default=Path("build/regularizers.json"), help="where runs are noted")
    parser.add_argument("--only", choices=[group.key for group in GROUPS], help="this network only")
    arguments = parser.parse_args()
    os.nice(10)
    results = Results(arguments.results)
    seeds = range(arguments.first_seed, arguments.first_seed + max(2, arguments.seeds))
    rows: dict[str, dict[str, float]] = {}
    for group in GROUPS:
        if arguments.only in (None, group.key):
            rows |= table(group, results, seeds)
    if arguments.json:
        print(json.dumps(rows))


def table(group: Group, results: Results, seeds: range) -> dict[str, dict[str, float]]:
    """Print a network's table in Markdown, a row as soon as it is measured, and return it."""
    print(f"\n| {group.title} | test | train | test, difference to none |\n| --- | --- | --- | --- |")
    found: dict[str, list[Numbers]] = {}
    rows = {}
    for case in group.cases:
        found[case.key] = [measured(group, case, seed, results) for seed in seeds]
        row = rows[f"{group.key}/{case.key}"] = summary(found[case.key], found[case.baseline])
        print(
            f"| {case.title} | {percent(row, 'test')} | {percent(row, 'train')} | {difference(case, row)} |", flush=True
        )
    return rows


def measured(group: Group, case: Case, seed: int, results: Results) -> Numbers:
    """Return the accuracies on training and test images of one run of a case, trained now if it was not before."""
    key = f"{group.key}/{case.run}/{seed}"
    found = results.have(key, lambda: numbers(case.build(), group.config(case, seed)))
    judged = "averaged_" if case.averaged else ""
    return {name: found[judged + name] for name in ("train", "test")}


def summary(runs: list[Numbers], baselines: list[Numbers]) -> dict[str, float]:
    """Return means and standard deviations over the seeds, and of the differences seed by seed."""
    columns = {name: [run[name] for run in runs] for name in ("test", "train")}
    columns["difference"] = [run["test"] - other["test"] for run, other in zip(runs, baselines, strict=True)]
    found = {name: mean(values) for name, values in columns.items()}
    return found | {f"{name}_deviation": stdev(values) for name, values in columns.items()}


def percent(row: dict[str, float], name: str) -> str:
    return f"{row[name]:.1%} ± {row[f'{name}_deviation'] * 100:.1f}"


def difference(case: Case, row: dict[str, float]) -> str:
    if case.key == case.baseline:
        return ""
    return f"{row['difference'] * 100:+.1f} ± {row['difference_deviation'] * 100:.1f}"


if __name__ == "__main__":
    main()
