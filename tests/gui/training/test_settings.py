"""The Training panel by mouse and keys: groups, what has a say, the drawn schedule, undo."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QScrollArea, QSpinBox, QWidget

from engine.data.settings import DATA_SETTINGS
from engine.graph.builder import GraphBuilder
from engine.training.config import TrainingConfig
from engine.training.schedules import curve
from engine.training.settings import GROUPS, SETTINGS
from tests.gui.conftest import Hand

SCHEDULE = "Learning rate schedule"


def show(window: Any, widget: QWidget) -> None:
    area = window.settings.findChild(QScrollArea)
    area.ensureWidgetVisible(widget)


def unfold(window: Any, hand: Hand, title: str) -> None:
    heading = window.settings.sections.sections[title].heading
    show(window, heading)
    hand.click(hand.at(heading))


def choose(window: Any, hand: Hand, name: str, option: str) -> None:
    field = window.settings.findChild(QComboBox, f"param:{name}")
    show(window, field)
    field.setFocus()
    hand.key(Qt.Key.Key_Home)
    for _ in range(field.findData(option)):
        hand.key(Qt.Key.Key_Down)


def is_shown(window: Any, name: str) -> bool:
    return any(child.isVisibleTo(window) for child in window.settings.findChildren(QWidget, f"param:{name}"))


def test_every_setting_stands_in_one_group() -> None:
    names = [param.name for param in SETTINGS]
    assert sorted(names) == sorted(TrainingConfig().values())
    assert len(set(names)) == len(names)
    for group in GROUPS:
        for name, (other, values) in (*group.used_with.items(), *group.also_with.items()):
            assert name in {param.name for param in group.params}
            chosen = next(param for param in SETTINGS if param.name == other)
            assert [chosen.validate(value) for value in values] == list(values)


def test_a_beginner_sees_six_settings_and_headings(window: Any) -> None:
    shown = [param.name for param in SETTINGS if is_shown(window, param.name)]
    assert shown == ["task", "epochs", "batch_size", "optimizer", "lr"]  # beside the button with the data set
    assert window.settings.data.source_button.isVisibleTo(window)
    headings = [section.heading for section in window.settings.sections.sections.values()]
    assert [heading.isVisibleTo(window) for heading in headings] == [bool(group.title) for group in GROUPS]


def test_a_heading_unfolds_its_settings_and_folds_them_again(window: Any, hand: Hand) -> None:
    assert not is_shown(window, "weight_decay")
    unfold(window, hand, "Regularization")
    assert is_shown(window, "weight_decay")
    hand.key(Qt.Key.Key_Space)
    assert not is_shown(window, "weight_decay")


def test_how_data_are_prepared_is_under_a_heading_that_says_what_is_changed(window: Any, hand: Hand) -> None:
    names = {param.name for param in DATA_SETTINGS} - {"data", "task", "augment"}
    assert not any(is_shown(window, name) for name in names)
    heading = window.settings.data.preparation.heading
    window.session.set_training("test_share", 0.3)
    assert heading.remark == "test_share 0.3"
    show(window, heading)
    hand.click(hand.at(heading))
    assert all(is_shown(window, name) for name in names)


def test_only_what_has_a_say_is_shown(window: Any, hand: Hand) -> None:
    unfold(window, hand, "Optimizer")
    assert (is_shown(window, "nesterov"), is_shown(window, "beta1")) == (True, False)
    choose(window, hand, "optimizer", "AdamW")
    assert (is_shown(window, "nesterov"), is_shown(window, "beta1")) == (False, True)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.document.training.optimizer == "SGD"
    assert is_shown(window, "nesterov")


def test_a_switch_is_clicked_and_undone(window: Any, hand: Hand) -> None:
    unfold(window, hand, "Regularization")
    box = window.settings.findChild(QCheckBox, "param:decay_all")
    show(window, box)
    hand.click(hand.at(box, QPoint(8, box.height() // 2)))
    assert window.session.document.training.decay_all is False
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.document.training.decay_all is True


def test_a_folded_heading_says_what_is_changed_under_it(window: Any, hand: Hand) -> None:
    heading = window.settings.sections.sections["Regularization"].heading
    assert heading.remark == ""
    window.session.set_training("weight_decay", 0.0005)
    assert heading.remark == "weight_decay 0.0005"
    window.session.set_training("gamma", 0.5)
    assert window.settings.sections.sections[SCHEDULE].heading.remark == "", "gamma has no say without a schedule"


def test_restarts_are_drawn_with_the_snapshots_that_they_leave(window: Any, hand: Hand) -> None:
    unfold(window, hand, SCHEDULE)
    sketch = window.settings.findChild(QWidget, "scheduleSketch")
    choose(window, hand, "schedule", "cosine_restarts")
    cycle = window.settings.findChild(QSpinBox, "param:cycle_epochs")
    show(window, cycle)
    hand.enter(cycle, "6")
    config = window.session.document.training
    assert (config.epochs, config.cycle_epochs) == (15, 6)
    assert sketch.points == curve(config)
    epochs, rates = sketch.points
    peaks = [epoch for epoch, rate in zip(epochs, rates, strict=True) if rate == config.lr]
    assert peaks == pytest.approx([0, 6, 12])
    assert "restarts every 6 epochs" in sketch.toolTip()
    assert "keeps a snapshot: 2 in all" in sketch.toolTip()


def test_the_schedule_is_drawn_as_it_will_be(window: Any, hand: Hand) -> None:
    unfold(window, hand, SCHEDULE)
    sketch = window.settings.findChild(QWidget, "scheduleSketch")
    choose(window, hand, "schedule", "cosine")
    warmup = window.settings.findChild(QSpinBox, "param:warmup_epochs")
    show(window, warmup)
    hand.enter(warmup, "3")
    config = window.session.document.training
    assert (config.schedule, config.warmup_epochs) == ("cosine", 3)
    assert sketch.points == curve(config)
    epochs, rates = sketch.points
    assert rates[0] == pytest.approx(config.lr / 100)
    assert max(rates) == pytest.approx(config.lr)
    assert epochs[rates.index(max(rates))] == pytest.approx(3, abs=0.1)


def test_a_recipe_is_taken_in_one_step_and_undone(window: Any, hand: Hand) -> None:
    button = window.settings.findChild(QPushButton, "recipeButton")
    before = window.session.document.training
    action = button.menu().findChild(QAction, "recipe:resnet")
    action.trigger()
    assert window.session.document.training.weight_decay == 0.0001
    assert window.settings.sections.sections["Initialization"].heading.remark == "init kaiming_normal"
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.document.training == before


def test_a_wrong_width_is_said_above_train_and_mended_by_a_button(window: Any, hand: Hand, qtbot: Any) -> None:
    window.open_preset_in_tab("lenet5")
    window.session.set_training("data", "shapes")
    qtbot.waitUntil(lambda: bool(window.settings.fixes.buttons))
    (button,) = window.settings.fixes.buttons
    assert "expected 8 scores" in hint(window)
    assert button.text().strip() == "Give fc3 8 outputs"
    hand.click(hand.at(button))
    assert window.session.graph.by_name["fc3"].params["out_features"] == 8
    assert hint(window) == ""
    qtbot.waitUntil(lambda: not window.settings.fixes.isVisible())
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "expected 8 scores" in hint(window)


def test_a_sigmoid_is_said_as_soon_as_the_loss_has_its_own(window: Any) -> None:
    net = GraphBuilder()
    x = net.add("Flatten", net.input((1, 8, 8)), name="flatten")
    x = net.add("Linear", x, name="fc", out_features=10)
    window.session.edit("Build", lambda _: net.output(net.add("Sigmoid", x, name="squash")))
    assert hint(window) == ""
    window.session.set_training("loss", "binary")
    assert "applies sigmoid itself" in hint(window)
    assert window.settings.train_button.isEnabled()


def hint(window: Any) -> str:
    return str(window.settings._hint.text())
