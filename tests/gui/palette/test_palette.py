"""The palette with many layers: families fold away, a search looks into all of them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.layers.registry import all_specs
from engine.layers.spec import Category
from gui.main_window import MainWindow
from gui.palette import folded
from gui.palette.palette import Palette
from tests.gui.conftest import Hand


def shown(palette: Palette) -> list[str]:
    return [entry.spec.type for entry in palette.entries if not entry.isHidden()]


def of(category: Category) -> list[str]:
    return [spec.type for spec in all_specs() if spec.category is category]


def test_every_layer_is_there_at_first(window: MainWindow) -> None:
    assert sorted(shown(window.palette_)) == sorted(spec.type for spec in all_specs())


def test_a_click_on_a_family_folds_it_away_and_another_shows_it(window: MainWindow, hand: Hand) -> None:
    palette = window.palette_
    everything = shown(palette)
    heading = hand.at(palette.headings[Category.CONVOLUTION])
    hand.click(heading)
    assert shown(palette) == [type_ for type_ in everything if type_ not in of(Category.CONVOLUTION)]
    hand.click(heading)
    assert shown(palette) == everything


def test_space_folds_the_family_with_the_focus(window: MainWindow, hand: Hand) -> None:
    window.palette_.headings[Category.POOLING].setFocus()
    hand.key(Qt.Key.Key_Space)
    assert not set(of(Category.POOLING)) & set(shown(window.palette_))


def test_a_search_finds_what_is_folded_away(window: MainWindow, hand: Hand) -> None:
    palette = window.palette_
    hand.click(hand.at(palette.headings[Category.CONVOLUTION]))
    hand.enter(palette.search, "deconv")
    assert shown(palette) == ["ConvTranspose2d"]
    assert [category for category, heading in palette.headings.items() if heading.isVisible()] == [Category.CONVOLUTION]
    palette.search.clear()
    assert "ConvTranspose2d" not in shown(palette)


def test_what_is_folded_away_stays_so_in_the_next_window(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    hand.click(hand.at(window.palette_.headings[Category.CONVOLUTION]))
    hand.click(hand.at(window.palette_.headings[Category.POOLING]))
    assert folded.families() == {Category.CONVOLUTION, Category.POOLING}
    other = Palette()
    qtbot.addWidget(other)
    assert set(shown(other)) == {entry.spec.type for entry in other.entries} - {
        *of(Category.CONVOLUTION),
        *of(Category.POOLING),
    }


def test_layers_move_up_and_are_dragged_from_where_they_then_stand(window: MainWindow, hand: Hand) -> None:
    for category in (Category.CONVOLUTION, Category.POOLING, Category.ACTIVATION, Category.NORMALIZATION):
        hand.click(hand.at(window.palette_.headings[category]))
    assert hand.place("Mul", QPointF(0, 0)).type == "Mul"
