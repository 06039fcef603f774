from __future__ import annotations

import threading

from engine.runs.disk_writer import DiskWriter


def test_what_waits_is_replaced_by_a_newer_one_of_its_kind() -> None:
    done: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        go_on.wait(5)
        done.append("first")

    writer = DiskWriter(lambda error: None)
    writer.start()
    writer.submit("last", first)
    assert begun.wait(5)
    for name in ("second", "third"):
        writer.submit("last", lambda name=name: done.append(name))
    writer.submit("best", lambda: done.append("best"))
    go_on.set()
    writer.wait()
    assert done == ["first", "third", "best"]
    writer.close()


def test_what_replaces_another_goes_behind_what_was_submitted_in_between() -> None:
    """A snapshot is written before the checkpoint behind it, whatever waited before."""
    done: list[str] = []
    writer = DiskWriter(lambda error: None)
    writer.submit("last", lambda: done.append("last, too early"))
    writer.submit("snapshot", lambda: done.append("snapshot"))
    writer.submit("last", lambda: done.append("last"))
    writer.start()
    writer.close()
    assert done == ["snapshot", "last"]


def test_a_failure_is_said_once_until_it_works_again() -> None:
    said: list[str] = []
    writer = DiskWriter(lambda error: said.append(str(error)))
    writer.start()

    def full() -> None:
        raise OSError("full")

    for job in (full, full, lambda: None, full):
        writer.submit("last", job)
        writer.wait()
    assert said == ["full", "full"]
    writer.close()
    writer.close()
