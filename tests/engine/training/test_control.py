from __future__ import annotations

import threading

from engine.training.control import RunControl


def test_stop_ends_a_pause() -> None:
    control = RunControl()
    control.pause()
    assert control.is_paused
    control.stop()
    assert not control.is_paused
    assert control.is_stopped
    assert not control.is_closed


def test_close_is_a_stop() -> None:
    control = RunControl()
    control.close()
    assert control.is_stopped
    assert control.is_closed


def test_waiting_looks_at_once_and_at_every_wake_until_it_is_over() -> None:
    control = RunControl()
    control.pause()
    looks = threading.Semaphore(0)
    thread = threading.Thread(target=control.wait, args=(lambda: not control.is_paused, looks.release), daemon=True)
    thread.start()
    for _ in range(3):
        assert looks.acquire(timeout=5)
        control.wake()
    assert looks.acquire(timeout=5)
    assert not looks.acquire(timeout=0.05)
    control.resume()
    thread.join(5)
    assert not thread.is_alive()


def test_a_wake_during_a_look_is_not_lost() -> None:
    control = RunControl()
    control.pause()
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            control.wake()
        else:
            control.stop()

    control.wait(lambda: control.is_stopped, look)
    assert len(looks) == 2


def test_waiting_for_what_is_already_so_does_not_look() -> None:
    RunControl().wait(lambda: True, lambda: 1 / 0)
