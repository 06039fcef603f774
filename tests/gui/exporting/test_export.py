"""File > Export: the dialog by mouse and keys, and what is in the files."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QRadioButton, QWidget

from engine.graph import edits
from engine.graph.closing import close
from engine.graph.groups import make_group
from engine.project import png
from gui.canvas.items.card_painter import CARD
from gui.exporting import formats
from gui.exporting.dialog import PAPER, ExportDialog
from gui.exporting.picture import Picture
from gui.exporting.problem_notes import problem_notes
from gui.main_window import MainWindow
from gui.theme.colors import DARK, LIGHT
from tests.gui.modal import when_a_dialog_opens
from tests.gui.test_project_files import answer

CONTROL = Qt.KeyboardModifier.ControlModifier
SVG = "{http://www.w3.org/2000/svg}"


def exported(window: MainWindow, kind: formats.PictureFormat, path: Path, theme=DARK) -> bytes:
    formats.export(path, kind, Picture(window.canvas.scene(), theme), window.session.document)
    return path.read_bytes()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def in_dialog(*choices: str) -> list[ExportDialog]:
    """Make choices in the next export dialog and press its button."""
    seen: list[ExportDialog] = []

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, ExportDialog)
        seen.append(dialog)
        try:
            for name in choices:
                button = dialog.findChild(QRadioButton, name)
                QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, button.height() // 2))
                assert button.isChecked()
            click(dialog.findChild(QPushButton, "exportButton"))
        finally:
            dialog.close()  # a test that fails must not wait for ever

    when_a_dialog_opens(choose)
    return seen


class TestDialog:
    @pytest.mark.parametrize(
        ("choices", "name", "head"),
        [
            ((), "net.png", b"\x89PNG"),
            (("SVG",), "net.svg", b"<?xml"),
            (("PDF", "For paper"), "net.pdf", b"%PDF-1"),
        ],
    )
    def test_exports_what_is_chosen(self, window, hand, tmp_path, monkeypatch, choices, name, head):
        window.open_preset("lenet5")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "net"), ""))
        seen = in_dialog(*choices)
        hand.key(Qt.Key.Key_E, CONTROL)
        assert seen
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith("net")] == [name]
        assert (tmp_path / name).read_bytes().startswith(head)
        assert window.canvas.notice.text() == f"Exported to {name}."

    def test_an_empty_canvas_has_nothing_to_export(self, window, hand):
        hand.key(Qt.Key.Key_E, CONTROL)
        assert window.canvas.notice.text() == "There is nothing to export yet. Put a layer on the canvas first."

    def test_the_preview_shows_the_chosen_colours(self, window, qtbot):
        window.open_preset("lenet5")
        dialog = ExportDialog(window.canvas, window)
        qtbot.addWidget(dialog)
        corner = dialog._preview.pixmap().toImage().pixelColor(2, 2)
        assert corner == QColor(dialog.theme.canvas)
        dialog.findChild(QRadioButton, "For paper").setChecked(True)
        assert dialog._preview.pixmap().toImage().pixelColor(2, 2) == QColor("#ffffff")

    def test_it_states_the_size_of_what_will_be_written(self, window, qtbot, tmp_path):
        window.open_preset("lenet5")
        dialog = ExportDialog(window.canvas, window)
        qtbot.addWidget(dialog)
        dialog.show()
        image = QImage.fromData(exported(window, formats.PNG, tmp_path / "net.png"))
        assert dialog._size.text() == f"{image.width():,} × {image.height():,} px, at 200% of the canvas"
        dialog.findChild(QRadioButton, "SVG").click()
        root = ElementTree.fromstring(exported(window, formats.SVG, tmp_path / "net.svg"))
        _, _, width, height = map(float, root.get("viewBox").split())
        assert dialog._size.text() == f"{width:,.0f} × {height:,.0f} px, sharp at any size"
        dialog.findChild(QRadioButton, "PDF").click()
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", exported(window, formats.PDF, tmp_path / "net.pdf"))
        width, height = (float(points) * 25.4 / 72 for points in box.groups())
        assert dialog._size.text() == f"A page of {width:,.0f} × {height:,.0f} mm"

    def test_what_cannot_be_written_is_said_and_the_dialog_stays(self, window, qtbot, tmp_path, monkeypatch):
        window.open_preset("lenet5")
        dialog = ExportDialog(window.canvas, window)
        qtbot.addWidget(dialog)
        dialog.show()
        target = tmp_path / "gone" / "net.png"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(target), ""))
        seen: list[str] = []
        answer(QMessageBox.StandardButton.Ok, seen)
        click(dialog.findChild(QPushButton, "exportButton"))
        assert "net.png was not exported. The system says: No such file or directory." in seen[0]
        assert dialog.isVisible()
        assert dialog.exported is None


class TestSvg:
    def test_is_lines_and_letters_that_say_everything(self, window, tmp_path):
        window.open_preset("lenet5")
        root = ElementTree.fromstring(exported(window, formats.SVG, tmp_path / "net.svg"))
        texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
        nodes = window.session.graph.nodes.values()
        assert {node.name for node in nodes} <= texts
        assert {node.type for node in nodes} <= texts
        assert "6 × 28 × 28" in texts
        assert not list(root.iter(f"{SVG}image")), "pixels in it would blur when enlarged"
        assert root.find(f"{SVG}title").text == "net"

    def test_has_the_chosen_colours_and_not_the_window_s(self, window, tmp_path):
        window.open_preset("lenet5")
        texts = {theme: exported(window, formats.SVG, tmp_path / "a.svg", theme).decode() for theme in (DARK, PAPER)}
        assert DARK.canvas in texts[DARK]
        assert DARK.raised in texts[DARK]
        assert PAPER.text in texts[PAPER]
        assert DARK.text not in texts[PAPER]


class TestPdf:
    def test_is_one_page_of_the_network_s_size_with_fonts_and_without_pictures(self, window, tmp_path):
        window.open_preset("lenet5")
        size = Picture(window.canvas.scene(), LIGHT).size
        content = exported(window, formats.PDF, tmp_path / "net.pdf")
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
        assert [float(side) for side in box.groups()] == pytest.approx(
            [size.width() * 0.75, size.height() * 0.75], abs=1
        )
        assert content.count(b"/Type /Page\n") == 1
        assert b"/Subtype /Image" not in content
        assert b"/FontFile" in content

    def test_is_no_longer_than_readers_show(self, window, tmp_path):
        far_apart(window, 40_000)
        content = exported(window, formats.PDF, tmp_path / "net.pdf")
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
        assert max(float(side) for side in box.groups()) == pytest.approx(14_400, abs=2)


class TestPng:
    def test_carries_the_document_and_shows_the_network(self, window, tmp_path):
        window.open_preset("lenet5")
        window.session.set_training("epochs", 3)
        exported(window, formats.PNG, tmp_path / "net.png", LIGHT)
        assert png.load(tmp_path / "net.png") == window.session.document
        image = QImage(str(tmp_path / "net.png"))
        size = Picture(window.canvas.scene(), LIGHT).size
        assert (image.width(), image.height()) == (round(size.width() * 2), round(size.height() * 2))
        colors = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
        }
        assert LIGHT.canvas in colors
        assert {image.pixelColor(x, y).name() for x in (0, image.width() - 1) for y in (0, image.height() - 1)} == {
            LIGHT.canvas
        }
        assert "#3d83f6" in colors, "a convolution's blue"

    def test_a_very_large_network_fits_into_memory(self, window, tmp_path):
        far_apart(window, 60_000)
        exported(window, formats.PNG, tmp_path / "net.png")
        image = QImage(str(tmp_path / "net.png"))
        assert max(image.width(), image.height()) <= 32_000
        assert png.load(tmp_path / "net.png") == window.session.document


def far_apart(window: MainWindow, distance: float) -> None:
    for y in (0.0, distance):
        window.session.edit("Add", lambda graph, y=y: edits.add_node(graph, "ReLU", position=(0.0, y))[0])


class TestProblems:
    @pytest.fixture
    def broken(self, window) -> MainWindow:
        """LeNet-5 with a kernel that is larger than its maps, so that layers behind it wait."""
        window.open_preset("lenet5")
        node = window.session.graph.by_name["conv2"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "kernel_size", 99))
        return window

    @pytest.mark.parametrize("theme", [DARK, PAPER])
    def test_the_sentence_about_a_problem_is_in_the_picture(self, broken, tmp_path, theme):
        root = ElementTree.fromstring(exported(broken, formats.SVG, tmp_path / "net.svg", theme))
        said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        node_id = broken.session.graph.by_name["conv2"].id
        message = broken.session.inference.nodes[node_id].diagnostic.message
        assert "".join(message.split()) in "".join(said.split())
        assert theme.danger in (tmp_path / "net.svg").read_text()

    def test_it_covers_no_card_and_lies_within_the_picture(self, broken):
        items = list(broken.canvas.items_by_graph.boxes.values())
        (note,) = problem_notes(items, DARK)
        assert not any(note.area.intersects(CARD.translated(item.pos())) for item in items)
        assert Picture(broken.canvas.scene(), DARK).area.contains(note.area)

    def test_a_network_without_problems_has_none(self, window):
        window.open_preset("lenet5")
        assert problem_notes(list(window.canvas.items_by_graph.boxes.values()), DARK) == []

    def test_a_closed_group_says_what_is_wrong_inside(self, broken, tmp_path):
        graph = broken.session.graph
        ids = [graph.by_name[name].id for name in ("conv2", "tanh2")]
        broken.session.edit("Group", lambda graph: close(make_group(graph, ids, "block"), ("group", "block")))
        root = ElementTree.fromstring(exported(broken, formats.SVG, tmp_path / "net.svg"))
        said = "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        assert "block" in said
        assert "Inside:" in said


class TestWhatIsPainted:
    def test_neither_selection_nor_grid(self, window, hand, tmp_path):
        window.open_preset("lenet5")
        plain = exported(window, formats.SVG, tmp_path / "a.svg")
        hand.click(hand.card("conv1"))
        hand.move(hand.at(window.inspector))
        selected = window.canvas.selected_ids()
        announced: list[object] = []
        window.canvas.selection_changed.connect(announced.append)
        assert exported(window, formats.SVG, tmp_path / "a.svg") == plain
        assert DARK.dots.encode() not in plain
        assert window.canvas.selected_ids() == selected
        assert announced == []

    def test_all_of_the_network_wherever_one_looks(self, window, hand, tmp_path):
        window.open_preset("lenet5")
        before = exported(window, formats.SVG, tmp_path / "a.svg")
        window.canvas.zoom_by(3.0)
        window.canvas.look_at(QPointF(5000, 5000))
        assert exported(window, formats.SVG, tmp_path / "a.svg") == before
