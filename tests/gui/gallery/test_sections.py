"""Which presets the gallery shows, and in which order."""

from __future__ import annotations

from dataclasses import replace

from gui.gallery.sections import families, shelf
from presets import registry as presets

LENET = presets.get("lenet5")


def preset(name: str, title: str, family: str, year: int, summary: str = ""):
    return replace(LENET, name=name, title=title, family=family, year=year, summary=summary, authors="He, Sun")


SOME = [
    preset("resnet18", "ResNet-18", "ResNet", 2015, "Shortcuts carry the gradient past the layers."),
    preset("vgg16", "VGG-16", "VGG", 2014),
    preset("stochastic", "Stochastic depth", "ResNet", 2016),
    LENET,
]


def test_families_stand_in_the_order_in_which_they_began():
    assert [(section.title, section.years) for section in families(SOME)] == [
        ("LeNet", "1998"),
        ("VGG", "2014"),
        ("ResNet", "2015–2016"),
    ]


def test_every_preset_is_shown_once():
    shown = [found.name for section in families(presets.all_presets()) for found in section.presets]
    assert sorted(shown) == sorted(found.name for found in presets.all_presets())


def test_a_filter_leaves_what_is_meant_and_knows_the_surest():
    found = shelf(SOME, "resnet")
    assert found.surest == "resnet18"
    assert "vgg16" not in [each.name for each in found.presets]
    assert shelf(SOME, "vgg").surest == "vgg16"
    assert shelf(SOME, "shortcuts").surest == "resnet18"
    assert shelf(SOME, "lecun").presets == (LENET,)


def test_without_a_filter_the_first_is_looked_at():
    assert shelf(SOME, " ").surest == "lenet5"
    assert len(shelf(SOME, "").presets) == 4


def test_a_filter_may_leave_nothing():
    assert shelf(SOME, "qqqq") == shelf([], "")
