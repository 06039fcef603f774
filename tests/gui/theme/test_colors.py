import pytest
from pytestqt.qtbot import QtBot

from engine.layers.spec import Category
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS
from gui.theme.icons import renderer


@pytest.mark.parametrize("category", Category)
def test_every_family_of_layers_has_a_colour_and_an_icon(qtbot: QtBot, category: Category) -> None:
    assert renderer(CATEGORY_ICONS[category], CATEGORY_COLORS[category]).isValid()


def test_colour_is_never_alone() -> None:
    for of_categories in (CATEGORY_COLORS, CATEGORY_ICONS):
        assert len(set(of_categories.values())) == len(Category)
