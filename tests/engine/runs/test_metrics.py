from __future__ import annotations

import math
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.runs import metrics
from engine.runs.metrics import StepRow, header, line
from engine.training.events import EpochFinished

numbers = st.floats(allow_nan=False)
counts = st.integers(0, 2**53)


@given(st.lists(st.builds(StepRow, counts, numbers, numbers, numbers, counts), max_size=5))
def test_every_number_reads_back_as_exactly_the_same(tmp_path_factory, rows: list[StepRow]) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("metrics") / "steps.csv"
    path.write_bytes(header(StepRow) + b"".join(map(line, rows)))
    assert metrics.read_steps(path) == rows


def test_rows_behind_the_checkpoint_and_half_rows_are_left_out(tmp_path: Path) -> None:
    rows = [StepRow(step, 0.5, 0.25, 1.0, 32 * step) for step in (1, 2, 3, 4)]
    path = tmp_path / "steps.csv"
    path.write_bytes((header(StepRow) + b"".join(map(line, rows)))[:-5])
    assert metrics.read_steps(path) == rows[:3]
    assert metrics.read_steps(path, last=2) == rows[:2]
    assert metrics.read_steps(tmp_path / "none.csv") == []


def test_epochs_come_back_as_the_events_they_were(tmp_path: Path) -> None:
    epoch = EpochFinished(1, 41, 0.1, 0.2, math.pi, 1 / 3, 5.0)
    path = tmp_path / "epochs.csv"
    path.write_bytes(header(EpochFinished) + line(epoch))
    assert metrics.read_epochs(path) == [epoch]
    assert metrics.read_epochs(path, last=0) == []
