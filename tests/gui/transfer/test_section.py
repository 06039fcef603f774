"""Transfer learning by mouse and keys: a file, a run, what fits, freezing, undo, and a run that starts from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from engine.compiling.compiler import compile_graph
from engine.graph import edits
from engine.training.events import RunFinished, WeightsLoaded
from gui.main_window import MainWindow
from gui.transfer.section import TransferSection
from tests.engine.runs.kept import CONFIG, go_on, new_folder
from tests.gui.conftest import Hand
from tests.networks import small

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def section(window: MainWindow, hand: Hand) -> TransferSection:
    """The section of the small network, unfolded by a click."""
    window.session.edit("Make", lambda graph: small())
    window.canvas.zoom_to_fit()
    heading = window.settings.sections.sections["Transfer learning"].heading
    show(window, heading)
    hand.click(hand.at(heading))
    return window.settings.transfer


def show(window: MainWindow, widget: QWidget) -> None:
    area = window.settings.findChild(QScrollArea)
    assert area is not None
    QApplication.processEvents()
    area.ensureWidgetVisible(widget)


def press(window: MainWindow, hand: Hand, widget: QWidget) -> None:
    show(window, widget)
    hand.click(hand.at(widget))


def choose(window: MainWindow, hand: Hand, section: TransferSection, place: int) -> None:
    """Open the menu by a click and take an entry by keys."""
    press(window, hand, section.choice.button)
    menu: QMenu = section.choice.menu
    assert menu.isVisible()
    for key in (*(Qt.Key.Key_Down,) * (place + 1), Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    QApplication.processEvents()


def choose_file(window: Any, hand: Hand, section: TransferSection, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (str(path), ""))
    choose(window, hand, section, 1)


def until_said(qtbot: QtBot, section: TransferSection, text: str) -> None:
    qtbot.waitUntil(lambda: text in section.report.text(), timeout=20_000)


def frozen(window: MainWindow) -> set[str]:
    return {node.name for node in window.session.graph.nodes.values() if node.is_frozen}


def weights(path: Path, **changes: Any) -> Path:
    torch.manual_seed(4)
    torch.save({**compile_graph(small()).state_dict(), **changes}, path)
    return path


def test_a_file_is_chosen_checked_frozen_trained_and_all_of_it_undone(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    path = weights(tmp_path / "mine.pth", **{"fc.weight": torch.zeros(3, 36), "fc.bias": torch.zeros(3)})
    assert section.choice.button.choice == "Fresh weights"
    assert not section.freeze_button.isVisible()
    choose_file(window, hand, section, path, monkeypatch)
    assert window.session.document.training.start_from == str(path)
    assert section.choice.button.choice == "mine.pth"
    until_said(
        qtbot, section, "7 of 9 tensors taken from mine.pth. fc.weight is 3 × 36 in the file, 10 × 36 here: starts"
    )

    press(window, hand, section.freeze_button)
    assert frozen(window) == {"stem.conv", "stem.bn"}
    assert section.frozen.text().startswith("2 layers are frozen: without gradients and in evaluation mode")
    assert not section.freeze_button.isEnabled()
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert frozen(window) == set()
    hand.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    press(window, hand, section.thaw_button)
    assert frozen(window) == set()
    assert not section.thaw_button.isVisible()
    press(window, hand, section.freeze_button)

    window.session.set_trainings({"epochs": 1, "batch_size": 256}, "Be short")
    press_train(window, hand, qtbot)
    events = window.run_session.events
    assert isinstance(events[0], WeightsLoaded)
    assert events[0].text == section.report.text()
    window.run_session.close()
    choose(window, hand, section, 0)
    assert window.session.document.training.start_from == ""
    assert section.report.text() == ""


def press_train(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    hand.click(hand.at(window.settings.train_button))
    qtbot.waitUntil(lambda: isinstance(window.run_session.last_event, RunFinished), timeout=30_000)


def test_torchvisions_file_in_the_preset(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    torch.save(torchvision.models.resnet18().state_dict(), tmp_path / "resnet18-f37072fd.pth")
    window.workspace.current.open_preset("resnet18", 10, 32)
    choose_file(window, hand, section, tmp_path / "resnet18-f37072fd.pth", monkeypatch)
    until_said(qtbot, section, "120 of 122 tensors taken from resnet18-f37072fd.pth.")
    press(window, hand, section.freeze_button)
    learning = {node.name for node in window.session.graph.nodes.values() if not node.is_frozen}
    assert "fc" in learning
    assert not [name for name in learning if "conv" in name or "bn" in name]


def test_where_all_of_it_fits_the_last_layer_goes_on_learning(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    choose_file(window, hand, section, weights(tmp_path / "all.pt"), monkeypatch)
    until_said(qtbot, section, "9 of 9 tensors taken from all.pt.")
    press(window, hand, section.freeze_button)
    assert frozen(window) == {"stem.conv", "stem.bn"}


def test_the_report_follows_the_network_and_says_what_cannot_be_read(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    choose_file(window, hand, section, weights(tmp_path / "all.pt"), monkeypatch)
    until_said(qtbot, section, "9 of 9 tensors")
    fc = window.session.graph.by_name["fc"].id
    window.session.edit("Widen", lambda graph: edits.set_param(graph, fc, "out_features", 4))
    until_said(qtbot, section, "7 of 9 tensors")
    window.session.edit("Rename", lambda graph: edits.rename(graph, fc, "head"))
    until_said(qtbot, section, "head.weight is not in the file: starts fresh.")
    (tmp_path / "broken.pt").write_bytes(b"no weights")
    choose_file(window, hand, section, tmp_path / "broken.pt", monkeypatch)
    until_said(qtbot, section, "cannot be read as weights")
    assert not section.freeze_button.isVisible()


def test_other_names_are_matched_by_order(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    state = compile_graph(small()).state_dict()
    torch.save({f"net.{place}": value for place, value in enumerate(state.values())}, tmp_path / "other.pt")
    choose_file(window, hand, section, tmp_path / "other.pt", monkeypatch)
    until_said(qtbot, section, "match by order if they are the same layers under other names")
    field = window.settings.findChild(QComboBox, "param:match_by")
    assert field is not None
    show(window, field)
    field.setFocus()
    hand.key(Qt.Key.Key_Down)
    until_said(qtbot, section, "9 of 9 tensors taken from other.pt.")


def test_a_run_is_chosen_from_the_list(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = new_folder(tmp_path / "runs", CONFIG)
    go_on(folder)
    window.running.places.default = tmp_path / "runs"
    choose(window, hand, section, 2)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitExposed(dialog)
    at = Hand(dialog)  # type: ignore[arg-type]  # it has windows' events as well
    item = dialog.list.topLevelItem(0)  # type: ignore[attr-defined]
    assert [item.text(column) for column in range(3)] == ["small", "digits", "3"]
    moment = dialog.findChild(QComboBox, "startMoment")
    assert moment is not None
    moment.setFocus()
    at.key(Qt.Key.Key_Down)
    at.click(at.at(dialog.use_button))  # type: ignore[attr-defined]
    assert window.session.document.training.start_from == f"{folder.path}/last"
    assert section.choice.button.choice == "small, last step"
    until_said(qtbot, section, f"9 of 9 tensors taken from {folder.path.name} (last epoch3 step33).")


def test_without_runs_the_list_says_so(
    window: MainWindow, hand: Hand, section: TransferSection, qtbot: QtBot, tmp_path: Path
) -> None:
    window.running.places.default = tmp_path / "none"
    choose(window, hand, section, 2)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert not dialog.use_button.isEnabled()  # type: ignore[attr-defined]
    Hand(dialog).key(Qt.Key.Key_Escape)  # type: ignore[arg-type]
    assert window.session.document.training.start_from == ""
