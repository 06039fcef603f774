"""One opening of a preset in our own window, which is up already. Prints the seconds until it is painted.

python benchmarks/canvases/preset.py NAME
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

import presets  # noqa: F401 - fills the registry
from benchmarks.canvases.gestures import Screen
from gui.application import make_application
from gui.main_window import MainWindow

SIZE = (1360, 850)


def main() -> None:
    application = make_application()
    window = MainWindow()
    window.resize(*SIZE)
    window.show()
    QApplication.processEvents()
    screen = Screen(window.canvas)
    start = perf_counter()
    screen.show(lambda: window.open_preset(sys.argv[1]))
    seconds = perf_counter() - start
    if not window.session.graph.closed:
        raise RuntimeError("the preset opened with its groups open: the figure would mean another thing")
    print(json.dumps({"open_s": seconds, "nodes": len(window.session.graph.nodes)}))
    window.session.start_anew()
    window.close()
    application.quit()


if __name__ == "__main__":
    main()
