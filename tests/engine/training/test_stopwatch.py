from __future__ import annotations

import pytest

from engine.training import stopwatch


def test_held_time_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [10.0]
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: now[0])
    watch = stopwatch.Stopwatch()
    now[0] = 13.0
    with watch.held():
        now[0] = 20.0
    assert watch.seconds == 3.0
    now[0] = 21.0
    assert watch.seconds == 4.0
