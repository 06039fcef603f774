"""Names on the chart: none touches another, none lies over a circle's middle, none is cut off."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gui.complexity.labels import Circle, placed

ROOM = (50.0, 10.0, 700.0, 400.0)
CIRCLES = st.lists(
    st.builds(Circle, st.text("ab", min_size=1), st.floats(60, 690), st.floats(20, 390), st.floats(2, 26)), max_size=25
)


@given(CIRCLES)
def test_names_keep_out_of_each_other_s_way(circles):
    labels = placed(circles, [7.0 * len(circle.name) + 20 for circle in circles], ROOM, [])
    assert not any(one.touches(other) for one, other in combinations(labels, 2))
    for label in labels:
        assert ROOM[0] <= label.left
        assert label.left + label.width <= ROOM[2]
        assert ROOM[1] <= label.top
        assert label.top + label.height <= ROOM[3]


def test_the_first_named_wins_the_room():
    near = [Circle("large", 200, 200, 20), Circle("wanted", 201, 201, 3)]
    widths = [600.0, 600.0]
    assert placed(near, widths, (0, 0, 900, 400), ["wanted"])[0].name == "wanted"


def test_a_circle_alone_has_its_name_to_the_right():
    (label,) = placed([Circle("resnet18", 200, 200, 10)], [50.0], ROOM, [])
    assert label.left > 210
    assert label.top < 200 < label.top + label.height
