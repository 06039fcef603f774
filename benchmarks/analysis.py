"""How fast all figures of ResNet-152 follow an edit at its stem, beside torchinfo, and how fast the preset opens.

    python benchmarks/analysis.py [--json] [--pairs 21] [--openings 5] [--torchinfo DIRECTORY] [--platform xcb]

Ours is an edit of the first convolution, `conv1`, then shapes, parameters, multiply-adds, receptive fields and stored
values of all nodes, as the window works them out: with the analysis before the edit at hand. Of it nothing can be taken
over but the order of the nodes (and, with `kernel_size`, their shapes), because each edit changes all nodes:

    stride       2 and 1 in turn: all shapes from there to the pooling at the end, all jumps and sizes of the fields
    padding      one more each time: sizes that were never there before, and where all fields begin
    kernel_size  7 and 8 in turn: all sizes of the fields, while the shapes stay

`analysis_ms_resnet152` and the ratios are those of the edit that takes longest. Beside them stands the analysis of the
same network from scratch, with which each edit's result is compared: they are equal, or the benchmark fails. Theirs is
`torchinfo.summary` of torchvision's ResNet-152, at its defaults, and on torch's meta device, where nothing is computed.
`cpu_speedup_vs_torchinfo` compares processor time, theirs on one thread. All alternate in one process; a ratio is the
median over pairs. An opening is a fresh process.

torchinfo is no dependency of this program. DIRECTORY, or the environment variable TORCHINFO_DIRECTORY, says where it is
or is to be put; without one it is put into a temporary directory.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count, cycle
from math import prod
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import presets  # noqa: F401 - fills the registry
from engine.analysis.analysis import Analysis, analyse
from engine.graph import edits
from engine.graph.model import Graph
from presets import registry

OPENING = Path(__file__).parent / "canvases" / "preset.py"
PACKAGE = "torchinfo==1.8.0"
VARIABLE = "TORCHINFO_DIRECTORY"
PRESET = "resnet152"
SHAPE = (1, 3, 224, 224)
Clock = Callable[[], float]
NUM_PARAMS = 60_192_808
NUM_CHANGED = 500
"""Nodes of 517 that an edit of the stem changes at least: all behind it."""
EDITS = 5
"""Edits beside each summary: theirs leave the processor's caches full of weights, as no edit in the window does."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--pairs", type=int, default=21, help="analyses of each kind (default 21)")
    parser.add_argument("--openings", type=int, default=5, help="windows opened (default 5)")
    parser.add_argument("--torchinfo", type=Path, default=os.environ.get(VARIABLE), metavar="DIRECTORY")
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"), help="Qt's platform")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        torchinfo = installed(Path(options.torchinfo or directory))
        result = analyses(options.pairs, torchinfo)
    result["open_resnet152_s"] = round(median(opening_s(options.platform) for _ in range(options.openings)), 2)
    for name, ms in result["analysis_ms_by_edit"].items():
        print(f"ResNet-152, {name} of conv1 edited: analysis {ms} ms at the median")
    print(f"from scratch {result['analysis_from_scratch_ms']} ms; ", end="")
    print(f"torchinfo {result['torchinfo_ms']} ms, {result['torchinfo_meta_ms']} ms on the meta device")
    print(f"opening ResNet-152 until it is painted: {result['open_resnet152_s']} s")
    if options.json:
        print(json.dumps(result))


def analyses(pairs: int, torchinfo: Any) -> dict[str, Any]:
    """Return milliseconds of each, and how many times faster ours is."""
    import torch
    from torchvision.models import resnet152

    module = resnet152()
    with torch.device("meta"):
        on_meta = resnet152()
    stems = [Stem("stride", cycle((1, 2))), Stem("padding", count(4)), Stem("kernel_size", cycle((8, 7)))]
    theirs, theirs_on_one_thread, on_meta_ms = [], [], []
    gc.collect()
    gc.freeze()  # what torch loaded stays; its collection would strike one of ours or another
    for _ in range(pairs):
        for stem in stems:
            stem.measure()
        theirs.append(summary_ms(torchinfo, module))
        theirs_on_one_thread.append(summary_cpu_ms(torchinfo, module))
        on_meta_ms.append(summary_ms(torchinfo, on_meta, device="meta"))
    slowest = max(stems, key=lambda stem: median(stem.edited_ms))
    return {
        "analysis_ms_resnet152": round(median(slowest.edited_ms), 2),
        "analysis_ms_by_edit": {stem.param: round(median(stem.edited_ms), 2) for stem in stems},
        "analysis_from_scratch_ms": round(median(slowest.from_scratch_ms), 2),
        "speedup_vs_torchinfo": ratio(theirs, slowest.edited_ms),
        "cpu_speedup_vs_torchinfo": ratio(theirs_on_one_thread, slowest.edited_cpu_ms),
        "speedup_vs_torchinfo_meta": ratio(on_meta_ms, slowest.edited_ms),
        "speedup_vs_torchinfo_from_scratch": ratio(theirs, slowest.from_scratch_ms),
        "torchinfo_ms": round(median(theirs)),
        "torchinfo_meta_ms": round(median(on_meta_ms)),
    }


