"""How fast all figures of ResNet-152 follow an edit at its stem, beside torchinfo, and how fast the preset opens.

    python benchmarks/analysis.py [--json] [--pairs 21] [--openings 5] [--torchinfo DIRECTORY] [--platform xcb]

Ours is an edit that changes every shape, then shapes, parameters, multiply-adds, receptive fields and stored values of
all nodes. Theirs is `torchinfo.summary` of torchvision's ResNet-152, at its defaults, and on torch's meta device, where
nothing is computed. Both alternate in one process; a ratio is the median over pairs. An opening is a fresh process.

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
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import presets  # noqa: F401 - fills the registry
from engine.analysis.analysis import Analysis, analyse
from engine.graph import edits
from presets import registry

OPENING = Path(__file__).parent / "canvases" / "preset.py"
PACKAGE = "torchinfo==1.8.0"
VARIABLE = "TORCHINFO_DIRECTORY"
PRESET = "resnet152"
SHAPE = (1, 3, 224, 224)
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
    print(f"an edit at the stem of ResNet-152: analysis {result['analysis_ms_resnet152']} ms at the median; ", end="")
    print(f"torchinfo {result['torchinfo_ms']} ms, {result['torchinfo_meta_ms']} ms on the meta device")
    print(f"opening ResNet-152 until it is painted: {result['open_resnet152_s']} s")
    if options.json:
        print(json.dumps(result))


def analyses(pairs: int, torchinfo: Any) -> dict[str, float]:
    """Return milliseconds of each, and how many times faster ours is."""
    import torch
    from torchvision.models import resnet152

    module = resnet152()
    with torch.device("meta"):
        on_meta = resnet152()
    ours, theirs, on_meta_ms = [], [], []
    stem = Stem()
    gc.collect()
    gc.freeze()  # what torch loaded stays; its collection would strike one of ours or another
    for _ in range(pairs):
        ours.append(median(stem.edited_ms() for _ in range(EDITS)))
        theirs.append(summary_ms(torchinfo, module))
        on_meta_ms.append(summary_ms(torchinfo, on_meta, device="meta"))
    return {
        "analysis_ms_resnet152": round(median(ours), 2),
        "speedup_vs_torchinfo": round(median(other / own for own, other in zip(ours, theirs, strict=True)), 1),
        "speedup_vs_torchinfo_meta": round(median(other / own for own, other in zip(ours, on_meta_ms, strict=True)), 1),
        "torchinfo_ms": round(median(theirs)),
        "torchinfo_meta_ms": round(median(on_meta_ms)),
    }


class Stem:
    """ResNet-152 whose first convolution changes its stride over and over, and with it every shape."""

    def __init__(self) -> None:
        self._analysis: Analysis = analyse(registry.get(PRESET).build())
        self._strides = cycle((1, 2))

    def edited_ms(self) -> float:
        """Change the stride; return how long it takes until all figures are there."""
        graph = self._analysis.inference.graph
        graph = edits.set_param(graph, graph.by_name["conv1"].id, "stride", next(self._strides))
        start = perf_counter()
        self._analysis = analyse(graph, self._analysis)
        figures = (self._analysis.num_params, self._analysis.macs, self._analysis.all_stored, self._analysis.num_values)
        milliseconds = 1000 * (perf_counter() - start)
        if figures[0] != 60_192_808:
            raise RuntimeError(f"ResNet-152 has 60,192,808 parameters, not {figures[0]:,}")
        return milliseconds


def summary_ms(torchinfo: Any, module: Any, **arguments: object) -> float:
    """Return how long torchinfo takes for its figures."""
    start = perf_counter()
    torchinfo.summary(module, input_size=SHAPE, verbose=0, **arguments)
    return 1000 * (perf_counter() - start)


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
