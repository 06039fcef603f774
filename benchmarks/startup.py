"""How long until the window is painted, against a bare Qt window, and how long loading torch holds it up.

Each start is a fresh process; ours and the bare one alternate, and the ratio is the median over pairs. The longest gap
is the longest time between two beats of a 1 ms timer in the window's thread while torch is loaded, the median over
starts.

    python benchmarks/startup.py [--pairs N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

BARE = """
import time; start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.perf_counter() - start, flush=True)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
window = Window(); window.resize(1360, 850); window.show()
application.exec()
"""

OURS = """
import time; start = time.perf_counter()
from gui.application import make_application
application = make_application()
from gui.main_window import MainWindow
from PySide6.QtCore import QTimer
window = MainWindow()
def painted():
    print(time.perf_counter() - start, flush=True)
    QTimer.singleShot(0, application.quit)
window.painted.connect(painted)
window.show()
application.exec()
"""

GAP = """
import time
from gui.application import LOADED_AHEAD, make_application
from gui.main_window import MainWindow
from engine.runtime.torch_loading import TorchLoader
from PySide6.QtCore import QTimer, Qt
application = make_application()
window = MainWindow()
loader = TorchLoader(also=LOADED_AHEAD)
beats = []
beat = QTimer(); beat.setTimerType(Qt.TimerType.PreciseTimer); beat.setInterval(1)
began = None
def on_beat():
    beats.append(time.perf_counter())
    if began is not None and not loader.is_loading:
        application.quit()
beat.timeout.connect(on_beat)
def begin():
    global began
    beat.start()
    loader.start()
    began = time.perf_counter()
window.painted.connect(lambda: QTimer.singleShot(300, begin))
window.show()
application.exec()
loader.join()
print(max(later - earlier for earlier, later in zip(beats, beats[1:])), beats[-1] - began)
"""


def measured(program: str) -> list[float]:
    """Return the numbers that a program prints on its last line, run in a fresh interpreter."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment, cwd=REPOSITORY
    )
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=20, help="starts of each window (default 20)")
    parser.add_argument("--gaps", type=int, default=5, help="loads of torch (default 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    options = parser.parse_args()
    measured(BARE), measured(OURS)  # the first start reads the libraries from disk
    pairs = [(measured(OURS)[0], measured(BARE)[0]) for _ in range(options.pairs)]
    gaps = [measured(GAP) for _ in range(options.gaps)]
    ours, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
    result = {
        "window_vs_bare_qt": round(statistics.median(one / other for one, other in pairs), 3),
        "longest_gap_ms": round(1000 * statistics.median(gap for gap, _ in gaps), 1),
        "window_s": round(ours, 3),
        "bare_qt_s": round(bare, 3),
        "load_torch_s": round(statistics.median(seconds for _, seconds in gaps), 2),
    }
    print(
        f"window painted after {ours:.2f} s, a bare Qt window after {bare:.2f} s: {result['window_vs_bare_qt']} times"
    )
    print(f"torch loads in {result['load_torch_s']} s; longest gap in the window {result['longest_gap_ms']} ms")
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
