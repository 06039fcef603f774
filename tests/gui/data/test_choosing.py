"""Choosing data by mouse and keys."""

from __future__ import annotations

import shutil
import time
import urllib.error
import urllib.request

import pyarrow
import pytest
from pyarrow import parquet
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTableWidget

from engine.data.catalogue import TORCHVISION
from engine.data.progress import NOT_HERE
from gui.data.balance import BalanceBars
from tests.gui.keeping.test_file_drop import Files


@pytest.fixture
def chooser(window, hand, dialog_of):
    hand.click(hand.at(window.settings.data.source_button))
    return dialog_of("dataChooser")


def row(dialog, source: str) -> QPoint:
    dialog.list.scrollToItem(dialog.list.itemAt(dialog.list.rect_of(source).center()))
    return dialog.list.viewport().mapTo(dialog, dialog.list.rect_of(source).center())


def found(qtbot, dialog) -> None:
    qtbot.waitUntil(lambda: not dialog.details.work.is_busy, timeout=60_000)


def test_a_data_set_is_looked_at_and_chosen(window, qtbot, chooser):
    dialog, hand = chooser
    found(qtbot, dialog)
    assert dialog.details.title.text() == "Handwritten digits", "what is chosen is shown first"
    hand.click(row(dialog, "shapes"))
    found(qtbot, dialog)
    assert dialog.details.title.text() == "Shapes"
    assert dialog.details.gallery.num_shown >= 8
    assert dialog.details.balance.sentences[0] == "circle: 407"
    assert window.session.document.training.data == "digits", "to look is not to choose"
    hand.click(hand.at(dialog.use_button))
    assert window.session.document.training.data == "shapes"
    assert window.settings.data.source_button.choice == "Shapes"
    assert not any(widget.objectName() == "dataChooser" for widget in QApplication.topLevelWidgets())
    window.session.undo()
    assert window.settings.data.source_button.choice == "Handwritten digits"


def test_keys_go_through_the_list_and_enter_chooses(window, qtbot, chooser):
    dialog, hand = chooser
    dialog.list.setFocus()
    hand.key(Qt.Key.Key_Down)
    found(qtbot, dialog)
    hand.key(Qt.Key.Key_Return)
    assert window.session.document.training.data == "shapes"


def test_escape_changes_nothing(window, chooser):
    dialog, hand = chooser
    hand.click(row(dialog, "shapes"))
    hand.key(Qt.Key.Key_Escape)
    assert window.session.document.training.data == "digits"


def test_what_is_not_on_this_machine_can_be_downloaded(window, qtbot, chooser, monkeypatch):
    dialog, hand = chooser
    found(qtbot, dialog)
    hand.click(row(dialog, "kmnist"))
    found(qtbot, dialog)
    details = dialog.details
    assert details.problem.text() == "", "it is no fault that it is not here yet"
    assert details.fetch_button.text() == "Download now (20 MB)"
    assert "downloaded when it is first trained on" in details.status.text()

    def slow(name, progress):
        while True:  # until the person has enough of it
            progress.report("Downloading KMNIST", 5_000_000, 20_000_000, "bytes")
            time.sleep(0.005)

    monkeypatch.setattr("engine.data.published.reading.read", slow)
    hand.click(hand.at(details.fetch_button))
    qtbot.waitUntil(lambda: details.status.text() == "Downloading KMNIST · 5.0 MB of 20 MB")
    hand.click(hand.at(details.cancel_button))
    assert not details.work.is_busy
    assert details.fetch_button.isVisible()
    assert NOT_HERE not in details.problem.text()


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*arguments, **more):
        raise urllib.error.URLError("Network is unreachable")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)


def test_without_a_network_each_published_set_says_what_to_do(window, qtbot, chooser, no_network):
    dialog, hand = chooser
    found(qtbot, dialog)
    details = dialog.details
    for info in TORCHVISION:
        hand.click(row(dialog, info.name))
        found(qtbot, dialog)
        assert details.title.text() == info.title
        if not info.download_mb:
            assert (
                "choose as the data the folder in which train and val have a folder per class" in details.problem.text()
            )
            continue
        assert details.problem.text() == ""
        hand.click(hand.at(details.fetch_button))
        found(qtbot, dialog)
        assert f"{info.title} (" in details.problem.text()
        assert "its server cannot be reached" in details.problem.text()
        assert "Traceback" not in details.problem.text()
        assert details.fetch_button.isVisible(), "one can try again"
    assert len(TORCHVISION) == 13


def split_rows_of(dialog) -> list[tuple[str, str]]:
    rows = dialog.details.facts._rows
    return [(name.text(), value.text()) for name, value in rows if not name.isHidden()]


def test_how_a_set_is_divided_is_shown_before_training(window, qtbot, hand, chooser, dialog_of, pets):
    dialog, _ = chooser
    found(qtbot, dialog)
    assert split_rows_of(dialog) == [
        ("train", "1,293 images · what is left"),
        ("validation", "144 images · 10% of the rest, of each class alike"),
        ("test", "360 images · 20%, of each class alike"),
    ]
    dialog.reject()
    window.session.set_training("test_share", 0.5)
    for part, name in (("train", "cats"), ("test", "cats"), ("test", "dogs")):
        shutil.copytree(pets / name, pets / part / name)
    shutil.copytree(pets / "dogs", pets / "train" / "dogs")
    Files(window, pets).drop()
    dialog, _ = dialog_of("dataChooser")
    found(qtbot, dialog)
    assert split_rows_of(dialog) == [
        ("train", "18 images · what is left of the set's own part"),
        ("validation", "2 images · 10% of the rest, of each class alike"),
        ("test", "20 images · as the set is divided"),
    ]
    dialog.show_source("digits")
    found(qtbot, dialog)
    assert split_rows_of(dialog)[2] == ("test", "899 images · 50%, of each class alike"), "as it is set for the run"
    dialog.reject()


