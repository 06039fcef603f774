"""The window while it trains flat out with its live views open: how late its timers are, how often it shows frames.

python benchmarks/live/window.py SECONDS

Prints its figures as JSON: lateness of a timer of 16 ms and frames received a second, after the first second.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt, QTimer

from benchmarks.live.apart import keep_apart
from engine.runtime.torch_loading import TorchLoader
from gui.application import LOADED_AHEAD, make_application
from gui.main_window import MainWindow
from gui.training.run_session import RunState

INTERVAL_MS = 16
SIZE = (1360, 850)
EPOCHS = 100_000


def main() -> None:
    seconds = float(sys.argv[1])
    keep_apart()
    application = make_application()
    window = MainWindow()
    window.resize(*SIZE)
    window.show()
    window.open_preset("lenet5")
    loader = TorchLoader(also=LOADED_AHEAD)
    loader.start()
    loader.join()
    beats: list[float] = []
    frames: list[float] = []
    window.run_session.frames_received.connect(lambda _: frames.append(perf_counter()))
    timer = QTimer(interval=INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    window.run_session.state_changed.connect(
        lambda state: (
            QTimer.singleShot(int(1000 * (seconds + 1)), application.exit) if state is RunState.RUNNING else None
        )
    )
    window.session.set_training("epochs", EPOCHS)
    window.session.set_training("batch_size", 64)
    window.train()
    timer.start()
    application.exec()
    window.run_session.close()
    print(json.dumps(figures(np.array(beats), np.array(frames))), flush=True)


def figures(beats: np.ndarray, frames: np.ndarray) -> dict[str, float]:
    first = frames[0] + 1
    beats, frames = beats[beats > first], frames[frames > first]
    lateness = np.maximum(0, 1000 * np.diff(beats) - INTERVAL_MS)
    return {
        "lateness_p99_ms": round(float(np.percentile(lateness, 99)), 1),
        "lateness_max_ms": round(float(lateness.max()), 1),
        "frames_per_s": round(len(frames) / (frames[-1] - frames[0]), 1),
    }


if __name__ == "__main__":
    main()
