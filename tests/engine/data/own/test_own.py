"""A person's own images: folders, tables, and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data.loading import LoadOptions, load
from engine.data.own.checking import check
from engine.data.own.folder import list_folder
from engine.data.own.table import list_table
from engine.data.progress import CancelledError, Silent
from engine.data.reading import read
from engine.errors import DataError

CPU = torch.device("cpu")


def picture(path: Path, color: str | tuple[int, int, int] = "red", size: tuple[int, int] = (12, 10)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Forty pictures of two classes in a folder each, and with them what folders collect over the years."""
    for name, color in (("cats", "red"), ("dogs", (0, 0, 255))):
        for number in range(20):
            picture(tmp_path / name / f"{number:02d}.png", color)
    (tmp_path / "cats" / "notes.txt").write_text("mine")
    (tmp_path / "cats" / "00.jpg").write_text("not an image")
    noise = np.random.default_rng(0).integers(256, size=(10, 12, 3)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "dogs" / "cut.png")
    whole = (tmp_path / "dogs" / "cut.png").read_bytes()
    (tmp_path / "dogs" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "dogs" / ".hidden").write_text("")
    (tmp_path / "dogs" / "Thumbs.db").write_text("")
    (tmp_path / ".cache").mkdir()
    (tmp_path / "readme.md").write_text("no class")
    return tmp_path


class TestFolders:
    def test_a_folder_is_a_class(self, pets: Path) -> None:
        found = read(str(pets), Silent())
        assert found.info.classes == ("cats", "dogs")
        assert found.info.title == pets.name
        assert found.info.shape == (3, 10, 12)
        assert np.bincount(found.labels).tolist() == [20, 20]
        assert found.read(0)[:, 0, 0].tolist() == [255, 0, 0]
        assert found.read(39)[:, 0, 0].tolist() == [0, 0, 255]
        assert not found.parts

    def test_what_is_no_image_is_listed_with_its_reason(self, pets: Path) -> None:
        reasons = {Path(left.path).name: left.reason for left in read(str(pets), Silent()).left_out}
        assert set(reasons) == {"notes.txt", "00.jpg", "cut.png"}
        assert reasons["notes.txt"] == "It is not an image."
        assert reasons["00.jpg"] == "It is not an image, or of an unknown kind."
        assert reasons["cut.png"].startswith("It is damaged or cut short")

    def test_it_can_be_trained_on(self, pets: Path) -> None:
        data = load(str(pets), (3, 8, 8), CPU, LoadOptions(normalize="none"))
        assert [len(part) for part in (data.train, data.validation, data.test)] == [28, 4, 8]
        for part in (data.train, data.validation, data.test):
            images, labels = next(part.in_order(100))
            assert images.shape[1:] == (3, 8, 8)
            assert torch.equal(images[:, 2, 0, 0], labels.float()), "blue is a dog"
        assert len(data.left_out) == 3

    def test_folders_of_parts_decide(self, tmp_path: Path) -> None:
        counts = {"train": 6, "val": 3, "test": 2}
        for part, count in counts.items():
            for name in ("a", "b"):
                for number in range(count):
                    picture(tmp_path / part / name / f"{number}.png")
        found = read(str(tmp_path), Silent())
        assert {part: len(places) for part, places in found.parts.items()} == {"train": 12, "validation": 6, "test": 4}
        data = load(str(tmp_path), (1, 8, 8), CPU)
        assert [len(part) for part in (data.train, data.validation, data.test)] == [12, 6, 4]

    def test_classes_that_are_numbers_are_in_their_order(self, tmp_path: Path) -> None:
        for name in ("10", "9", "b", "a"):
            picture(tmp_path / name / "x.png")
        assert list_folder(tmp_path).classes == ("9", "10", "a", "b")

    def test_pictures_of_any_size_lie_in_folders_of_any_depth(self, tmp_path: Path) -> None:
        picture(tmp_path / "a" / "2024" / "may" / "x.png", size=(3, 9))
        picture(tmp_path / "b" / "y.png")
        found = read(str(tmp_path), Silent())
        assert found.info.shape == (3, 0, 0)
        assert found.read(0).shape == (3, 9, 3)

    def test_grey_files_are_a_grey_set(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            picture(tmp_path / name / "x.png", "grey")
        assert read(str(tmp_path), Silent()).info.shape == (1, 10, 12)

    def test_what_is_wrong_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"There is no folder '.*gone'"):
            read(str(tmp_path / "gone"), Silent())
        with pytest.raises(DataError, match=r"has no images to learn from\. Expected a folder per class"):
            read(str(tmp_path), Silent())
        picture(tmp_path / "only" / "x.png")
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "x.png").write_text("none")
        with pytest.raises(DataError, match=r"has images of one class\. .* 1 files cannot be used"):
            read(str(tmp_path), Silent())


