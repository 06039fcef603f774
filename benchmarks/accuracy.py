"""Whether the engine's runs learn as well as the scripts of PyTorch's examples: same epochs, five seeds, test accuracy.

    python benchmarks/accuracy.py [--seeds 5] [--epochs 15] [--json]

Prints a table for the documentation. Both ways have the same network, images, split, batch, optimizer and number of
epochs; they draw other random numbers, so what is compared is the mean over seeds, beside how far seeds scatter.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import mean, stdev

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.scripts import Case
from engine.data.augmenting.recipes import RECIPES
from engine.training import devices
from engine.training.config import TrainingConfig
from presets import registry

CASES = {
    "LeNet-5, Handwritten digits": (
        registry.get("lenet5").build(),
        TrainingConfig(batch_size=64, lr=0.05, device="cpu"),
        (1, 32, 32),
    ),
    "ResNet-20, Shapes, pad 4, crop and flip": (
        registry.get("resnet20").build(8, 32),
        TrainingConfig(data="shapes", augment=RECIPES["cifar"].text, batch_size=128, lr=0.1, device="cpu"),
        (3, 32, 32),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--only", choices=tuple(CASES), help="one of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    arguments = parser.parse_args()
    torch.set_num_threads(devices.num_cpu_threads())
    print("| network and data | epochs | engine | script | difference ± its standard error |")
    print("| --- | --- | --- | --- | --- |")
    found = {}
    for title in [arguments.only] if arguments.only else CASES:
        found[title] = _compared(title, arguments.epochs, arguments.seeds)
    if arguments.json:
        print(json.dumps(found))


def _compared(title: str, epochs: int, seeds: int) -> dict[str, list[float]]:
    """Train both ways with each seed, print a row of the table, and return the accuracies."""
    graph, config, shape = CASES[title]
    ours, theirs = [], []
    for seed in range(seeds):
        case = Case(graph, replace(config, epochs=epochs, seed=seed), shape, num_steps=0, workers=0)
        ours.append(case.engine_accuracy())
        theirs.append(case.script_accuracy())
    difference = mean(ours) - mean(theirs)
    error = sqrt((stdev(ours) ** 2 + stdev(theirs) ** 2) / seeds)
    columns = (title, str(epochs), _text(ours), _text(theirs), f"{difference:+.2%} ± {error:.2%}")
    print(f"| {' | '.join(columns)} |", flush=True)
    return {"engine": ours, "script": theirs}


def _text(accuracies: list[float]) -> str:
    return f"{mean(accuracies):.2%} ± {stdev(accuracies):.2%}"


if __name__ == "__main__":
    main()
