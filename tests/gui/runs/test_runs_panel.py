"""The list of runs, with real runs and by the mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.graph import edits
from engine.project.document import Document
from engine.runs import metrics
from engine.runs.folder import RunFolder
from engine.training.control import RunControl
from gui.main_window import MainWindow
from gui.runs.columns import COLUMNS
from gui.runs.panel import RunsPanel
from gui.training.run_session import RunState
from tests.engine.runs.kept import CONFIG, NUM_STEPS, go_on, new_folder, outcome, same
from tests.gui.modal import when_a_dialog_opens
from tests.networks import ActingMailbox, small

CONTROL = Qt.KeyboardModifier.ControlModifier
SHORT = replace(CONFIG, epochs=1)


@pytest.fixture
def root(window: MainWindow, tmp_path: Path) -> Path:
    """Where the window keeps its runs."""
    root = tmp_path / "runs"
    window.running.places.default = root
    return root


@pytest.fixture
def panel(window: MainWindow, root: Path, hand, qtbot: QtBot) -> RunsPanel:
    hand.key(Qt.Key.Key_U, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.runs.panel is not None and window.runs.panel.isVisible())
    panel = window.runs.panel
    assert panel is not None
    return panel


def names(panel: RunsPanel) -> list[str]:
    shown = panel.table.model()
    return [shown.index(row, 0).data() for row in range(shown.rowCount())]


def cell(panel: RunsPanel, row: int, title: str) -> QPoint:
    at = next(at for at, column in enumerate(COLUMNS) if column.title == title)
    return panel.table.visualRect(panel.table.model().index(row, at)).center()


def click(panel: RunsPanel, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, modifiers, cell(panel, row, "Run"))


def edit(panel: RunsPanel, row: int, title: str, text: str) -> None:
    """Double-click a cell, write and press Enter."""
    view, place = panel.table.viewport(), cell(panel, row, title)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    field = next(found for found in view.findChildren(QLineEdit) if found.isVisible())
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.qWait(1)  # until the editor is gone


def press_head(panel: RunsPanel, title: str) -> None:
    header = panel.table.horizontalHeader()
    at = next(at for at, column in enumerate(COLUMNS) if column.title == title)
    panel.table.scrollTo(panel.table.model().index(0, at))
    place = QPoint(header.sectionViewportPosition(at) + header.sectionSize(at) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def labelled(root: Path, name: str, **settings: object) -> RunFolder:
    folder = new_folder(root, replace(SHORT, **settings))  # type: ignore[arg-type]
    folder.write_label(name, ())
    return folder


def train_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED, timeout=60_000)


def test_a_run_of_the_window_is_kept_listed_and_extended(window, hand, panel, root, qtbot):
    window.session.open_unsaved(Document(small(), SHORT), title="small")
    hand.click(hand.at(window.settings.train_button))
    train_to_the_end(window, qtbot)
    assert names(panel) == ["small · run 1"]
    (path,) = root.iterdir()
    assert window.run_session.folder == RunFolder(path)
    assert not window.run_session.has_unsaved_result  # nothing is asked when the window closes: it is kept

    click(panel, 0)
    assert not panel.resume_button.isEnabled()  # there is nothing left of it
    when_a_dialog_opens(two_more)
    QTest.mouseClick(panel.extend_button, Qt.MouseButton.LeftButton)
    train_to_the_end(window, qtbot)
    folder = RunFolder(path)
    assert len(window.run_session.records) == NUM_STEPS  # with the steps from before
    assert [row.epoch for row in metrics.read_epochs(folder.epochs)] == [1, 2, 3]
    whole = new_folder(root.parent / "whole")
    go_on(whole)
    assert same(outcome(folder)["weights"], outcome(whole)["weights"])


def two_more(dialog: QWidget) -> None:
    assert isinstance(dialog, QInputDialog)
    dialog.setIntValue(2)
    dialog.accept()


def test_a_run_that_was_stopped_goes_on_in_a_tab_with_its_network(window, panel, root, qtbot):
    folder, control = new_folder(root), RunControl()
    go_on(folder, mailbox=ActingMailbox({15: control.stop}), control=control)
    panel.refresh()
    click(panel, 0)
    QTest.mouseClick(panel.resume_button, Qt.MouseButton.LeftButton)
    train_to_the_end(window, qtbot)
    assert folder.result()["reason"] == "completed"
    assert window.session.graph == small()
    whole = new_folder(root.parent / "whole")
    go_on(whole)
    assert same(outcome(folder), outcome(whole))


def test_names_and_tags_are_written_in_the_list_and_kept(panel, root):
    folder = labelled(root, "before")
    panel.refresh()
    edit(panel, 0, "Run", "baseline")
    edit(panel, 0, "Tags", "paper, lr , paper")
    assert folder.label() == {"name": "baseline", "tags": ["paper", "lr"]}
    assert names(panel) == ["baseline"]


def test_it_sorts_and_filters(panel, root, hand):
    for name, lr in (("b", 0.5), ("a", 0.1), ("c", 0.02)):
        labelled(root, name, lr=lr)
    panel.refresh()
    press_head(panel, "Run")
    assert names(panel) == ["a", "b", "c"]
    press_head(panel, "lr")
    assert names(panel) == ["c", "a", "b"]
    press_head(panel, "lr")
    assert names(panel) == ["b", "a", "c"]
    hand.enter(panel.filter, "adam 0.02")
    assert names(panel) == ["c"]


def test_two_runs_are_compared(panel, root):
    first = labelled(root, "a")
    go_on(first)
    graph = edits.set_param(small(), small().by_name["stem.conv"].id, "kernel_size", 5)
    second = RunFolder.create(root, Document(graph, replace(SHORT, lr=0.02)), "b")
    panel.refresh()
    click(panel, 0)
    assert panel.comparison.overlay is not None
    click(panel, 1, CONTROL)
    titles = [panel.comparison.table.horizontalHeaderItem(at).text() for at in (1, 2)]
    table = panel.comparison.table
    rows = {table.item(row, 0).text(): [table.item(row, at).text() for at in (1, 2)] for row in range(table.rowCount())}
    of = {title: at for at, title in enumerate(titles)}
    assert rows["lr"][of["a"]] == "0.01"
    assert rows["lr"][of["b"]] == "0.02"
    assert rows["stem.conv · kernel_size"][of["b"]] == "(5, 5)"
    assert second.path.exists()
    overlay = panel.comparison.overlay
    drawn = [curve for curve in overlay.accuracy.getPlotItem().listDataItems() if len(curve.getData()[0] or ())]
    epochs = metrics.read_epochs(first.epochs)
    assert [list(curve.getData()[1]) for curve in drawn] == [[epoch.validation_accuracy for epoch in epochs]]


def test_deleted_runs_go_to_the_bin(panel, root, monkeypatch):
    folders = [labelled(root, name) for name in ("a", "b")]
    binned: list[Path] = []

    def to_bin(path: str) -> bool:
        """As the desktop does it: the folder is elsewhere afterwards."""
        target = root.parent / f"bin-{len(binned)}"
        Path(path).rename(target)
        binned.append(target)
        return True

    monkeypatch.setattr(QFile, "moveToTrash", to_bin)
    panel.refresh()
    click(panel, 0)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert len(binned) == 1
    assert len(names(panel)) == 1
    assert sum(folder.path.exists() for folder in folders) == 1


def test_a_run_that_is_trained_is_not_deleted(window, panel, root, qtbot):
    folder = new_folder(root)
    lock = folder.lock()
    assert lock is not None
    panel.refresh()
    click(panel, 0)
    assert not panel.resume_button.isEnabled()
    QTest.mouseClick(panel.delete_button, Qt.MouseButton.LeftButton)
    assert folder.path.exists()
    lock.release()


def test_all_runs_are_kept_where_the_person_wants_them(window, panel, root, tmp_path, monkeypatch):
    wanted, project = tmp_path / "all", tmp_path / "net.convcanvas"
    assert window.running.places.root_of(project) == tmp_path / "net.runs"
    assert window.running.places.root_of(None) == root
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(wanted))
    panel.folder_menu.elsewhere.trigger()
    assert window.running.places.root_of(project) == wanted
    labelled(wanted, "there")
    panel.refresh()
    assert names(panel) == ["there"]
    panel.folder_menu.beside.trigger()
    assert window.running.places.root_of(project) == tmp_path / "net.runs"
