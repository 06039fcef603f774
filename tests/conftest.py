"""What every test runs under: no screen, one core, and nothing left running behind it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

# Before anything imports Qt or torch: both read these once, when they are loaded.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

# The same examples on every run and no deadline: a busy machine must not turn a test red.
settings.register_profile(
    "convcanvas", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("convcanvas")

GRACE_S = 2.0
"""How long a thread or a timer may take to end after its test."""

ALLOWED_THREADS = ("pytest", "hypothesis", "tqdm")
"""Packages whose own helper threads outlive a test by design."""


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a Python thread, or an active timer in a window that is still there."""
    threads, timers = _threads(), _active_timers()
    yield
    deadline = time.monotonic() + GRACE_S
    while (left := _describe(_threads() - threads, _active_timers() - timers)) and time.monotonic() < deadline:
        time.sleep(0.01)
    if left:
        pytest.fail(f"left running: {left}", pytrace=False)


def _threads() -> set[threading.Thread]:
    """Return the program's threads: not a helper's, and not Qt's, which Python only knows by a stand-in."""
    return {
        thread
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and not type(thread).__module__.startswith(ALLOWED_THREADS)
    }


def _active_timers() -> set[QTimer]:
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # windows that the test asked to delete
    windows = QApplication.topLevelWidgets()
    return {timer for window in windows for timer in window.findChildren(QTimer) if timer.isActive()}


def _describe(threads: set[threading.Thread], timers: set[QTimer]) -> str:
    return ", ".join(
        [f"thread {thread.name!r}" for thread in threads]
        + [f"timer {timer.objectName()!r} of {type(timer.parent()).__name__}" for timer in timers]
    )