class TestTables:
    def write(self, tmp_path: Path, text: str, name: str = "labels.csv") -> Path:
        for number in range(10):
            picture(tmp_path / "images" / f"{number}.png", "red" if number % 2 else "blue")
        path = tmp_path / name
        path.write_text(text, encoding="utf-8-sig")
        return path

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_paths_are_meant_from_where_the_table_is(self, tmp_path: Path, mark: str) -> None:
        rows = [f"images/{number}.png{mark}{'odd' if number % 2 else 'even'}" for number in range(10)]
        path = self.write(tmp_path, "\n".join([f"Path{mark}Label", *rows]))
        found = read(str(path), Silent())
        assert found.info.classes == ("even", "odd")
        assert found.labels.tolist() == [0, 1] * 5
        assert len(load(str(path), (3, 8, 8), CPU).test) == 2

    def test_a_column_can_name_the_parts(self, tmp_path: Path) -> None:
        parts = ["train"] * 4 + ["valid"] * 2 + ["test"] * 2 + [""] * 2
        rows = [f"images/{number}.png,{number % 2},{part}" for number, part in enumerate(parts)]
        found = read(str(self.write(tmp_path, "\n".join(["filename,class,split", *rows]))), Silent())
        assert {part: places.tolist() for part, places in found.parts.items()} == {
            "train": [0, 1, 2, 3, 8, 9],
            "validation": [4, 5],
            "test": [6, 7],
        }

    def test_a_file_that_is_not_there_is_left_out(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "path,label\nimages/0.png,a\nimages/1.png,b\nimages/99.png,b\n,b\n")
        assert [left.reason for left in read(str(path), Silent()).left_out] == ["There is no such file."]

    def test_what_is_wrong_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"There is no file '.*gone\.csv'"):
            list_table(tmp_path / "gone.csv")
        with pytest.raises(DataError, match=r"has no rows"):
            list_table(self.write(tmp_path, "path,label\n"))
        with pytest.raises(
            DataError, match=r"no column for the labels\. Expected one named label or class\. Received p"
        ):
            list_table(self.write(tmp_path, "path,lable\nx,y\n"))
        (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00path")
        with pytest.raises(DataError, match=r"cannot be read as a table: .* Save it as CSV in UTF-8\."):
            list_table(tmp_path / "bad.csv")


class TestChecking:
    def test_it_reports_and_can_be_ended(self, pets: Path) -> None:
        paths = [str(path) for path in sorted(pets.rglob("*.png"))] * 4
        heard: list[tuple[int, int]] = []

        class Ending:
            def report(self, what: str, done: int, total: int, unit: str) -> None:
                heard.append((done, total))
                if done > 100:
                    raise CancelledError("enough")

        with pytest.raises(CancelledError):
            check(paths, Ending())
        assert heard == [(0, 164), (64, 164), (128, 164)]

    def test_a_file_is_opened_once_until_it_changes(self, pets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = pets / "cats" / "01.png"
        assert check([str(path)], Silent()).good == (0,)
        with monkeypatch.context() as patch:
            patch.setattr("engine.data.own.checking.read_file", None)  # to open it would fail
            assert check([str(path)], Silent()).good == (0,)
        path.write_text("overwritten")
        assert check([str(path)], Silent()).good == ()

    def test_every_tenth_file_is_damaged_and_the_rest_is_used(self, tmp_path: Path) -> None:
        for number in range(60):
            path = picture(tmp_path / ("a" if number % 2 else "b") / f"{number}.png")
            if number % 10 == 0:
                path.write_bytes(path.read_bytes()[:40])
        found = read(str(tmp_path), Silent())
        assert len(found) == 54
        assert len(found.left_out) == 6
