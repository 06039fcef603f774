"""The recording of a run from the list, by the mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.runs import chronicle, recording
from engine.runs.folder import RunFolder
from gui.runs.panel import RunsPanel
from gui.theme.appearance import appearance
from tests.engine.runs.kept import go_on, new_folder
from tests.networks import small

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.setattr(chronicle, "SHARE", 1e9)
    folder = new_folder(tmp_path)
    go_on(folder)
    return folder


@pytest.fixture
def panel(window, hand, qtbot, folder: RunFolder, tmp_path: Path) -> RunsPanel:
    window.running.places.default = tmp_path
    hand.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.runs.panel is not None and window.runs.panel.isVisible())
    panel = window.runs.panel
    assert panel is not None
    bar = panel.comparison.tabBar()
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(2).center())
    return panel


def click_first(panel: RunsPanel) -> None:
    table = panel.table
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(0, 0)).center())


def test_a_slider_goes_through_the_moments_of_a_run(panel: RunsPanel, folder: RunFolder) -> None:
    view, kept = panel.comparison.recording, recording.read(folder.recording)
    assert kept is not None
    assert "Select a run" in view.note.text()
    click_first(panel)
    assert view.recording is not None
    assert view.moment.text() == f"step {kept.steps[-1]} of {kept.steps[-1]}"
    names = [tile.name for tile in view.tiles.tiles]
    assert names == [small().nodes[node_id].name for node_id in kept.images]
    assert {"stem.conv", "relu", "fc", "output"} <= set(names)
    assert view.gradients.rows is not None
    assert view.gradients.rows.steps.tolist() == kept.steps.tolist()
    last = [tile.lines for tile in view.tiles.tiles]
    view.slider.setFocus()
    QTest.keyClick(view.slider, Qt.Key.Key_Home)
    assert view.moment.text() == f"step 1 of {kept.steps[-1]}"
    first = {tile.name: tile for tile in view.tiles.tiles}
    assert [tile.lines for tile in view.tiles.tiles] != last
    fc = kept.node_ids.index(small().by_name["fc"].id)
    assert float(first["fc"].lines[0].split()[1]) == pytest.approx(float(kept.gradient[0, fc]), rel=0.06)
    assert first["relu"].lines == ()


def test_pictures_follow_the_theme(panel: RunsPanel) -> None:
    click_first(panel)
    tiles = panel.comparison.recording.tiles
    before = [tile.image.copy() for tile in tiles.tiles]
    appearance.toggle()
    assert any(tile.image != image for tile, image in zip(tiles.tiles, before, strict=True))


def test_a_run_without_a_recording_says_so(panel: RunsPanel, folder: RunFolder) -> None:
    folder.recording.unlink()
    click_first(panel)
    assert panel.comparison.recording.note.text() == "Nothing was recorded of this run."
    assert not panel.comparison.recording.slider.isVisible()


def test_tiles_stand_in_rows(panel: RunsPanel) -> None:
    click_first(panel)
    tiles = panel.comparison.recording.tiles
    columns = tiles._columns
    assert tiles._corner(0) == QPoint(0, 0)
    assert tiles._corner(columns).x() == 0
    assert tiles._corner(columns).y() > 0
    assert tiles.minimumHeight() >= tiles._corner(len(tiles.tiles) - 1).y()
