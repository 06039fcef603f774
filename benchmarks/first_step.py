"""How long it takes from Train to the first step, with torch loaded as the window loads it, and the run's folder kept.

Each run is the first one of a fresh process: a person's first Train of the day is the slowest one.

    python benchmarks/first_step.py NETWORK DATA      prints the seconds of one run, as `first_step_s` uses it
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

CASES = (("lenet5", "digits"), ("lenet5", "shapes"), ("resnet18", "shapes"))
"""Presets on bundled data."""


def first_step_s(rounds: int) -> float:
    """Return the slowest case's seconds, the median of so many processes each; print all of them."""
    found = {}
    for network, data in CASES:
        found[network, data] = median(_in_a_process(network, data) for _ in range(rounds))
        print(f"{f'{network} on {data}: Train to first step, s':<50}{found[network, data]:>12.2f}")
    return round(max(found.values()), 3)


def _in_a_process(network: str, data: str) -> float:
    command = [sys.executable, str(Path(__file__)), network, data]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    return float(done.stdout)


def one_run(network: str, data: str) -> float:
    """Return the seconds from Train until the first step was reported."""
    from engine.runtime.torch_loading import FIRST_RUN, load_torch

    load_torch(also=FIRST_RUN)
    from engine.project.document import Document
    from engine.runs.folder import RunFolder
    from engine.runtime.mailbox import Mailbox
    from engine.runtime.runner import Runner
    from engine.training.config import TrainingConfig
    from presets import registry

    config, preset = TrainingConfig(data=data, device="cpu"), registry.get(network)
    size = {} if network == "lenet5" else {"input_size": config.dataset.shape[1]}
    graph = preset.build(num_classes=config.dataset.num_classes, **size)
    with tempfile.TemporaryDirectory() as root:
        begin, mailbox = perf_counter(), Mailbox()
        runner = Runner(
            graph, config, mailbox, folder=RunFolder.create(Path(root), Document(graph, config), "first step")
        )
        runner.start()
        while not len(mailbox.read_scalars()[0]):
            sleep(0.001)
        seconds = perf_counter() - begin
        runner.close(timeout=60)
    return seconds


if __name__ == "__main__":
    print(one_run(*sys.argv[1:]))
