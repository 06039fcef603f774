"""Predictions, confusion matrix, mistakes: what is painted and clicked is the frame's."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from engine.probes.frames import ConfusionFrame, Mistake, PictureFrame, PredictionFrame, Samples, SamplesFrame
from engine.probes.picture import Part
from gui.plots.color_scale import table
from gui.plots.confusion_matrix import ConfusionMatrix
from gui.plots.palette import first
from gui.plots.prediction_bars import PredictionBars
from gui.plots.predictions_view import Answers, PredictionsView
from gui.plots.sample_grid import SampleGrid
from gui.theme.appearance import appearance

LEFT = Qt.MouseButton.LeftButton
NAMES = tuple("0123456789")


def answer(label: int | None = 7, loss: float = 0.5108256) -> PredictionFrame:
    probabilities = np.float32([0.6, 0.2, 0.1, 0.05, 0.01])
    return PredictionFrame(3, np.array([7, 1, 2, 3, 4]), probabilities, label, float(np.exp(-loss)), loss)


def confusion(num_images: int = 60, num_classes: int = 10, seed: int = 0) -> ConfusionFrame:
    random = np.random.default_rng(seed)
    labels = random.integers(0, num_classes, num_images)
    predicted = np.where(random.random(num_images) < 0.7, labels, random.integers(0, num_classes, num_images))
    counts = np.zeros((num_classes, num_classes), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    wrong = np.flatnonzero(labels != predicted)
    worst = tuple(Mistake(int(i), int(labels[i]), int(predicted[i]), 0.9, 3.0) for i in wrong)
    return ConfusionFrame(20, 1, labels, predicted, counts, len(wrong) / num_images, 0.0, worst)


def samples(frame: ConfusionFrame, indices: tuple[int, ...]) -> SamplesFrame:
    pixels = np.random.default_rng(1).integers(0, 255, (len(indices), 8, 8, 3), dtype=np.uint8)
    return SamplesFrame(3, np.array(indices), pixels, frame.labels[list(indices)], len(frame.labels))


def test_bars_are_as_long_as_their_probabilities(show) -> None:
    plot, frame = show(PredictionBars()), answer()
    plot.set_names(NAMES)
    plot.show_frame(frame)
    lengths = np.array([plot.bar(place).width() for place in range(5)])
    np.testing.assert_allclose(lengths / lengths[0], frame.probabilities / frame.probabilities[0], rtol=1e-5)
    picture = plot.grab().toImage()
    assert QColor(picture.pixel(plot.bar(0).center().toPoint())) == QColor(appearance.theme.success)
    assert QColor(picture.pixel(plot.bar(1).center().toPoint())) == first(appearance.theme)
    assert plot.verdict() == "right · class 7 gets 60.0% · loss 0.511"


def test_the_verdict_says_what_is_not_known(show) -> None:
    plot = show(PredictionBars())
    plot.show_frame(answer(None, float("nan")))
    assert plot.verdict() == "The class of this picture is not known."
    plot.show_frame(answer(12, float("nan")))
    assert plot.verdict() == "Class 12 is none of this network's."
    plot.show_frame(answer(1))
    assert plot.verdict().startswith("wrong · class 1")
    plot.grab()


def test_the_picture_is_painted_as_it_is(show) -> None:
    plot = show(PredictionBars())
    pixels = np.zeros((2, 2, 3), np.uint8)
    pixels[0, 0], pixels[1, 1] = (255, 0, 0), (0, 0, 255)
    plot.show_picture(PictureFrame(0, pixels, pixels.transpose(2, 0, 1).astype(np.float32), None, "drawing"))
    side = min(plot.height(), plot.width() * 0.34)
    picture, top = plot.grab().toImage(), (plot.height() - side) / 2
    assert QColor(picture.pixel(int(side * 0.25), int(top + side * 0.25))) == QColor("red")
    assert QColor(picture.pixel(int(side * 0.75), int(top + side * 0.75))) == QColor("blue")


@pytest.mark.parametrize("num_classes", [10, 100])
def test_a_cell_is_the_share_of_its_row_and_is_found_by_the_mouse(show, qtbot, num_classes: int) -> None:
    plot, frame = show(ConfusionMatrix(), 400, 400), confusion(600, num_classes)
    plot.show_frame(frame)
    picture = plot.grab().toImage()
    colors = table(False, appearance.theme.is_dark)
    for label, predicted in ((0, 0), (3, 4), (num_classes - 1, num_classes - 1)):
        cell = plot.cell(label, predicted)
        assert plot.cell_at(cell.center()) == (label, predicted)
        share = frame.counts[label, predicted] / max(1, frame.counts[label].sum())
        corner = cell.topLeft() + QPointF(cell.width(), cell.height()) * (0.12 if num_classes == 10 else 0.5)
        assert QColor(picture.pixel(corner.toPoint())).rgb() == int(colors[round(share * 255)])
    with qtbot.waitSignal(plot.cell_clicked) as clicked:
        qtbot.mouseClick(plot, LEFT, pos=plot.cell(3, 4).center().toPoint())
    assert clicked.args == [3, 4]
    assert plot.chosen == (3, 4)
    plot.grab()


def test_a_cell_says_its_numbers_in_words(show) -> None:
    plot, frame = show(ConfusionMatrix()), confusion()
    plot.set_names([f"class {name}" for name in NAMES])
    plot.show_frame(frame)
    of = frame.counts[2].sum()
    assert plot.readout(2, 2).startswith(f"class 2, right: {frame.counts[2, 2]} of {of}")
    assert plot.readout(2, 5).startswith(f"class 2, taken for class 5: {frame.counts[2, 5]} of {of}")


@pytest.mark.parametrize("count", [1, 7, 64])
def test_all_images_have_room_and_can_be_clicked(show, qtbot, count: int) -> None:
    grid = show(SampleGrid(), 300, 200)
    grid.show_images([np.zeros((28, 28, 3), np.uint8)] * count, ["1 → 7"] * count)
    tiles = grid.tiles()
    assert len(tiles) == count
    assert all(grid.rect().toRectF().adjusted(-1, -1, 1, 1).contains(tile) for tile in tiles)
    assert not any(a.intersects(b) for at, a in enumerate(tiles) for b in tiles[:at])
    with qtbot.waitSignal(grid.clicked) as clicked:
        qtbot.mouseClick(grid, LEFT, pos=tiles[-1].center().toPoint())
    assert clicked.args == [count - 1]
    grid.grab()


class TestTheView:
    def test_a_clicked_cell_wants_its_images_and_shows_them(self, show, qtbot) -> None:
        view, frame = show(PredictionsView(), 420, 220), confusion()
        view.set_names(NAMES)
        view.show_confusion(frame)
        assert view.errors.text() == f"top-1 error {frame.top1_error:.1%} · top-5 0.0%"
        qtbot.mouseClick(view.choice.buttons[Answers.CONFUSION], LEFT)
        assert view.samples is None
        mistake = frame.worst[0]
        qtbot.mouseClick(view.matrix, LEFT, pos=view.matrix.cell(mistake.label, mistake.predicted).center().toPoint())
        by_hand = np.flatnonzero((frame.labels == mistake.label) & (frame.predicted == mistake.predicted))
        wanted = view.samples
        assert wanted == Samples(Part.VALIDATION, tuple(by_hand.tolist()))
        view.show_samples(samples(frame, wanted.indices))
        assert set(view.cell_images.captions) == {f"{mistake.label} → {mistake.predicted}"}

    def test_an_empty_cell_says_so(self, show, qtbot) -> None:
        view, frame = show(PredictionsView(), 420, 220), confusion()
        view.show_confusion(frame)
        qtbot.mouseClick(view.choice.buttons[Answers.CONFUSION], LEFT)
        label, predicted = np.argwhere(frame.counts == 0)[0].tolist()
        qtbot.mouseClick(view.matrix, LEFT, pos=view.matrix.cell(label, predicted).center().toPoint())
        assert view.samples is None
        assert view.cell_images.notice == "No image is in this cell."

    def test_worst_mistakes_come_in_their_order_and_one_can_be_looked_at(self, show, qtbot) -> None:
        view, frame = show(PredictionsView(), 420, 220), confusion()
        view.show_confusion(frame)
        qtbot.mouseClick(view.choice.buttons[Answers.MISTAKES], LEFT)
        worst = tuple(mistake.index for mistake in frame.worst)
        assert view.samples == Samples(Part.VALIDATION, worst)
        view.show_samples(samples(frame, worst))
        assert view.mistakes.captions == tuple(f"{m.label} → {m.predicted}" for m in frame.worst)
        with qtbot.waitSignal(view.image_chosen) as chosen:
            qtbot.mouseClick(view.mistakes, LEFT, pos=view.mistakes.tiles()[2].center().toPoint())
        assert chosen.args == [worst[2]]

    def test_no_mistake_is_said(self, show) -> None:
        view = show(PredictionsView())
        view.show_confusion(dataclasses.replace(confusion(), worst=()))
        assert view.mistakes.notice == "No validation image was mistaken."
        view.clear()
        assert view.mistakes.notice == "Counted at the end of each epoch of a run."
