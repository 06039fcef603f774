"""One pass over NodeGraphQt's canvas with the same network. Needs an environment of its own; prints JSON.

python benchmarks/canvases/nodegraphqt.py GRAPH.json FRAMES WIDTH HEIGHT

GRAPH.json holds ``nodes``, [name, x, y] each, and ``edges``, pairs of places in that list.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from NodeGraphQt import BaseNode, NodeGraph  # type: ignore[import-not-found]
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from benchmarks.canvases.gestures import Screen, memory_mb


class Layer(BaseNode):  # type: ignore[misc]
    """A node with one output and one input that takes several edges."""

    __identifier__ = "benchmark"
    NODE_NAME = "Layer"

    def __init__(self) -> None:
        super().__init__()
        self.add_input("in", multi_input=True)
        self.add_output("out", multi_output=True)


def main() -> None:
    parts = json.loads(Path(sys.argv[1]).read_text())
    frames, width, height = (int(word) for word in sys.argv[2:])
    application = QApplication([])
    graph = NodeGraph()
    graph.register_node(Layer)
    graph.set_acyclic(False)  # its search for cycles takes all ways through all shortcuts: it would not end
    viewer = graph.viewer()
    viewer.resize(width, height)
    viewer.show()
    QApplication.processEvents()
    screen = Screen(viewer)
    before = memory_mb()
    start = perf_counter()
    screen.show(lambda: open_graph(graph, parts))
    figures = {"open_ms": 1000 * (perf_counter() - start), "memory_mb": memory_mb() - before}
    gc.collect()
    gc.freeze()
    figures["fit_repaint_ms"] = screen.repaint_ms(frames)
    viewer.reset_zoom(cent=QPointF(*parts["nodes"][len(parts["nodes"]) // 2][1:]))
    QApplication.processEvents()
    figures["pan_ms"] = screen.pan_ms(frames)
    print(json.dumps(figures))
    viewer.close()
    application.quit()


def open_graph(graph: NodeGraph, parts: dict[str, list[list[Any]]]) -> None:
    """Make the nodes and their connections without undo steps, the fastest way it offers, and show all of them."""
    nodes = [
        graph.create_node("benchmark.Layer", name=name, pos=(x, y), selected=False, push_undo=False)
        for name, x, y in parts["nodes"]
    ]
    for source, target in parts["edges"]:
        nodes[source].output(0).connect_to(nodes[target].input(0), push_undo=False, emit_signal=False)
    graph.viewer().zoom_to_nodes([node.view for node in nodes])


if __name__ == "__main__":
    main()
