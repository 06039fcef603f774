"""Files dropped on the window, by the events that the desktop sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from engine.probes.picture import FilePicture
from engine.project import files, png
from engine.project.document import Document
from gui.main_window import MainWindow
from presets.lenet import lenet5
from tests.engine.project.test_png import PICTURE
from tests.gui.test_project_files import answer
from tests.networks import small

LENET = Document(lenet5())
COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Files:
    """Files held over the middle of the canvas."""

    def __init__(self, window: MainWindow, *paths: Path) -> None:
        self._window = window
        self._data = QMimeData()
        self._data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])

    def enter(self) -> bool:
        """Send the event to the widget under the pointer that takes drops, as Qt does; return whether it was taken."""
        event = QDragEnterEvent(QPoint(5, 5), COPY, self._data, LEFT, NONE)
        QApplication.sendEvent(self._target(), event)
        return event.isAccepted()

    def leave(self) -> None:
        QApplication.sendEvent(self._target(), QDragLeaveEvent())

    def drop(self) -> None:
        self.enter()
        QApplication.sendEvent(self._target(), QDropEvent(QPointF(5, 5), COPY, self._data, LEFT, NONE))

    def _target(self) -> QWidget:
        widget: QWidget = self._window.canvas.viewport()
        while not widget.acceptDrops():
            widget = widget.parentWidget()
        return widget


@pytest.fixture
def hint(window) -> QLabel:
    return window.findChild(QLabel, "dropHint")


def test_a_project_is_announced_and_opens(window, tmp_path, hint):
    path = tmp_path / "net.convcanvas"
    files.save(path, LENET)
    held = Files(window, path)
    assert held.enter()
    assert hint.isVisible()
    assert hint.text() == "Drop to open net.convcanvas"
    held.leave()
    assert not hint.isVisible()
    held.drop()
    assert not hint.isVisible()
    assert (window.session.path, window.session.document) == (path, LENET)
    assert not window.isWindowModified()


def test_a_picture_that_carries_a_network_opens_it_unsaved(window, tmp_path):
    path = tmp_path / "lenet5.png"
    path.write_bytes(png.embed(PICTURE, LENET))
    Files(window, path).drop()
    assert window.session.document == LENET
    assert len(window.canvas.items_by_graph.nodes) == 14
    assert window.session.path is None, "saving must not put a project in the place of the picture"
    assert window.windowTitle() == "lenet5[*] – ConvCanvas"
    assert window.isWindowModified()


def test_several_open_in_tabs(window, tmp_path):
    paths = [tmp_path / "one.convcanvas", tmp_path / "two.convcanvas"]
    for path in paths:
        files.save(path, Document(small()))
    Files(window, *paths).drop()
    assert [tab.session.path for tab in window.workspace.tabs] == paths


def test_another_kind_of_file_is_refused_in_a_sentence(window, tmp_path, hint):
    path = tmp_path / "cat.mp3"
    path.touch()
    sentence = (
        "cat.mp3 is a file of the kind .mp3. Expected a project (.convcanvas) or a picture that ConvCanvas "
        "exported (.png), images to learn from (a folder, or a table: .csv, .tsv, .parquet), or an image "
        "to look at (.jpg, .jpeg, .bmp, .gif, .tif, .tiff, .webp)."
    )
    held = Files(window, path)
    held.enter()
    assert hint.text() == sentence
    held.drop()
    assert window.canvas.notice.text() == sentence
    assert window.workspace.current.is_untouched
    Files(window, tmp_path, path).enter()
    assert "One folder of images can be learned from at a time" in hint.text()


def test_of_several_the_good_ones_open(window, tmp_path):
    (tmp_path / "cat.mp3").touch()
    files.save(tmp_path / "net.convcanvas", LENET)
    Files(window, tmp_path / "cat.mp3", tmp_path / "net.convcanvas").drop()
    assert window.session.document == LENET
    assert "cat.mp3" in window.canvas.notice.text()


@pytest.mark.parametrize("name", ["cat.png", "CAT.JPG"])
def test_a_picture_without_a_network_is_looked_at(window, tmp_path, hint, name):
    (tmp_path / name).write_bytes(PICTURE)
    held = Files(window, tmp_path / name)
    held.enter()
    assert hint.text() == f"Drop to look at {name} with the network"
    held.drop()
    assert window.xray.looking.picture == FilePicture(str(tmp_path / name))
    assert window.actions_.picture.isChecked()
    assert window.workspace.current.is_untouched


@pytest.mark.parametrize(
    ("content", "reason"),
    [(png.embed(PICTURE, LENET)[:200], "cut short"), (b"GIF", "not text")],
)
def test_a_damaged_picture_is_refused_in_a_sentence(window, tmp_path, content, reason):
    (tmp_path / "cat.png").write_bytes(content if content != b"GIF" else b"GIF\xff\xfe")
    seen: list[str] = []
    answer(QMessageBox.StandardButton.Ok, seen)
    Files(window, tmp_path / "cat.png").drop()
    assert seen[0].startswith("cat.png was not opened cat.png cannot be opened. ")
    assert reason in seen[0]
    assert window.workspace.current.is_untouched
    assert len(window.workspace.tabs) == 1


def test_text_is_none_of_our_business(window, hint):
    data = QMimeData()
    data.setText("hello")
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    assert not hint.isVisible()
