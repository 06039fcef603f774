"""Runs and snapshots tested together from the list, by the mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.runs.ensembles import evaluate_together
from engine.runs.folder import RunFolder
from engine.runs.members import members
from gui.main_window import MainWindow
from gui.runs.ensemble_dialog import EnsembleDialog
from gui.runs.panel import RunsPanel
from tests.engine.runs.kept import CONFIG, go_on, new_folder

LEFT, NONE, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHORT = replace(CONFIG, epochs=1)
RESTARTING = replace(CONFIG, epochs=2, schedule="cosine_restarts", cycle_epochs=1)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[RunFolder]:
    """Three of one epoch, and one with snapshots; the latest stands first in the list."""
    root = tmp_path_factory.mktemp("runs")
    folders = [new_folder(root, replace(SHORT, seed=seed)) for seed in range(3)]
    folders.append(new_folder(root, RESTARTING))
    for name, folder in zip(("one", "two", "three", "restarting"), folders, strict=True):
        go_on(folder)
        folder.write_label(name, ())
    return folders


@pytest.fixture
def panel(window: MainWindow, runs: list[RunFolder], hand, qtbot: QtBot) -> RunsPanel:
    window.running.places.default = runs[0].path.parent
    hand.key(Qt.Key.Key_U, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.runs.panel is not None and window.runs.panel.isVisible())
    panel = window.runs.panel
    assert panel is not None
    return panel


def select(panel: RunsPanel, *names: str) -> None:
    """Click the run of the first name, and the others with Ctrl."""
    table, model = panel.table, panel.table.model()
    for at, name in enumerate(names):
        row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
        place = table.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(table.viewport(), LEFT, CONTROL if at else NONE, place)


def answer(window: MainWindow, panel: RunsPanel, qtbot: QtBot) -> EnsembleDialog:
    """Press the button and wait until there is an answer."""
    QTest.mouseClick(panel.ensemble_button, LEFT)
    dialog = window.findChild(EnsembleDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog._work.is_busy, timeout=60_000)
    return dialog


def test_several_runs_answer_together(
    window: MainWindow, panel: RunsPanel, runs: list[RunFolder], qtbot: QtBot
) -> None:
    assert not panel.ensemble_button.isEnabled()
    select(panel, "one")
    assert not panel.ensemble_button.isEnabled(), "one run without snapshots is no ensemble"
    select(panel, "one", "two", "three")
    dialog = answer(window, panel, qtbot)
    expected = evaluate_together(members(runs[:3]), "cpu")
    assert expected is not None
    shown = {row[0]: row[1] for row in dialog.rows}
    alone = dict(zip(expected.titles, expected.accuracies, strict=True))
    assert set(alone) == {"one", "two", "three"}
    assert {name: shown[name] for name in alone} == {name: f"{share:.2%}" for name, share in alone.items()}
    assert dialog.rows[-2] == ["Mean of the members", f"{expected.mean:.2%}", ""]
    assert dialog.rows[-1] == ["Ensemble of 3", f"{expected.accuracy:.2%}", f"{100 * expected.gain:+.2f} points"]
    assert dialog.note.text().startswith("3 runs with their latest weights, on 360 test images.")
    (copy,) = (button for button in dialog.findChildren(QPushButton) if button.text() == "Copy")
    QTest.mouseClick(copy, LEFT)
    assert QGuiApplication.clipboard().text().splitlines()[-1] == "\t".join(dialog.rows[-1])
    dialog.close()


def test_a_single_run_answers_with_its_snapshots(window: MainWindow, panel: RunsPanel, qtbot: QtBot) -> None:
    select(panel, "restarting")
    dialog = answer(window, panel, qtbot)
    assert [row[0] for row in dialog.rows] == ["Epoch 1", "Epoch 2", "Mean of the members", "Ensemble of 2"]
    assert "snapshots at the end of each cycle" in dialog.note.text()
    dialog.close()


def test_what_cannot_be_tested_together_is_said(
    window: MainWindow, panel: RunsPanel, runs: list[RunFolder], qtbot: QtBot
) -> None:
    document = runs[2].document()
    runs[2].write_document(replace(document, training=replace(document.training, test_share=0.5)))
    select(panel, "one", "three")
    dialog = answer(window, panel, qtbot)
    runs[2].write_document(document)
    assert "their test_share is" in dialog.note.text()
    assert dialog.rows == []
    dialog.close()


def test_closing_ends_the_test(window: MainWindow, runs: list[RunFolder]) -> None:
    dialog = EnsembleDialog(runs[:3], window)
    dialog.open()
    dialog.close()
    assert not any(thread.is_alive() for thread in dialog._work._threads)
