from __future__ import annotations

import time

from engine.training.stopwatch import Stopwatch


def test_held_time_is_left_out() -> None:
    watch = Stopwatch()
    with watch.held():
        time.sleep(0.05)
    assert watch.seconds < 0.04
    time.sleep(0.02)
    assert watch.seconds >= 0.02
