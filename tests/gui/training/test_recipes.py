"""Each recipe, chosen from the menu with the mouse, trains an epoch of a network on the digits."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from engine.project.document import Document
from engine.project.files import save
from engine.training.config import TrainingConfig
from engine.training.events import RunFinished
from engine.training.recipe_for_data import recipe_for
from gui.main_window import MainWindow
from gui.training.run_session import RunState
from presets.recipes import RECIPES
from tests.networks import small

LEFT = Qt.MouseButton.LeftButton
NAMES = ("data", *(recipe.name for recipe in RECIPES))


@pytest.fixture
def project(window: MainWindow, tmp_path: Path) -> Path:
    """A network for the digits that trains in a millisecond a step, open in the window."""
    path = tmp_path / "small.convcanvas"
    save(path, Document(small(), TrainingConfig(device="cpu")))
    assert window.open_path(path)
    return path


def choose(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Open the menu and click a recipe in it."""
    button = window.settings.findChild(QPushButton, "recipeButton")
    menu: QMenu = button.menu()
    action = menu.findChild(QAction, f"recipe:{name}")
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))  # pressing the button would wait for the menu's end
    qtbot.waitUntil(menu.isVisible)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


@pytest.mark.parametrize("name", NAMES)
def test_it_trains(window: MainWindow, qtbot: QtBot, project: Path, name: str) -> None:
    ends: list[RunFinished] = []
    window.run_session.event_received.connect(lambda event: isinstance(event, RunFinished) and ends.append(event))
    choose(window, qtbot, name)
    expected = dict(next((recipe.settings for recipe in RECIPES if recipe.name == name), {}))
    config = window.session.document.training
    expected = expected or recipe_for(config.dataset)
    assert {key: config.values()[key] for key in expected} == expected
    window.session.set_training("epochs", 1)
    QTest.mouseClick(window.settings.train_button, LEFT)
    qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED, timeout=120_000)
    (end,) = ends
    assert (end.reason.value, end.epoch) == ("completed", 1)
    assert end.test_accuracy is not None


@pytest.mark.parametrize("name", NAMES[1:])
def test_what_fits_the_data_does_so_whatever_recipe_went_before(
    window: MainWindow, qtbot: QtBot, project: Path, name: str
) -> None:
    """But for the data's own settings, which are the person's, and those of other optimizers, which have no say."""
    fresh = window.session.document.training
    choose(window, qtbot, name)
    choose(window, qtbot, "data")
    now = window.session.document.training.values()
    wanted = {**fresh.values(), **recipe_for(fresh.dataset)}
    no_say = {"augment", "momentum", "nesterov", "step_size", "gamma"}
    assert {key for key in now if now[key] != wanted[key]} <= no_say
