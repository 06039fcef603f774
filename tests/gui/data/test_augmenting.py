"""Putting an augmentation together by mouse and keys, with its preview."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu

from engine.data.augmenting.recipes import RECIPES
from engine.data.augmenting.steps import text_of


@pytest.fixture
def augmenting(window, qtbot, hand, dialog_of):
    window.session.set_training("data", "shapes")
    hand.click(hand.at(window.settings.data.augment_button))
    dialog, own = dialog_of("augmentationDialog")
    yield dialog, own
    if dialog.isVisible():
        dialog.reject()


def settled(qtbot, dialog) -> list[QImage]:
    """Wait until the preview shows what the list says, and return its pictures."""
    preview = dialog.preview
    qtbot.waitUntil(
        lambda: not (preview.reading.is_busy or preview.changing.is_busy or preview._timer.isActive()), timeout=60_000
    )
    return list(preview.variants._images)


def choose(dialog, button, title: str, hand) -> None:
    """Click a button with a menu, and the entry of this title."""
    hand.click(hand.at(button))
    menu: QMenu = button.menu()
    action = next(action for action in menu.actions() if action.text() == title)
    menu.setActiveAction(action)
    QApplication.processEvents()
    action.trigger()
    menu.close()


def augment(window) -> str:
    return window.session.document.training.augment


def test_without_steps_every_picture_is_the_same(window, qtbot, augmenting):
    dialog, _ = augmenting
    pictures = settled(qtbot, dialog)
    assert len(pictures) == 15
    assert all(picture == pictures[0] for picture in pictures)


def test_a_recipe_is_one_click_and_seen_at_once(window, qtbot, augmenting):
    dialog, hand = augmenting
    before = settled(qtbot, dialog)
    choose(dialog, dialog.recipe_button, RECIPES["cifar"].title, hand)
    assert augment(window) == text_of(RECIPES["cifar"].steps)
    after = settled(qtbot, dialog)
    assert len({bytes(picture.constBits()) for picture in after}) > 8
    assert after != before
    window.session.undo()
    assert augment(window) == ""
    assert dialog.list.count() == 0, "the dialog shows the document, whoever changes it"


def test_steps_are_added_edited_and_removed(window, qtbot, augmenting):
    dialog, hand = augmenting
    choose(dialog, dialog.add_button, "RandomRotation", hand)
    choose(dialog, dialog.add_button, "RandomErasing", hand)
    assert [step.type for step in dialog.steps] == ["RandomRotation", "RandomErasing"]
    dialog.list.setFocus()
    hand.key(Qt.Key.Key_Up)
    field = dialog.findChild(object, "param:degrees")
    hand.enter(field, "90")
    hand.key(Qt.Key.Key_Return)
    assert augment(window).startswith("RandomRotation(degrees=90.0), RandomErasing(")
    hand.click(hand.at(dialog.remove_button))
    assert [step.type for step in dialog.steps] == ["RandomErasing"]
    dialog.list.setFocus()
    hand.key(Qt.Key.Key_Delete)
    assert augment(window) == ""
    settled(qtbot, dialog)


def test_a_value_that_does_not_go_with_another_is_said(window, qtbot, augmenting):
    dialog, hand = augmenting
    choose(dialog, dialog.add_button, "RandomErasing", hand)
    hand.enter(dialog.findChild(object, "param:min_scale"), "0.9")
    hand.key(Qt.Key.Key_Return)
    assert dialog._problem.text() == "RandomErasing: min_scale must be at most max_scale, 0.33. Received 0.9."
    assert "min_scale=0.02" in augment(window)
    settled(qtbot, dialog)


def test_the_order_is_changed_by_dragging(window, qtbot, augmenting):
    dialog, _ = augmenting
    window.session.set_training("augment", "RandomCrop, MixUp, RandAugment")
    model = dialog.list.model()
    # What a drop within the list does; the offscreen platform starts no drag of its own.
    assert model.moveRow(dialog.list.rootIndex(), 0, dialog.list.rootIndex(), 3)
    assert [step.type for step in dialog.steps] == ["MixUp", "RandAugment", "RandomCrop"]
    assert [dialog.list.item(row).text() for row in range(3)] == ["1.  MixUp", "2.  RandAugment", "3.  RandomCrop"]
    settled(qtbot, dialog)


def test_another_picture_and_other_draws(window, qtbot, augmenting):
    dialog, hand = augmenting
    window.session.set_training("augment", "RandomRotation(degrees=90)")
    first = settled(qtbot, dialog)
    hand.click(hand.at(dialog.preview.again_button))
    second = settled(qtbot, dialog)
    assert first != second
    pictures = dialog.preview.pictures
    place = pictures.rect_of(2).center()
    hand.click(pictures.mapTo(dialog, QPoint(place)))
    assert pictures.current == 2
    assert settled(qtbot, dialog) != second


def test_data_that_are_not_here_are_no_fault(window, qtbot, augmenting):
    dialog, _ = augmenting
    window.session.set_training("data", "kmnist")
    settled(qtbot, dialog)
    assert dialog.preview.problem.text() == "Its pictures are shown here once it is downloaded."
