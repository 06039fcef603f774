"""One crop against many, of a run from the list, by the mouse."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.headless.testing import KINDS
from gui.runs.crops_dialog import CropsDialog
from tests.engine.runs.kept import CONFIG, go_on, new_folder

LEFT = Qt.MouseButton.LeftButton


def test_each_way_of_looking_has_its_accuracy_and_gain(window, hand, qtbot, tmp_path):
    window.running.places.default = tmp_path
    folder = new_folder(tmp_path, replace(CONFIG, augment="RandomCrop(padding=1)"))
    go_on(folder)
    hand.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.runs.panel is not None and window.runs.panel.isVisible())
    panel = window.runs.panel
    assert not panel.crops_button.isEnabled()
    table = panel.table
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(0, 0)).center())
    QTest.mouseClick(panel.crops_button, LEFT)
    dialog = window.findChild(CropsDialog)
    qtbot.waitUntil(lambda: "360 test images" in dialog.note.text(), timeout=60_000)
    rows = dialog.rows
    assert [row[0] for row in rows] == ["1 crop", "10 crops", "5 scales × 10 crops"]
    assert len(KINDS) == len(rows)
    shares = [float(row[1].removesuffix("%")) for row in rows]
    gains = [float(row[2].removesuffix(" points").replace("−", "-")) for row in rows[1:]]
    assert all(abs(gain - (share - shares[0])) < 0.011 for gain, share in zip(gains, shares[1:], strict=True))
    dialog.close()


def test_closing_ends_the_test(window, qtbot, tmp_path):
    folder = new_folder(tmp_path, replace(CONFIG, epochs=1))
    go_on(folder)
    dialog = CropsDialog(folder, "small", window)
    dialog.open()
    dialog.close()
    assert not any(thread.is_alive() for thread in dialog._work._threads)
