"""One pass over our own window: a network opened, looked over, dragged, edited. Prints its figures as JSON.

python benchmarks/canvases/convcanvas.py 520|5000 FRAMES
"""

from __future__ import annotations

import gc
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from benchmarks import networks
from benchmarks.canvases.gestures import Screen, memory_mb
from engine.graph import edits
from engine.graph.model import Graph
from gui.application import make_application
from gui.main_window import MainWindow

SIZE = (1360, 850)
NUM_EDITS = 40


def main() -> None:
    graph = networks.with_hub(networks.NETWORKS[sys.argv[1]]())
    frames = int(sys.argv[2])
    application = make_application()
    window = MainWindow()
    window.resize(*SIZE)
    window.show()
    QApplication.processEvents()
    canvas = window.canvas
    screen = Screen(canvas)
    before = memory_mb()
    figures = {"open_ms": timed_ms(lambda: screen.show(lambda: open_graph(window, graph)))}
    figures |= {"memory_mb": memory_mb() - before, "nodes": len(graph.nodes), "edges": len(graph.edges)}
    figures |= {"width": canvas.viewport().width(), "height": canvas.viewport().height()}
    gc.collect()
    gc.freeze()  # what was loaded stays; its collection would strike one frame or another
    figures["fit_repaint_ms"] = screen.repaint_ms(frames)
    figures["zoom_fit_ms"] = screen.zoom_ms(frames)
    hub = canvas.items_by_graph.nodes[graph.by_name["hub"].id]
    canvas.zoom_to_fit()
    canvas.look_at(hub.pos())
    QApplication.processEvents()
    figures["drag_fit_ms"] = screen.drag_ms(canvas.mapFromScene(hub.pos()), frames)
    canvas.zoom_to_actual_size()
    canvas.look_at(hub.pos())
    figures["pan_ms"] = screen.pan_ms(frames)
    canvas.look_at(hub.pos())
    QApplication.processEvents()
    figures["drag_ms"] = screen.drag_ms(canvas.mapFromScene(hub.pos()), frames)
    figures |= edit_ms(window)
    print(json.dumps(figures))
    window.session.start_anew()
    window.close()
    application.quit()


def timed_ms(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return 1000 * (perf_counter() - start)


def open_graph(window: MainWindow, graph: Graph) -> None:
    """Show a network as opening a preset does."""
    window.session.edit("Open", lambda _: graph)
    window.canvas.zoom_to_fit()


def edit_ms(window: MainWindow) -> dict[str, float]:
    """Return medians of single edits and undos: from the call until every badge shows what follows from it."""
    session = window.session
    nodes = session.graph.nodes.values()
    inner = [node.id for node in nodes if node.name.endswith((".conv1", ".conv2"))]
    (image,) = (node.id for node in nodes if node.type == "Input")
    chosen = random.Random(0)
    one, everything, undo, undo_all = [], [], [], []
    for number in range(NUM_EDITS):
        node_id, channels = chosen.choice(inner), 48 + number
        one.append(timed_ms(lambda: change(window, node_id, "out_channels", channels)))  # noqa: B023
        undo.append(timed_ms(session.undo))
        size = 256 + 32 * (number % 2)
        everything.append(timed_ms(lambda: change(window, image, "shape", (3, size, size))))  # noqa: B023
        undo_all.append(timed_ms(session.undo))
        QApplication.processEvents()
    return {
        "edit_to_badges_ms": median(one),
        "edit_all_badges_ms": median(everything),
        "undo_ms": median(undo),
        "undo_all_badges_ms": median(undo_all),
    }


def change(window: MainWindow, node_id: str, name: str, value: object) -> None:
    window.session.edit(f"Set {name}", lambda graph: edits.set_param(graph, node_id, name, value))


if __name__ == "__main__":
    main()
