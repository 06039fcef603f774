"""An hour in miniature: 20,000 edits and undos through the real widgets, without growth and without a warning.

A warning of Qt's or Python's fails it, as it does any test; so does an exception in a slot.
"""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from PySide6.QtWidgets import QApplication

from engine.project.autosave import Autosaves
from gui.keeping.crash_safety import CrashSafety
from tests import memory
from tests.restless import Restless

NUM_ACTS = 20_000
MEASURED_EVERY = 1_000
SETTLED_AFTER = 2
"""Measurements. In the first thousand acts the forms of most layers are made, in the second those of the last ones."""
COMPARED = 5
"""Measurements, at the beginning and at the end: each swings by 2 MB with the mixed forms that happen to be kept."""
MOST_GROWTH_MB = 2.5
"""Of some 48 MB that malloc has handed out. Measured: 1.6 MB in 14,000 acts, which is 110 bytes an act. Deleted fields
of mixed forms and closed searches leave 150 to 500 bytes each behind, in Qt or PySide (6.11). Buttons that Qt makes of
the actions for undo and redo took 8 MB, and forms made anew with each selection 40 MB."""
MOST_GROWTH_RESIDENT_MB = 4.0
"""Of some 166 MB, measured: 1.8 MB. What lies between the blocks in use counts too."""


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not memory.can_be_measured(), reason="asks glibc for its counts")
def test_twenty_thousand_acts_take_no_memory(window, tmp_path: Path) -> None:
    found = soak(window, tmp_path, NUM_ACTS, MEASURED_EVERY)[SETTLED_AFTER - 1 :]
    first, last = found[:COMPARED], found[-COMPARED:]
    assert mean(each.handed_out_mb for each in last) - mean(each.handed_out_mb for each in first) < MOST_GROWTH_MB
    resident = mean(each.resident_mb for each in last) - mean(each.resident_mb for each in first)
    assert resident < MOST_GROWTH_RESIDENT_MB


def test_a_few_hundred_acts_pass(window, tmp_path: Path) -> None:
    """The same in seconds, so that a person's everyday mistakes are found every day."""
    soak(window, tmp_path, 150, 100)


def soak(window, folder: Path, num_acts: int, measured_every: int) -> list[memory.Memory]:
    """Act, and return what memory was in use from time to time, always with an empty document."""
    safety = CrashSafety(window, Autosaves(folder / "autosave"))
    person = Restless(window, seed=7)
    found = []
    for number in range(1, num_acts + 1):
        person.act()
        shown = set(window.canvas.items_by_graph.nodes)
        assert shown == set(window.session.graph.nodes), f"after {number} acts the canvas shows something else"
        if number % measured_every == 0:
            person.undo_all()
            if memory.can_be_measured():
                found.append(memory.measure())
                print(f"{number:6d} acts: {found[-1]}, {len(QApplication.allWidgets())} widgets")
    safety.autosave.close()
    assert sum(person.counts.values()) == num_acts
    return found
