"""The gallery by mouse and keys: looked through, filtered, and a network opened as it was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox

from engine.analysis.inference import infer
from engine.layers.spec import Category
from gui.gallery.card_painter import counts
from gui.gallery.drafts import Wish, drafted
from gui.gallery.sections import shelf
from gui.presets_menu import PresetsMenu
from gui.theme.colors import CATEGORY_COLORS
from presets import registry as presets

NAMES = [preset.name for preset in presets.all_presets()]


def built(gallery, qtbot, name):
    wish = Wish(name)
    gallery.cards._drafts.draft(wish)
    qtbot.waitUntil(lambda: gallery.cards._drafts.known(wish) is not None, timeout=30_000)


def card(gallery, finger, name) -> QPoint:
    """Scroll a card into sight and return its middle in the gallery's window."""
    gallery.cards.set_current(name)
    QApplication.processEvents()
    return finger.at(gallery.cards, gallery.cards.rect_of(name).center())


def open_by_double_click(gallery, finger, name):
    place = card(gallery, finger, name)
    finger.click(place)
    QTest.mouseDClick(gallery.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QApplication.processEvents()


def field(gallery, name) -> QSpinBox:
    found = gallery.details.findChild(QSpinBox, f"param:{name}")
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_preset_opens_by_a_double_click(gallery, finger, window, name):
    open_by_double_click(gallery, finger, name)
    assert not gallery.isVisible()
    expected = presets.get(name).build()
    graph = window.session.graph
    assert graph.by_name.keys() == expected.by_name.keys()
    assert graph.closed == expected.closed
    assert window.session.inference.problems == ()
    assert len(window.workspace.tabs) == 1  # nothing was done in it yet
    assert len(window.canvas.items_by_graph.boxes) > 0


def test_it_opens_beside_what_is_open(window, gallery, finger):
    window.open_preset("lenet5")
    before = window.session.graph
    finger.key(Qt.Key.Key_Return)
    assert len(window.workspace.tabs) == 2
    assert window.workspace.tabs[0].session.graph is before


class TestLookingThrough:
    def test_all_presets_are_there_and_the_first_is_looked_at(self, gallery):
        assert gallery.cards.shown_names == [preset.name for preset in shelf(presets.all_presets(), "").presets]
        assert gallery.cards.current == gallery.cards.shown_names[0]

    def test_typing_filters_and_enter_opens_the_surest(self, gallery, finger, window):
        finger.type("lecun")
        assert gallery.cards.shown_names == ["lenet5"]
        finger.key(Qt.Key.Key_Return)
        assert not gallery.isVisible()
        assert "conv1" in window.session.graph.by_name

    @pytest.mark.parametrize(("word", "name"), [("detect", "yolo"), ("segment", "unet")])
    def test_a_task_finds_the_networks_that_are_for_it(self, gallery, finger, word, name):
        finger.type(word)
        assert gallery.cards.shown_names == [name]

    def test_a_filter_that_leaves_nothing_says_so_and_opens_nothing(self, gallery, finger, window):
        finger.type("qqqq")
        assert gallery._nothing.isVisible()
        finger.key(Qt.Key.Key_Return)
        assert gallery.isVisible()
        assert not window.session.graph.nodes

    def test_the_arrow_keys_go_from_card_to_card(self, gallery, finger):
        gallery.cards.setFocus()
        finger.key(Qt.Key.Key_End)
        assert gallery.cards.current == gallery.cards.shown_names[-1]
        finger.key(Qt.Key.Key_Home)
        finger.key(Qt.Key.Key_Right)
        assert gallery.cards.current == gallery.cards.shown_names[min(1, len(NAMES) - 1)]

    def test_escape_closes_and_changes_nothing(self, gallery, finger, window):
        finger.key(Qt.Key.Key_Escape)
        assert not gallery.isVisible()
        assert not window.session.graph.nodes

    def test_opened_again_it_shows_all(self, gallery, finger, window):
        finger.type("lecun")
        finger.key(Qt.Key.Key_Escape)
        window.actions_.gallery.trigger()
        assert gallery.field.text() == ""
        assert len(gallery.cards.shown_names) == len(NAMES)

    def test_the_empty_canvas_leads_to_it(self, window, hand):
        button = window.workspace.current.findChild(QPushButton, "openGallery")
        hand.click(hand.at(button))
        assert window.gallery.dialog.isVisible()
        window.gallery.dialog.reject()


class TestPicturesAndFigures:
    def test_what_is_seen_is_built_and_painted_and_nothing_else(self, gallery, qtbot):
        drafts, portraits = gallery.cards._drafts, gallery.cards._portraits
        seen = gallery._area.viewport().rect().translated(0, gallery._area.verticalScrollBar().value())
        visible = [name for name in NAMES if gallery.cards.rect_of(name).intersects(seen)]
        qtbot.waitUntil(lambda: all(drafts.known(Wish(name)) for name in visible), timeout=60_000)
        qtbot.waitUntil(lambda: not portraits._waiting, timeout=60_000)
        assert {key[0].name for key in portraits._pictures} == set(visible)

    def test_a_picture_is_painted_once(self, gallery, qtbot, window):
        portraits = gallery.cards._portraits
        qtbot.waitUntil(lambda: bool(portraits._pictures) and not portraits._waiting, timeout=60_000)
        before = dict(portraits._pictures)
        gallery.reject()
        window.actions_.gallery.trigger()
        QApplication.processEvents()
        assert all(portraits._pictures[key] is picture for key, picture in before.items())

    def test_a_picture_shows_the_colours_of_the_layers(self, gallery, qtbot):
        portraits = gallery.cards._portraits
        qtbot.waitUntil(lambda: any(key[0].name == NAMES[0] for key in portraits._pictures), timeout=60_000)
        picture = next(found for key, found in portraits._pictures.items() if key[0].name == NAMES[0]).toImage()
        colors = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        assert {CATEGORY_COLORS[category] for category in (Category.CONVOLUTION, Category.LINEAR)} <= colors

    def test_the_counts_are_the_engine_s(self, gallery, qtbot):
        built(gallery, qtbot, "lenet5")
        assert counts(gallery.cards._drafts.known(Wish("lenet5"))) == "5 layers · 61.7k params · 417k MACs"


class TestOptions:
    def test_the_parameters_follow_the_number_of_classes(self, gallery, finger, qtbot):
        gallery.cards.set_current("lenet5")
        finger.enter(field(gallery, "num_classes"), "100")
        wish = Wish("lenet5", num_classes=100)
        assert gallery.details.wish == wish
        qtbot.waitUntil(lambda: gallery.cards._drafts.known(wish) is not None)
        expected = infer(presets.get("lenet5").build(num_classes=100)).num_params
        assert f"{expected:,}" in [value.text() for _, value in gallery.details._counts._rows]

    def test_a_size_that_is_too_small_is_said_and_not_opened(self, gallery, finger, qtbot, window):
        gallery.cards.set_current("lenet5")
        finger.enter(field(gallery, "input_size"), "8")
        qtbot.waitUntil(lambda: gallery.details.problem.isVisible())
        assert "16" in gallery.details.problem.text()
        assert not gallery.details.open_button.isEnabled()
        finger.click(finger.at(gallery.details.open_button))
        assert gallery.isVisible()

    def test_it_opens_as_it_was_chosen(self, gallery, finger, window):
        gallery.cards.set_current("lenet5")
        finger.enter(field(gallery, "num_classes"), "7")
        finger.enter(field(gallery, "input_size"), "28")
        finger.click(finger.at(gallery.details.open_button))
        graph = window.session.graph
        assert graph.by_name["fc3"].params["out_features"] == 7
        assert window.session.inference.nodes[graph.by_name["input"].id].output == (1, 28, 28)

    def test_another_preset_has_its_own_fields(self, gallery, finger):
        gallery.cards.set_current("lenet5")
        finger.enter(field(gallery, "num_classes"), "7")
        for name in (name for name in NAMES if name != "lenet5"):
            gallery.cards.set_current(name)
            preset = presets.get(name)
            assert field(gallery, "num_classes").isVisible() == (preset.num_classes is not None)
            assert field(gallery, "input_size").isVisible() == (preset.input_size is not None)
            assert gallery.details.options.wish == Wish(name)


def test_a_wish_that_cannot_be_is_answered_in_a_sentence():
    assert "There is no preset 'lenet55'. Did you mean 'lenet5'?" in drafted(Wish("lenet55")).problem


def test_the_menu_has_every_preset_once(window):
    (menu, *_) = window.findChildren(PresetsMenu)
    names = [action.objectName().removeprefix("preset:") for action in _leaves(menu)]
    assert sorted(name for name in names if name != "gallery" and name) == sorted(NAMES)


def _leaves(menu):
    for action in menu.actions():
        if action.menu() is not None:
            yield from _leaves(action.menu())
        else:
            yield action


def test_a_preset_from_the_gallery_is_worked_in_and_undone(gallery, finger, window, hand):
    """Opened, a group opened in place, a layer edited inside, and all of it taken back step by step."""
    open_by_double_click(gallery, finger, "googlenet")
    opened = window.session.graph
    key = ("group", "inception3a")
    window.canvas.zoom_to(window.canvas.items_by_graph.boxes[key].sceneBoundingRect())
    hand.click(hand.on_canvas(window.canvas.items_by_graph.boxes[key].pos()))
    hand.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    expanded = window.session.graph
    assert key in opened.closed - expanded.closed

    window.canvas.zoom_to(hand.node("inception3a.conv1x1").sceneBoundingRect())
    hand.click(hand.card("inception3a.conv1x1"))
    fields = window.inspector.findChildren(QSpinBox, "param:out_channels")
    hand.enter(next(field for field in fields if field.isVisible()), "32")
    graph = window.session.graph
    assert graph.by_name["inception3a.conv1x1"].params["out_channels"] == 32
    assert window.session.inference.nodes[graph.by_name["inception3a.concat"].id].output[0] == 256 - 32

    window.canvas.setFocus()
    for expected in (expanded, opened):
        while window.session.graph is not expected:
            hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.session.graph.nodes
