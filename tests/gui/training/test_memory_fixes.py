"""What is offered where the memory is too small, by the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from torch import Tensor, nn

from engine.project.document import Document
from engine.runs import metrics
from engine.training.events import RunFailed
from gui.main_window import MainWindow
from gui.training.run_session import RunState
from tests.engine.runs.kept import CONFIG, NUM_STEPS, STEPS_PER_EPOCH
from tests.networks import small

PLANTED_AT = STEPS_PER_EPOCH + 4


@pytest.fixture
def too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a step in the second epoch on, more than 37 images do not fit, as if another program took the memory."""
    forward, seen = nn.Conv2d.forward, [0]

    def small_ones_only(layer: nn.Conv2d, x: Tensor) -> Tensor:
        seen[0] += layer.training
        if seen[0] > PLANTED_AT and len(x) > 37:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return forward(layer, x)

    monkeypatch.setattr(nn.Conv2d, "forward", small_ones_only)


@pytest.fixture
def failed(window: MainWindow, hand, too_large: None, tmp_path: Path, qtbot) -> MainWindow:
    window.running.places.default = tmp_path / "runs"
    window.session.open_unsaved(Document(small(), CONFIG), title="small")
    hand.click(hand.at(window.settings.train_button))
    qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED, timeout=60_000)
    qtbot.wait(50)
    assert isinstance(window.run_session.last_event, RunFailed)
    return window


def test_the_largest_batch_is_set_by_a_button(failed, hand):
    fixes = failed.run_bar.fixes
    assert fixes.batch_button.text() == "Batch of 37"
    hand.click(hand.at(fixes.batch_button))
    assert failed.session.document.training.batch_size == 37
    assert "Press Train" in failed.canvas.notice.text()
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert failed.session.document.training.batch_size == 128


def test_the_same_batch_in_parts_goes_on_from_the_last_checkpoint(failed, hand, qtbot, tmp_path, monkeypatch):
    folder = failed.run_session.folder
    before = metrics.read_steps(folder.steps)
    assert len(before) >= STEPS_PER_EPOCH
    fixes = failed.run_bar.fixes
    assert fixes.parts_button.text() == "Same batch in 4 parts"
    hand.click(hand.at(fixes.parts_button))
    qtbot.waitUntil(lambda: failed.run_session.state is RunState.FINISHED, timeout=60_000)
    assert failed.session.document.training.accumulation == 4
    assert failed.run_session.folder == folder
    assert not fixes.isVisible()
    after = metrics.read_steps(folder.steps)
    assert [row.step for row in after] == list(range(1, NUM_STEPS + 1))
    assert after[:STEPS_PER_EPOCH] == before[:STEPS_PER_EPOCH]  # nothing was lost, nothing computed again
    assert [row.epoch for row in metrics.read_epochs(folder.epochs)] == [1, 2, 3]
