"""Measures what transfer learning is worth where images are few: the table in docs/transfer.md.

    python docs/transfer.py [--seeds 5] [--only 10 224]

LeNet-5 learns the digits 0 to 4, and its weights are then the start for telling 5 to 9 apart from a few images each.
All of it are the program's own commands; only the two folders with images are made here, of the bundled digits.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from engine.data.digits import read
from engine.data.progress import OnlyHere
from engine.headless import commands

FIRST, SECOND = range(5), range(5, 10)
NETWORK = ["lenet5", "--classes", "5", "--batch-size", "16", "--lr", "0.02"]
LEARN_FIRST = ["--epochs", "15"]
CASES = {
    "10": ("0.88", "0.9", "60"),
    "22": ("0.75", "0.9", "60"),
    "44": ("0.5", "0.9", "60"),
    "224": ("0.5", "0.5", "60"),
    "224, 3 epochs": ("0.5", "0.5", "3"),
}
"""Images to learn from, and what leaves so many of 896: shares for testing and, of the rest, for validation; epochs."""

WAYS = {
    "from scratch": [],
    "fine-tuned": ["--start-from", "{run}/last"],
    "frozen, last layer learns": ["--start-from", "{run}/last", "--freeze", "loaded"],
    "convolutions frozen": ["--start-from", "{run}/last", "--freeze", "conv1", "conv2"],
}


def write_images(root: Path) -> None:
    """Make a folder of digits for each task, with a folder for each class."""
    from PIL import Image

    digits = read(OnlyHere())
    for task, classes in (("first", FIRST), ("second", SECOND)):
        for number in classes:
            folder = root / task / str(number)
            folder.mkdir(parents=True)
            for place in np.flatnonzero(digits.labels == number):
                Image.fromarray(digits.read(int(place))[0]).save(folder / f"{place}.png")


def train(*words: str) -> dict[str, float | str]:
    """Carry out a command and return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()) as said:
        code = commands.run(["train", *NETWORK, *words])
    if code:
        raise SystemExit(said.getvalue())
    result: dict[str, float | str] = json.loads(printed.getvalue())
    return result


def measure(root: Path, seeds: int, cases: Sequence[str]) -> dict[tuple[str, str], list[float]]:
    """Return the test accuracies by case and way, one of each seed."""
    found: dict[tuple[str, str], list[float]] = {}
    for seed in range(seeds):
        common = ["--seed", str(seed), "--split-seed", str(seed), "--runs", str(root / "runs")]
        first = train("--data", str(root / "first"), *LEARN_FIRST, *common)
        found.setdefault(("", "digits 0 to 4"), []).append(float(first["test_accuracy"]))
        for case in cases:
            test, validation, epochs = CASES[case]
            for way, words in WAYS.items():
                chosen = [word.format(run=first["run"]) for word in words]
                data = [
                    "--data",
                    str(root / "second"),
                    "--test-share",
                    test,
                    "--validation-share",
                    validation,
                    "--epochs",
                    epochs,
                ]
                result = train(*data, *common, *chosen)
                found.setdefault((case, way), []).append(float(result["test_accuracy"]))
        print(f"seed {seed} done", file=sys.stderr)
    return found


def main() -> None:
    """Measure and print a line a way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_images(Path(folder))
        for (case, way), values in measure(Path(folder), arguments.seeds, arguments.only).items():
            deviation = stdev(values) if len(values) > 1 else 0.0
            print(f"{case:>14} {way:<26} {mean(values):.1%} ± {deviation:.1%}")


if __name__ == "__main__":
    main()