def ratio(theirs: list[float], ours: list[float]) -> float:
    """Return how many times longer theirs takes, at the median over pairs."""
    return round(median(other / own for other, own in zip(theirs, ours, strict=True)), 1)


class Stem:
    """ResNet-152 whose first convolution has a parameter changed over and over, and with it every node.

    Attributes:
        param: which.
        edited_ms, from_scratch_ms: what each measurement found; edited_cpu_ms: in processor time.
    """

    def __init__(self, param: str, values: Iterator[int]) -> None:
        self.param = param
        self._values = values
        self._analysis: Analysis = analyse(registry.get(PRESET).build())
        self.edited_ms: list[float] = []
        self.edited_cpu_ms: list[float] = []
        self.from_scratch_ms: list[float] = []

    def measure(self) -> None:
        """Edit some times; note the median, and how long the last network takes from scratch."""
        self.edited_ms.append(median(self._edit(perf_counter) for _ in range(EDITS)))
        self.edited_cpu_ms.append(median(self._edit(process_time) for _ in range(EDITS)))
        found, milliseconds = timed(self._analysis.inference.graph, None, perf_counter)
        self.from_scratch_ms.append(milliseconds)
        if found != self._analysis:
            raise RuntimeError(f"After an edit of {self.param} the analysis is not that of the network from scratch.")

    def _edit(self, clock: Clock) -> float:
        """Change the parameter; return how long it takes until all figures are there."""
        graph, before = self._analysis.inference.graph, self._analysis
        graph = edits.set_param(graph, graph.by_name["conv1"].id, self.param, next(self._values))
        self._analysis, milliseconds = timed(graph, before, clock)
        changed = [node_id for node_id, field in self._analysis.fields.items() if field != before.fields[node_id]]
        if len(changed) < NUM_CHANGED:
            raise RuntimeError(f"The edit of {self.param} changed the fields of {len(changed)} nodes only.")
        return milliseconds


def timed(graph: Graph, known: Analysis | None, clock: Clock) -> tuple[Analysis, float]:
    """Return all figures of a network, and how many milliseconds they took."""
    start = clock()
    found = analyse(graph, known)
    figures = (found.num_params, found.macs, found.all_stored, found.num_values)
    milliseconds = 1000 * (clock() - start)
    kernel = prod(graph.by_name["conv1"].params["kernel_size"])  # type: ignore[arg-type]
    if figures[0] != NUM_PARAMS + 64 * 3 * (kernel - 49):
        raise RuntimeError(f"ResNet-152 has {NUM_PARAMS:,} parameters, not {figures[0]:,}.")
    return found, milliseconds


def summary_ms(torchinfo: Any, module: Any, **arguments: object) -> float:
    """Return how long torchinfo takes for its figures."""
    start = perf_counter()
    torchinfo.summary(module, input_size=SHAPE, verbose=0, **arguments)
    return 1000 * (perf_counter() - start)


def summary_cpu_ms(torchinfo: Any, module: Any) -> float:
    """Return the processor time of torchinfo on one thread: other programs lengthen it less than the clock's."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    start = process_time()
    torchinfo.summary(module, input_size=SHAPE, verbose=0)
    milliseconds = 1000 * (process_time() - start)
    torch.set_num_threads(threads)
    return milliseconds


def installed(directory: Path) -> Any:
    """Return torchinfo from a directory, where it is put if need be."""
    if not (directory / "torchinfo").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(directory), PACKAGE]
        subprocess.run(command, check=True)
    sys.path.insert(0, str(directory))
    import torchinfo

    return torchinfo


def opening_s(platform: str) -> float:
    """Return the seconds from the choice of the preset until its canvas is painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_LOGGING_RULES": "qt.qpa.*=false"}
    command = [sys.executable, str(OPENING), PRESET]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    seconds: float = json.loads(done.stdout.splitlines()[-1])["open_s"]
    return seconds


if __name__ == "__main__":
    main()
