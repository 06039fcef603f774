"""``devices``: the same network on the CPU and on a GPU, at some batch sizes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.headless import networks

if TYPE_CHECKING:
    from engine.training.device_times import DeviceTime

HELP = "time a network's forward and backward pass on the CPU and on a GPU, at some batch sizes"

BATCH_SIZES = (1, 8, 64)
_NO_GPU = (
    "This machine has no GPU that PyTorch can use, so there is only the CPU to time. A CUDA GPU needs NVIDIA's driver "
    "and a torch that was built for it."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the network, the devices and the batch sizes."""
    networks.add_arguments(parser)
    parser.add_argument(
        "--devices",
        nargs="+",
        choices=("cpu", "cuda", "mps"),
        metavar="cpu|cuda|mps",
        help="Where to compute. Default: everywhere this machine can.",
    )
    parser.add_argument(
        "--batch-sizes",
        nargs="+",
        type=_images,
        default=list(BATCH_SIZES),
        metavar="IMAGES",
        help=f"Images in a pass. Default: {' '.join(map(str, BATCH_SIZES))}.",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure; print a table on stderr and the numbers as one JSON object."""
    document = networks.find(arguments)
    facts = networks.checked(document.graph)
    import torch

    from engine.compiling.compiler import compiled_nodes
    from engine.training import device_times, devices

    torch.set_num_threads(devices.num_cpu_threads())
    chosen = [devices.choose(name) for name in arguments.devices or devices.present()]
    if not arguments.devices and len(chosen) == 1:
        print(_NO_GPU, file=sys.stderr)
    shape = facts.nodes[compiled_nodes(document.graph)[0].id].output or ()
    found = [
        each for device in chosen for each in device_times.measure(document.graph, shape, device, arguments.batch_sizes)
    ]
    print(text(found, {str(device): devices.describe(device) for device in chosen}), file=sys.stderr)
    times = [{**asdict(each), "images_per_second": each.images_per_second} for each in found]
    print(json.dumps({"network": arguments.network, "times": times}))
    return 0


def text(found: Sequence[DeviceTime], titles: dict[str, str]) -> str:
    """Return what a person reads.

    Args:
        found: what was measured.
        titles: what each device is called.
    """
    width = max(map(len, titles.values()))
    head = f"{'':{width}}  batch    forward   backward       copy     images/s"
    return "\n".join([head, *(_line(each, titles[each.device].ljust(width)) for each in found)])


def _line(time: DeviceTime, title: str) -> str:
    if time.forward_s is None or time.backward_s is None or time.copy_s is None:
        return f"{title}  {time.batch_size:>5}  does not fit into the memory"
    parts = "".join(f"{seconds * 1000:>8.2f} ms" for seconds in (time.forward_s, time.backward_s, time.copy_s))
    return f"{title}  {time.batch_size:>5}{parts}{time.images_per_second or 0:>13,.0f}"


def _images(word: str) -> int:
    if not word.isdecimal() or not int(word):
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1. Received {word}")
    return int(word)
