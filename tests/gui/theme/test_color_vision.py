"""Families of layers can be told apart by whoever looks at them."""

from __future__ import annotations

from itertools import combinations

import pytest

from engine.layers.spec import Category
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS, DARK, GROUP_COLOR, GROUP_ICON, LIGHT
from tests.gui.theme.color_vision import VISIONS, contrast, difference, seen

COLORS = {**{category.name: color for category, color in CATEGORY_COLORS.items()}, "GROUP": GROUP_COLOR}


def test_the_simulation_knows_what_is_confused() -> None:
    assert seen("#ffffff", "all cones") == pytest.approx([100, 0, 0], abs=0.02)
    assert seen("#ff0000", "all cones") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for vision in VISIONS:  # greys are seen alike by all
        assert difference("#7f7f7f", "#808080", vision) < 1
    assert difference("#b0503c", "#7c7c1e", "all cones") > 40
    assert difference("#b0503c", "#7c7c1e", "deuteranopia") < 15
    assert difference("#b0503c", "#7c7c1e", "tritanopia") > 30
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_families_stay_apart_without_their_icons(vision: str) -> None:
    near = {
        (one, other): round(difference(COLORS[one], COLORS[other], vision), 1)
        for one, other in combinations(COLORS, 2)
        if difference(COLORS[one], COLORS[other], vision) < 16
    }
    assert near == {}


def test_every_family_has_an_icon_of_its_own() -> None:
    assert set(CATEGORY_ICONS) == set(CATEGORY_COLORS) == set(Category)
    assert len({*CATEGORY_ICONS.values(), GROUP_ICON}) == len(Category) + 1


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_tile_stands_out_from_the_card_and_the_icon_from_the_tile(theme) -> None:
    for name, color in COLORS.items():
        assert contrast(color, theme.raised) >= 1.7, name
        assert contrast(color, "#ffffff") >= 2.5, name
