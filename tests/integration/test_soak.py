"""An hour in miniature: 20,000 edits and undos through the real widgets, without growth and without a warning.

A warning of Qt's or Python's fails it, as it does any test; so does an exception in a slot.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from engine.project.autosave import Autosaves
from gui.keeping.crash_safety import CrashSafety
from tests.restless import Restless

NUM_ACTS = 20_000
SETTLED_AFTER = 1_000
MOST_GROWTH_MB = 16.0
"""Of some 159 MB. Qt's tool buttons (6.11) keep 144 bytes whenever an action changes its text or tooltip, as undo and
redo do with every edit: 11 MB in all. A form of the inspector built anew with each selection would take 60 MB more."""


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_twenty_thousand_acts_take_no_memory(window, tmp_path: Path) -> None:
    soak(window, tmp_path, NUM_ACTS, SETTLED_AFTER)


def test_a_few_hundred_acts_pass(window, tmp_path: Path) -> None:
    """The same in seconds, so that a person's everyday mistakes are found every day."""
    soak(window, tmp_path, 150, 100)


def soak(window, folder: Path, num_acts: int, settled_after: int) -> None:
    safety = CrashSafety(window, Autosaves(folder / "autosave"))
    person = Restless(window, seed=7)
    settled = 0.0
    for number in range(1, num_acts + 1):
        person.act()
        shown = set(window.canvas.items_by_graph.nodes)
        assert shown == set(window.session.graph.nodes), f"after {number} acts the canvas shows something else"
        if number % settled_after == 0:
            person.undo_all()
            used = resident_mb()
            print(f"{number:6d} acts: {used:.1f} MB, {len(QApplication.allWidgets())} widgets")
            if number == settled_after:
                settled = used
            assert used - settled < MOST_GROWTH_MB, f"grown after {number} acts"
    safety.autosave.close()
    assert sum(person.counts.values()) == num_acts


def resident_mb() -> float:
    """Return the memory that the process has for itself."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
