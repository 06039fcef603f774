"""How fast the engine trains, against loops written by hand, PyTorch's own examples, and with the window's views on.

    python benchmarks/training.py [--json] [--rounds 25] [--only scripts]

`benchmarks/accuracy.py` says whether the scripts' networks and ours learn alike. Each round times every way once,
in changing order, so that a slow moment of the machine strikes all alike; what counts is the median of the rounds'
ratios. Only the training steps are timed, not the set-up and not the validation, but for `first_step_s`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.first_step import first_step_s
from benchmarks.live.reading import reading
from benchmarks.live.rounds import num_rounds
from benchmarks.scripts import Case, kept
from engine.data.augmenting.recipes import RECIPES
from engine.data.loading import load
from engine.graph.model import Graph
from engine.probes.frames import FrameKey, FrameKind
from engine.runtime.mailbox import Mailbox
from engine.training import devices
from engine.training.config import TrainingConfig
from engine.training.loop import train
from presets import registry

CONFIG = TrainingConfig(epochs=4, device="cpu")

GRAPH = registry.get("lenet5").build()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--rounds", type=num_rounds, default=25)
    parser.add_argument("--only", choices=("loops", "scripts", "start"), help="measure only these")
    arguments = parser.parse_args()
    torch.set_num_threads(devices.num_cpu_threads())
    medians: dict[str, float] = {}
    if arguments.only in (None, "start"):
        medians["first_step_s"] = first_step_s(min(arguments.rounds, 5))
    if arguments.only in (None, "loops"):
        medians.update(against_loops(arguments.rounds))
    if arguments.only in (None, "scripts"):
        medians.update(against_scripts(arguments.rounds))
    if arguments.json:
        print(json.dumps(medians))


def against_scripts(rounds: int) -> dict[str, float]:
    """Return the engine's images per second by those of the examples' scripts."""
    lenet = TrainingConfig(epochs=1000, batch_size=64, device="cpu")
    cifar = TrainingConfig(
        data="shapes", augment=RECIPES["cifar"].text, epochs=1000, batch_size=128, lr=0.1, device="cpu"
    )
    classes = cifar.dataset.num_classes
    cases = {
        "lenet5_vs_script": Case(GRAPH, lenet, (1, 32, 32), num_steps=80, workers=0),
        "resnet18_vs_script": Case(
            registry.get("resnet18").build(classes, 32), cifar, (3, 32, 32), num_steps=4, workers=2
        ),
    }
    medians = {}
    for key, case in cases.items():
        speeds = measure({"engine": case.engine, "script": case.script}, rounds)
        medians[key] = _compare(f"{key}: images per second, engine / script", speeds["engine"], speeds["script"])
        print(f"{'':<50}{median(speeds['engine']):>12,.0f}{median(speeds['script']):>12,.0f}")
    return medians


def _compare(title: str, ones: list[float], others: list[float]) -> float:
    low, middle, high = quantiles([one / other for one, other in zip(ones, others, strict=True)], n=4)
    print(f"{title:<50}{middle:>12.3f}{f'{low:.3f} – {high:.3f}':>16}")
    return round(middle, 4)


def against_loops(rounds: int) -> dict[str, float]:
    """Return the steps per second of LeNet-5's runs by those of a loop, and with views by those without."""
    train_set = load(CONFIG.data, (1, 32, 32), torch.device("cpu")).train
    ((images, labels),) = train_set.in_order(len(train_set))

    ways: dict[str, Callable[[], float]] = {
        "loop": lambda: loop_by_hand(images, labels, fused=True),
        "plain": lambda: loop_by_hand(images, labels, fused=False),
        "none": lambda: engine(()),
        "kept": lambda: engine((), is_kept=True),
        "views": lambda: engine(window_views(GRAPH)),
        "everything": lambda: engine(every_view(GRAPH)),
    }
    speeds = measure(ways, rounds)
    ratios = {
        "lenet5_vs_loop": ("engine / loop by hand, same optimizer", speeds["none"], speeds["loop"]),
        "lenet5_vs_plain_loop": ("engine / loop by hand, torch's default optimizer", speeds["none"], speeds["plain"]),
        "lenet5_kept_vs_none": ("run kept in its folder / not", speeds["kept"], speeds["none"]),
        "lenet5_views_vs_none": ("views of the window on / off", speeds["views"], speeds["none"]),
        "lenet5_everything_vs_none": ("every node watched / none", speeds["everything"], speeds["none"]),
    }
    print(
        f"LeNet-5, batches of {CONFIG.batch_size}, {devices.describe(torch.device('cpu'))}, torch {torch.__version__}"
    )
    print(f"{'steps per second':<50}" + "".join(f"{name:>12}" for name in ways))
    print(f"{'':<50}" + "".join(f"{median(speeds[name]):>12.0f}" for name in ways))
    print(f"\n{'speed ratio, median of ' + str(rounds) + ' rounds':<50}{'median':>12}{'quartiles':>16}")
    return {key: _compare(title, ones, others) for key, (title, ones, others) in ratios.items()}


def measure(ways: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Return each way's steps per second in each round; a first round warms up and is thrown away."""
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for number in range(rounds + 1):
        for name in names if number % 2 else reversed(names):
            speed = ways[name]()
            if number:
                speeds[name].append(speed)
    return speeds


def loop_by_hand(images: Tensor, labels: Tensor, *, fused: bool) -> float:
    """Train as a person would who knows torch, noting the loss of each step; return steps per second."""
    torch.manual_seed(CONFIG.seed)
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.Tanh(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=CONFIG.lr, momentum=CONFIG.momentum, fused=fused)
    loss_function = nn.CrossEntropyLoss()
    losses = []
    start = perf_counter()
    for _ in range(CONFIG.epochs):
        order = torch.randperm(len(images))
        for indices in order.split(CONFIG.batch_size):  # type: ignore[no-untyped-call]
            optimizer.zero_grad()
            loss = loss_function(model(images[indices]), labels[indices])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return len(losses) / (perf_counter() - start)


def engine(keys: Iterable[FrameKey], *, is_kept: bool = False) -> float:
    """Train with these views watched at the window's rate, and perhaps kept; return steps per second."""
    mailbox = Mailbox()
    mailbox.watch(keys)
    with reading(mailbox), kept(GRAPH, CONFIG) if is_kept else nullcontext() as keeper:
        train(GRAPH, CONFIG, mailbox, keeper=keeper)
    seconds = mailbox.read_scalars()[0]["seconds"].reshape(CONFIG.epochs, -1)
    steps_between = seconds.shape[0] * (seconds.shape[1] - 1)
    return float(steps_between / (seconds[:, -1] - seconds[:, 0]).sum())


def window_views(graph: Graph) -> list[FrameKey]:
    """Return what the window watches at a time: gradients, one convolution's maps, one pooling layer."""
    return [
        FrameKey(FrameKind.GRADIENTS),
        FrameKey(FrameKind.ACTIVATIONS, graph.by_name["conv1"].id),
        FrameKey(FrameKind.POOLING, graph.by_name["pool1"].id),
    ]


def every_view(graph: Graph) -> list[FrameKey]:
    """Return gradients, and the maps and the pooling of every node."""
    maps = [FrameKey(kind, node) for kind in (FrameKind.ACTIVATIONS, FrameKind.POOLING) for node in graph.nodes]
    return [FrameKey(FrameKind.GRADIENTS), *maps]


if __name__ == "__main__":
    main()
