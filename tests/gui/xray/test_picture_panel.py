"""Choosing the picture by mouse and keys: an image of the data, a file, a drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from engine.probes.frames import FrameKind, PictureFrame, Samples, SamplesFrame
from engine.probes.picture import DrawnPicture, FilePicture, Part, SamplePicture
from gui.main_window import MainWindow
from gui.xray.pad import SIDE
from gui.xray.picture_panel import PicturePanel
from tests.gui.conftest import Hand
from tests.gui.xray.conftest import Script

CTRL = Qt.KeyboardModifier.ControlModifier
LABELS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3] * 15
"""Of a made-up part of a data set: 150 images."""


@pytest.fixture
def panel(script: Script, window: MainWindow, hand: Hand, qtbot: QtBot) -> PicturePanel:
    window.open_preset("lenet5")
    hand.key(Qt.Key.Key_I, CTRL)
    panel = window.xray.picture_panel
    assert panel is not None
    qtbot.waitUntil(lambda: script.key(FrameKind.PICTURE) is not None)
    _answer(script, qtbot)
    qtbot.waitUntil(lambda: panel.samples.index.maximum() == len(LABELS) - 1)
    return panel


def _answer(script: Script, qtbot: QtBot) -> None:
    """Serve the samples that are asked for, as the engine does."""
    assert script.present is not None
    for key in script.present.mailbox.watched:
        if key.kind is FrameKind.SAMPLES and isinstance(key.ask, Samples):
            indices = np.array([index for index in key.ask.indices if index < len(LABELS)], np.int64)
            pixels = np.zeros((len(indices), 32, 32, 3), np.uint8)
            labels = np.array([LABELS[index] for index in indices], np.int64)
            script.present.mailbox.post_frame(key, SamplesFrame(0, indices, pixels, labels, len(LABELS)))


def _looked_at(window: MainWindow) -> object:
    return window.xray.looking.picture


def test_it_says_what_the_picture_is(script: Script, panel: PicturePanel, qtbot: QtBot) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    values = np.zeros((1, 32, 32), np.float32)
    script.post(FrameKind.PICTURE, PictureFrame(0, pixels, values, 7, "validation image 3", "The file is damaged."))
    qtbot.waitUntil(lambda: panel.preview.text == "validation image 3\nclass 7 · 32 × 32\nThe file is damaged.")
    shown = panel.preview.image
    assert all(shown.pixelColor(x, y).getRgb()[:3] == tuple(pixels[y, x]) for x, y in ((0, 0), (31, 0), (5, 17)))


def test_next_previous_any_and_by_its_place(window: MainWindow, panel: PicturePanel, hand: Hand) -> None:
    samples = panel.samples
    hand.click(hand.at(samples.next))
    assert _looked_at(window) == SamplePicture(Part.VALIDATION, 1)
    hand.click(hand.at(samples.previous))
    hand.click(hand.at(samples.previous))
    assert _looked_at(window) == SamplePicture(Part.VALIDATION, len(LABELS) - 1)
    hand.enter(samples.index, "42")
    hand.key(Qt.Key.Key_Return)
    assert _looked_at(window) == SamplePicture(Part.VALIDATION, 42)
    seen = set()
    for _ in range(5):
        hand.click(hand.at(samples.any))
        seen.add(samples.index.value())
    assert len(seen) > 1
    assert max(seen) < len(LABELS)


def test_another_part(window: MainWindow, panel: PicturePanel, hand: Hand) -> None:
    panel.samples.part.setFocus()
    hand.key(Qt.Key.Key_Down)
    assert _looked_at(window) == SamplePicture(Part.TEST, 0)


def test_only_one_class(
    script: Script, window: MainWindow, panel: PicturePanel, hand: Hand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = panel.samples
    samples.label.setFocus()
    for _ in range(10):  # behind "any class" and nine classes
        hand.key(Qt.Key.Key_Down)
    assert samples.label.currentText() == "class 9"
    samples.label.activated.emit(10)
    _answer(script, qtbot)
    qtbot.waitUntil(lambda: _looked_at(window) == SamplePicture(Part.VALIDATION, 5))
    hand.click(hand.at(samples.next))
    _answer(script, qtbot)
    qtbot.waitUntil(lambda: _looked_at(window) == SamplePicture(Part.VALIDATION, 15))
    hand.click(hand.at(samples.previous))
    _answer(script, qtbot)
    qtbot.waitUntil(lambda: _looked_at(window) == SamplePicture(Part.VALIDATION, 5))


def test_a_class_that_there_is_not_is_said(script: Script, panel: PicturePanel, hand: Hand, qtbot: QtBot) -> None:
    samples = panel.samples
    samples.label.setFocus()
    for _ in range(9):
        hand.key(Qt.Key.Key_Down)
    samples.label.activated.emit(9)  # class 8
    rounds = 0
    while "No validation image is of class 8" not in panel.preview.text:
        _answer(script, qtbot)
        qtbot.wait(50)
        rounds += 1
        assert rounds < 100
    assert "Choose another class." in panel.preview.text


def test_a_file(
    window: MainWindow, panel: PicturePanel, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "cat.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    hand.click(hand.at(panel.findChild(QToolButton, "pictureFile")))
    hand.click(hand.at(panel.file.button))
    assert _looked_at(window) == FilePicture(path)


def test_drawing_with_the_mouse(window: MainWindow, panel: PicturePanel, hand: Hand, qtbot: QtBot) -> None:
    hand.click(hand.at(panel.findChild(QToolButton, "pictureDraw")))
    pad = panel.draw.pad
    hand.drag(hand.at(pad, QPoint(42, 84)), hand.at(pad, QPoint(126, 84)))
    drawn = _looked_at(window)
    assert isinstance(drawn, DrawnPicture)
    assert drawn.pixels.shape == (SIDE, SIDE)
    assert drawn.pixels.dtype == np.uint8
    assert drawn.pixels[13:15, 8:20].min() > 200  # a level stroke in the middle
    assert drawn.pixels[:11].max() == 0
    assert drawn.pixels[17:].max() == 0
    assert drawn.pixels[13, 3] == drawn.pixels[13, 24] == 0


def test_a_wider_brush_rubbing_out_and_a_clean_slate(window: MainWindow, panel: PicturePanel, hand: Hand) -> None:
    hand.click(hand.at(panel.findChild(QToolButton, "pictureDraw")))
    pad = panel.draw.pad

    def stroke() -> np.ndarray:
        hand.drag(hand.at(pad, QPoint(42, 84)), hand.at(pad, QPoint(126, 84)))
        drawn = _looked_at(window)
        assert isinstance(drawn, DrawnPicture)
        return np.asarray(drawn.pixels)

    thin = int(stroke().astype(int).sum())
    hand.click(hand.at(panel.draw.clear))
    drawn = _looked_at(window)
    assert isinstance(drawn, DrawnPicture)
    assert drawn.pixels.max() == 0
    panel.draw.brush.setFocus()
    hand.key(Qt.Key.Key_End)
    assert stroke().astype(int).sum() > 1.5 * thin
    handle, none = window.windowHandle(), Qt.KeyboardModifier.NoModifier
    for act in (QTest.mousePress, QTest.mouseRelease):
        act(handle, Qt.MouseButton.RightButton, none, hand.at(pad, QPoint(84, 84)))
    QApplication.processEvents()
    drawn = _looked_at(window)
    assert isinstance(drawn, DrawnPicture)
    assert drawn.pixels[13:15, 13:15].max() == 0


def test_the_picture_stays_the_same_over_edits_and_runs(
    script: Script, window: MainWindow, panel: PicturePanel, hand: Hand, qtbot: QtBot
) -> None:
    hand.click(hand.at(panel.samples.next))
    first = script.present
    hand.click(hand.card("tanh3"))
    hand.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: script.present is not None and script.present is not first)
    assert script.present is not None
    assert script.present.mailbox.picture == SamplePicture(Part.VALIDATION, 1)


def test_hidden_it_asks_for_nothing(script: Script, panel: PicturePanel, hand: Hand, qtbot: QtBot) -> None:
    hand.key(Qt.Key.Key_I, CTRL)
    assert not panel.isVisible()
    assert script.present is None


def test_a_drawing_goes_through_a_real_network(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    window.open_preset("lenet5")
    hand.key(Qt.Key.Key_I, CTRL)
    panel = window.xray.picture_panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.preview.text.startswith("validation image 0"), timeout=60_000)
    hand.click(hand.at(panel.findChild(QToolButton, "pictureDraw")))
    pad = panel.draw.pad
    hand.drag(hand.at(pad, QPoint(84, 30)), hand.at(pad, QPoint(84, 138)))
    qtbot.waitUntil(lambda: panel.preview.text.startswith("drawing"), timeout=20_000)
    shown = panel.preview.image
    assert shown.width() == 32
    assert shown.pixelColor(15, 16).red() > 200
    assert shown.pixelColor(4, 16).red() == 0


def test_classes_that_only_reading_the_data_tells_can_be_chosen(
    script: Script, panel: PicturePanel, qtbot: QtBot
) -> None:
    pixels, values = np.zeros((32, 32, 3), np.uint8), np.zeros((1, 32, 32), np.float32)
    names = ("ant", "bee", "wasp")
    script.post(FrameKind.PICTURE, PictureFrame(0, pixels, values, 1, "validation image 0", class_names=names))
    label = panel.samples.label
    qtbot.waitUntil(lambda: label.count() == 4)
    assert [label.itemText(at) for at in range(4)] == ["any class", "class ant", "class bee", "class wasp"]
    assert panel.preview.text == "validation image 0\nclass bee · 32 × 32"
