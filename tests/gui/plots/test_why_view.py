"""Why this class: the colours over the picture are the frame's values, and the question is what was chosen."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from engine.probes.frames import Method, PictureFrame, Why, WhyFrame
from gui.plots.color_scale import ColorScale
from gui.plots.why_view import WhyView
from gui.theme.appearance import appearance

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(show, qtbot) -> WhyView:
    view = show(WhyView(), 420, 260)
    qtbot.addWidget(view.color_bar)  # it stands in the panel's title
    view.set_names(("cat", "dog", "bird"))
    pixels = np.full((4, 4, 3), 128, np.uint8)
    view.show_picture(PictureFrame(0, pixels, pixels.transpose(2, 0, 1).astype(np.float32), 1, "validation image 0"))
    return view


def answer(signed: bool, problem: str = "") -> WhyFrame:
    values = np.arange(16, dtype=np.float32).reshape(4, 4) - (6 if signed else 0)
    return WhyFrame(5, Method.OCCLUSION if signed else Method.GRAD_CAM, 1, values, signed, problem)


@pytest.mark.parametrize("signed", [False, True])
def test_colours_over_the_picture_are_the_values(view: WhyView, signed: bool) -> None:
    frame = answer(signed)
    view.show_frame(frame)
    view.opacity.setValue(100)
    picture = view.picture.grab().toImage()
    room = view.picture.rooms()[1]
    colors = ColorScale.of(frame.values).pixels(frame.values, is_dark=appearance.theme.is_dark)
    for y, x in ((0, 0), (1, 2), (3, 3)):
        place = room.topLeft() + QPointF((x + 0.5) * room.width() / 4, (y + 0.5) * room.height() / 4)
        assert QColor(picture.pixel(place.toPoint())).rgb() == int(colors[y, x])
        assert view.picture.value_at(place) == (y, x, frame.values[y, x])


def test_the_slider_lets_the_picture_through(view: WhyView, qtbot) -> None:
    view.show_frame(answer(False))
    view.opacity.setFocus()
    qtbot.keyClick(view.opacity, Qt.Key.Key_Home)
    assert view.picture.opacity == 0
    place = view.picture.rooms()[1].center().toPoint()
    assert QColor(view.picture.grab().toImage().pixel(place)) == QColor(128, 128, 128)


def test_the_question_is_what_was_chosen(view: WhyView, qtbot) -> None:
    assert view.ask == Why(Method.GRAD_CAM)
    for place, method in enumerate((Method.GRAD_CAM, Method.SALIENCY, Method.OCCLUSION, Method.INTEGRATED_GRADIENTS)):
        qtbot.mouseClick(view.methods.buttons[place], LEFT)
        assert view.ask == Why(method)
    view.classes.setFocus()
    with qtbot.waitSignal(view.asked):
        qtbot.keyClick(view.classes, Qt.Key.Key_Down)
    assert view.ask == Why(Method.INTEGRATED_GRADIENTS, target=0)


def test_while_it_is_computed_the_former_answer_is_gone_and_a_bar_runs(view: WhyView, qtbot) -> None:
    view.show_frame(answer(False))
    assert not view.progress.isVisible()
    qtbot.mouseClick(view.methods.buttons[2], LEFT)
    assert view.picture.frame is None
    qtbot.waitUntil(view.progress.isVisible)
    view.show_frame(answer(True))
    assert not view.progress.isVisible()


def test_a_problem_is_said_in_place_of_colours(view: WhyView) -> None:
    view.show_frame(answer(False, "Grad-CAM could not be computed. torch says: no maps"))
    assert view.problem.isVisible()
    assert view.picture.frame is None
    view.show_frame(answer(False))
    assert not view.problem.isVisible()
