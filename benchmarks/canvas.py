"""How fast the canvas is with a network of 520 nodes and one of 5,000, beside NodeGraphQt with the same networks.

    python benchmarks/canvas.py [--json] [--rounds 7] [--sizes 520 5000] [--nodegraphqt DIRECTORY] [--platform xcb]

Each pass is a fresh process with a window of its own; ours and NodeGraphQt's alternate, and a ratio is the median over
pairs. A frame is one real mouse, wheel or repaint event until what it changed is painted.

NodeGraphQt is no dependency of this program. DIRECTORY, or the environment variable NODEGRAPHQT_ENVIRONMENT, names a
virtual environment for it, which is made where it does not exist yet. Without one its keys are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.networks import NETWORKS, with_hub

CANVASES = Path(__file__).parent / "canvases"
FRAMES = {"520": 150, "5000": 60}
PACKAGES = ("NodeGraphQt==0.6.44", "Qt.py", "setuptools", "PySide6-Essentials<6.12")
LONGEST_S = 300
"""Seconds that a pass may take."""
VARIABLE = "NODEGRAPHQT_ENVIRONMENT"

Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--rounds", type=int, default=7, help="passes at 520 nodes; a third of it at 5,000 (default 7)")
    parser.add_argument("--sizes", nargs="+", choices=NETWORKS, default=list(NETWORKS), help="which networks")
    parser.add_argument("--nodegraphqt", type=Path, default=os.environ.get(VARIABLE), metavar="DIRECTORY")
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"), help="Qt's platform")
    options = parser.parse_args()
    other = nodegraphqt_python(Path(options.nodegraphqt)) if options.nodegraphqt else None
    if other is None:
        print(f"NodeGraphQt is left out: name an environment for it with --nodegraphqt or {VARIABLE}.")
    result: dict[str, float] = {}
    for size in options.sizes:
        rounds = options.rounds if size == "520" else max(1, options.rounds // 3)
        pairs = [one_round(size, other, options.platform)]
        with_other = other if pairs[0][1] else None
        pairs.extend(one_round(size, with_other, options.platform) for _ in range(rounds - 1))
        ours = {key: median(mine[key] for mine, _ in pairs) for key in pairs[0][0]}
        result |= own_figures(ours, size)
        describe(ours, size)
        if pairs[0][1]:
            theirs = {key: median(figures[key] for _, figures in pairs) for key in pairs[0][1]}
            result |= ratios(pairs, size) | {f"nodegraphqt_{key}_{size}": round(theirs[key], 1) for key in theirs}
            print(f"  NodeGraphQt: open {theirs['open_ms']:.0f} ms, pan {theirs['pan_ms']:.1f} ms a frame, ", end="")
            print(f"everything {theirs['fit_repaint_ms']:.0f} ms, memory {theirs['memory_mb']:.0f} MB")
    if options.json:
        print(json.dumps(result))


def one_round(size: str, other: Path | None, platform: str) -> tuple[Figures, Figures]:
    """Return the figures of a pass of ours and of one of NodeGraphQt's, which are empty without it."""
    ours = measured(Path(sys.executable), ["convcanvas.py", size, str(FRAMES[size])], platform)
    if other is None:
        return ours, {}
    with tempfile.TemporaryDirectory() as directory:
        parts = Path(directory) / "graph.json"
        parts.write_text(json.dumps(network_parts(size)))
        viewport = [str(int(ours["width"])), str(int(ours["height"]))]
        frames = str(FRAMES[size] // 3)
        try:
            return ours, measured(other, ["nodegraphqt.py", str(parts), frames, *viewport], platform)
        except subprocess.TimeoutExpired:
            print(f"NodeGraphQt had not done {size} nodes after {LONGEST_S} s and is left out.")
            return ours, {}


def measured(python: Path, arguments: list[str], platform: str) -> Figures:
    """Return what a pass prints on its last line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_API": "pyside6", "QT_LOGGING_RULES": "qt.qpa.*=false"}
    command = [str(python), str(CANVASES / arguments[0]), *arguments[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=LONGEST_S)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def network_parts(size: str) -> dict[str, list[list[object]]]:
    """Return the network as plain lists, for a program that does not know ours."""
    graph = with_hub(NETWORKS[size]())
    place = {node_id: index for index, node_id in enumerate(graph.nodes)}
    return {
        "nodes": [[node.name, *node.position] for node in graph.nodes.values()],
        "edges": [[place[edge.source], place[edge.target]] for edge in graph.edges],
    }


def nodegraphqt_python(directory: Path) -> Path:
    """Return the interpreter of NodeGraphQt's environment, which is made if need be."""
    python = directory / "bin" / "python"
    if not python.exists():
        print(f"making an environment for NodeGraphQt in {directory}")
        venv.create(directory, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def own_figures(ours: Figures, size: str) -> Figures:
    fps = {name: 1000 / ours[f"{name}_ms"] for name in ("pan", "drag", "drag_fit", "zoom_fit", "fit_repaint")}
    keys = ("edit_to_badges_ms", "edit_all_badges_ms", "undo_ms", "undo_all_badges_ms", "open_ms", "memory_mb")
    return {f"{name}_fps_{size}": round(value, 1) for name, value in fps.items()} | {
        f"{key}_{size}": round(ours[key], 2) for key in keys
    }


def ratios(pairs: list[tuple[Figures, Figures]], size: str) -> Figures:
    """Return how many times faster ours is; at 520 nodes the keys have no number."""
    names = {
        "open_speedup_vs_nodegraphqt": "open_ms",
        "pan_fps_ratio_vs_nodegraphqt": "pan_ms",
        "fit_repaint_ratio_vs_nodegraphqt": "fit_repaint_ms",
    }
    end = "" if size == "520" else f"_{size}"
    return {
        f"{name}{end}": round(median(theirs[key] / ours[key] for ours, theirs in pairs), 1)
        for name, key in names.items()
    }


def describe(ours: Figures, size: str) -> None:
    print(f"{ours['nodes']:.0f} nodes, {ours['edges']:.0f} edges, {ours['width']:.0f} × {ours['height']:.0f} pixels")
    print(f"  open {ours['open_ms']:.0f} ms, memory {ours['memory_mb']:.0f} MB")
    print(f"  a frame: pan {ours['pan_ms']:.1f} ms, drag a node with 12 edges {ours['drag_ms']:.1f} ms at 100%", end="")
    print(f" and {ours['drag_fit_ms']:.1f} ms with everything in view")
    print(f"  a frame of everything: zoom {ours['zoom_fit_ms']:.1f} ms, repaint {ours['fit_repaint_ms']:.1f} ms")
    print(
        f"  until all badges show it: an edit {ours['edit_to_badges_ms']:.1f} ms, undo {ours['undo_ms']:.1f} ms,",
        end="",
    )
    print(f" another image size {ours['edit_all_badges_ms']:.1f} ms")


if __name__ == "__main__":
    main()
