"""Which unit is looked at and what it sees, against fields worked out by hand."""

from __future__ import annotations

import pytest

from engine.analysis.analysis import analyse
from engine.analysis.support import Box
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from gui.receptive.units import sight, unit_near
from presets import registry as presets


@pytest.fixture(scope="module")
def lenet():
    return analyse(presets.get("lenet5").build())


def look(analysis, name, unit=None):
    return sight(analysis, analysis.inference.graph.by_name[name].id, unit)


def test_the_fields_of_lenet5(lenet):
    """conv 5, pool 2/2, conv 5, pool 2/2: 5, 6, 14, 16 pixels at strides 1, 2, 2, 4."""
    assert look(lenet, "conv1", (0, 0)).box == Box(0, 0, 5, 5)
    assert look(lenet, "pool1", (1, 2)).box == Box(2, 4, 8, 10)
    assert look(lenet, "conv2", (0, 3)).box == Box(0, 6, 14, 20)
    assert look(lenet, "pool2", (4, 4)).box == Box(16, 16, 32, 32)
    assert look(lenet, "fc1", (7,)).seen == Box(0, 0, 32, 32)


def test_without_a_unit_it_is_the_one_in_the_middle(lenet):
    assert look(lenet, "conv1").unit == (14, 14)
    assert look(lenet, "conv1", (99, 0)).unit == (14, 14)
    assert look(lenet, "fc1").unit == (0,)


def test_the_rows_say_what_the_engine_says(lenet):
    rows = dict(look(lenet, "pool2", (0, 0)).rows())
    assert rows == {
        "unit": "y 0, x 0",
        "of": "5 × 5",
        "field": "16 × 16 px",
        "stride": "4 px",
        "centre": "y 7.5, x 7.5",
        "rows": "0–15",
        "columns": "0–15",
        "of the image": "25.0%",
    }


def test_padding_is_part_of_the_field_and_not_of_the_image():
    net = GraphBuilder()
    x = net.input((3, 8, 8))
    analysis = analyse(net.output(net.add("Conv2d", x, name="conv", out_channels=2, kernel_size=3, padding=1)))
    corner = look(analysis, "conv", (0, 7))
    assert corner.box == Box(-1, 6, 2, 9)
    assert corner.seen == Box(0, 6, 2, 8)
    assert corner.remark() == ""


def test_a_unit_of_padding_alone_is_remarked_on():
    net = GraphBuilder()
    x = net.input((1, 4, 4))
    graph = net.output(net.add("Conv2d", x, name="conv", out_channels=1, kernel_size=1, padding=1))
    assert "sees padding only" in look(analyse(graph), "conv", (0, 0)).remark()


def test_branches_that_differ_are_remarked_on():
    net = GraphBuilder()
    x = net.input((2, 8, 8))
    wide = net.add("Conv2d", x, name="wide", out_channels=2, kernel_size=3, padding=1)
    found = look(analyse(net.output(net.add("Add", x, wide, name="add"))), "add", (4, 4))
    assert found.box == Box(3, 3, 6, 6)
    assert "Branches differ" in found.remark()


def test_the_unit_near_a_pixel_is_the_one_in_whose_middle_it_lies(lenet):
    shown = look(lenet, "pool2")
    for unit in [(0, 0), (2, 3), (4, 4)]:
        box = look(lenet, "pool2", unit).box
        assert unit_near(shown, (box.y0 + box.y1 - 1) / 2, (box.x0 + box.x1 - 1) / 2) == unit
    assert unit_near(shown, -50, 500) == (0, 4)
    vector = look(lenet, "fc1", (7,))
    assert unit_near(vector, 3, 3) == (7,)


def test_behind_an_enlarging_layer_units_see_areas_of_different_sizes():
    """Maps of 4 × 4 px areas, enlarged 3 times: a unit in the middle of an area sees it alone, the others two."""
    net = GraphBuilder()
    x = net.add("AvgPool2d", net.input((1, 16, 16)), name="pool", kernel_size=4)
    up = net.add("Upsample", x, name="up", scale_factor=3, mode="bilinear")
    analysis = analyse(net.output(net.add("Identity", up, name="same")))
    middle, between = look(analysis, "up", (4, 4)), look(analysis, "up", (5, 5))
    assert (middle.box, between.box) == (Box(4, 4, 8, 8), Box(4, 4, 12, 12))
    rows = dict(middle.rows())
    assert (rows["field"], rows["stride"], rows["centre"]) == ("4 × 4 px", "1.333 px", "y 5.5, x 5.5")
    assert middle.remark() == "Units see areas of different sizes, 8 × 8 px at most."
    assert unit_near(middle, 5.5, 9.5) == (4, 7)
    assert unit_near(middle, 99, -99) == (11, 0)


def test_a_unit_between_windows_is_remarked_on():
    net = GraphBuilder()
    x = net.input((1, 4, 4))
    graph = net.output(net.add("ConvTranspose2d", x, name="up", out_channels=1, kernel_size=1, stride=2))
    assert "between windows" in look(analyse(graph), "up", (1, 0)).remark()


def test_before_a_shape_is_known_there_is_nothing_to_see():
    graph = presets.get("lenet5").build()
    broken = edits.set_param(graph, graph.by_name["conv2"].id, "kernel_size", 99)
    assert look(analyse(broken), "conv2") is None
    assert look(analyse(broken), "fc1") is None
