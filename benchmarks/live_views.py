"""What the live views cost the training, and what the training costs the window.

    python benchmarks/live_views.py [--json] [--rounds 20] [--seconds 4] [--device cpu] [--window 20] [--many 8]

Within one run, blocks of steps are trained in turns without probes, with all views hidden, and with every view watched
and read 30 times a second, in changing order, so that a slow moment of the machine strikes all alike; a ratio is the
median over the rounds. Then the window trains LeNet-5 flat out with its own live views open, and views of 1,000 layers
take frames as fast as they can.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch

from benchmarks.live.keys import every_view
from benchmarks.live.rounds import num_rounds
from benchmarks.live.steps import Way, measure
from engine.graph.model import Graph
from engine.training import devices
from engine.training.config import TrainingConfig
from presets import registry

BATCH_SIZE = 64
WINDOW, MANY = (Path(__file__).parent / "live" / name for name in ("window.py", "many.py"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--rounds", type=num_rounds, default=20, help="pairs of each ratio (default 20)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of a block of steps (default 4)")
    parser.add_argument("--device", default="cpu", help="where it trains: cpu, cuda, mps")
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS), help="which networks")
    parser.add_argument("--window", type=float, default=20.0, help="seconds in the window; 0 leaves it out")
    parser.add_argument("--many", type=float, default=8.0, help="seconds of 2,000 series; 0 leaves them out")
    options = parser.parse_args()
    print(f"{devices.describe(devices.choose(options.device))}, torch {torch.__version__}, batches of {BATCH_SIZE}")
    result: dict[str, float] = {}
    for name in options.networks:
        result |= ratios(name, options.rounds, options.seconds, options.device)
    if "resnet18_hidden_vs_none" in result:
        result["hidden_vs_none"] = min(value for key, value in result.items() if key.endswith("hidden_vs_none"))
    if options.window:
        result |= in_a_process("The window, LeNet-5", WINDOW, options.window)
    if options.many:
        result |= in_a_process("2,000 series, and colours of 517 nodes", MANY, options.many)
    if options.json:
        print(json.dumps(result))


def resnet18() -> Graph:
    return registry.get("resnet18").build(num_classes=10, input_size=32)


def lenet5() -> Graph:
    return registry.get("lenet5").build()


NETWORKS = {"resnet18": resnet18, "lenet5": lenet5}


def ratios(name: str, rounds: int, seconds: float, device: str) -> dict[str, float]:
    """Return a network's steps per second with all views, and with none on the screen, over those without probes."""
    graph = NETWORKS[name]()
    config = TrainingConfig(epochs=100_000, batch_size=BATCH_SIZE, lr=0.01, device=device)
    measured = measure(graph, every_view(graph), config, rounds, seconds)
    speeds = {way: [rate for found, rate in measured.rates if found is way] for way in Way}
    print(f"{name}: {median(speeds[Way.NONE]):.1f} steps/s without probes; frames made: {dict(measured.num_frames)}")
    result = {}
    for key, way in ((f"{name}_all_views_vs_none", Way.VIEWS), (f"{name}_hidden_vs_none", Way.HIDDEN)):
        pairs = [one / other for one, other in zip(speeds[way], speeds[Way.NONE], strict=True)]
        low, middle, high = quantiles(pairs, n=4)
        print(f"  {key:<32}{middle:.3f} ({low:.3f} – {high:.3f}, {rounds} pairs)")
        result[key] = round(middle, 4)
    return result


def in_a_process(title: str, script: Path, seconds: float) -> dict[str, float]:
    """Return the figures that a script prints last, in a process of its own."""
    command = [sys.executable, str(script), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"{title}: {figures}")
    return figures


if __name__ == "__main__":
    main()