@pytest.mark.parametrize("num_classes", [10, 37, 101, 1000])
def test_the_balance_names_classes_however_many_there_are(qtbot, num_classes):
    bars = BalanceBars()
    qtbot.addWidget(bars)
    bars.resize(600, 100)
    names = [f"kind {number}" for number in range(num_classes)]
    bars.show_counts(names, [7 if number == 3 else 20 + number % 5 for number in range(num_classes)])
    assert bars.height() <= 240
    bars.show()
    image, is_column = bars.grab().toImage(), num_classes > 12
    there = image.pixelColor(590, 60) if is_column else image.pixelColor(120, image.height() - 10)
    assert there != image.pixelColor(2, 2), "the last class is painted too"
    if is_column:
        assert bars.range_text == "7 to 24 images of a class: fewest kind 3, most kind 4"
    assert len(bars.sentences) == num_classes


def test_a_folder_is_chosen_with_its_balance_and_what_is_left_out(window, qtbot, chooser, pets, monkeypatch, dialog_of):
    dialog, hand = chooser
    found(qtbot, dialog)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(pets))
    hand.click(hand.at(dialog.folder_button))
    found(qtbot, dialog)
    assert dialog.details.title.text() == "pets"
    assert dialog.details.balance.sentences == ["cats: 8", "dogs: 12"]
    assert dialog.details.left_out_button.text() == "1 file left out: show which"
    hand.click(hand.at(dialog.details.left_out_button))
    listed, _ = dialog_of("leftOut")
    table = listed.findChild(QTableWidget)
    assert table.item(0, 0).text().endswith("notes.txt")
    assert table.item(0, 1).text() == "It is not an image."
    listed.accept()
    hand.click(hand.at(dialog.use_button))
    assert window.session.document.training.data == str(pets)
    assert window.settings.data.source_button.choice == "pets"


def test_a_table_is_chosen(window, qtbot, chooser, pets, monkeypatch):
    dialog, hand = chooser
    found(qtbot, dialog)
    table = pets / "labels.csv"
    table.write_text("path,label\ncats/0.png,a\ndogs/0.png,b\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments, **more: (str(table), ""))
    hand.click(hand.at(dialog.table_button))
    found(qtbot, dialog)
    assert dialog.details.balance.sentences == ["a: 1", "b: 1"]


def test_a_folder_without_classes_says_what_is_expected(window, qtbot, chooser, tmp_path):
    dialog, _ = chooser
    (tmp_path / "empty").mkdir()
    dialog.show_source(str(tmp_path / "empty"))
    found(qtbot, dialog)
    assert "Expected a folder per class" in dialog.details.problem.text()


class TestDropping:
    def test_a_folder_becomes_the_runs_data(self, window, qtbot, pets, dialog_of):
        held = Files(window, pets)
        held.enter()
        assert window.findChild(QLabel, "dropHint").text() == "Drop to learn from the images of pets"
        held.drop()
        assert window.session.document.training.data == str(pets)
        dialog, _ = dialog_of("dataChooser")
        found(qtbot, dialog)
        assert dialog.details.balance.sentences == ["cats: 8", "dogs: 12"]
        dialog.reject()
        window.session.undo()
        assert window.session.document.training.data == "digits", "a drop can be undone"

    @pytest.mark.parametrize("name", ["labels.csv", "labels.PARQUET"])
    def test_a_table_becomes_the_runs_data(self, window, qtbot, pets, dialog_of, name):
        table = pets / name
        columns = {"path": ["cats/0.png", "dogs/0.png", "dogs/1.png"], "label": ["a", "b", "b"]}
        if name == "labels.csv":
            table.write_text("\n".join(map(",".join, [columns, *zip(*columns.values(), strict=True)])))
        else:
            parquet.write_table(pyarrow.table(columns), table)
        held = Files(window, table)
        held.enter()
        assert window.findChild(QLabel, "dropHint").text() == f"Drop to learn from the images of {name}"
        held.drop()
        assert window.session.document.training.data == str(table)
        dialog, _ = dialog_of("dataChooser")
        found(qtbot, dialog)
        assert dialog.details.balance.sentences == ["a: 1", "b: 2"]
        dialog.reject()
        window.session.undo()
        assert window.session.document.training.data == "digits"

    def test_a_table_that_is_none_says_so_in_the_window(self, window, qtbot, pets, dialog_of):
        table = pets / "labels.parquet"
        table.write_text("path,label\n")
        Files(window, table).drop()
        dialog, _ = dialog_of("dataChooser")
        found(qtbot, dialog)
        assert "cannot be read as a table" in dialog.details.problem.text()
        dialog.reject()


def test_the_section_says_what_is_chosen(window):
    section = window.settings.data
    window.session.set_training("augment", "cifar")
    assert section.augment_button.choice == "CIFAR: pad 4, crop, flip"
    window.session.set_training("augment", "MixUp")
    assert section.augment_button.choice == "MixUp"
    window.session.set_training("augment", "MixUp, CutMix")
    assert section.augment_button.choice == "2 steps: MixUp, CutMix"
    window.session.set_training("augment", "")
    assert section.augment_button.choice == "None"
