"""Tables in Parquet say the same as the same tables in CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from engine.data.own.table import list_table
from engine.data.progress import Silent
from engine.data.reading import read
from engine.errors import DataError
from tests.engine.data.own.test_own import picture


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    parquet.write_table(pyarrow.table(columns), path, **options)
    return path


@pytest.fixture
def images(tmp_path: Path) -> Path:
    for number in range(10):
        picture(tmp_path / "images" / f"{number}.png", "red" if number % 2 else "blue")
    return tmp_path


NAMES = [f"images/{number}.png" for number in range(10)]


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd"])
def test_paths_and_labels_are_read_from_where_the_table_is(images: Path, compression: str) -> None:
    labels = ["odd" if number % 2 else "even" for number in range(10)]
    columns = {"Path": NAMES, "Label": labels, "weight": [0.5] * 10}
    found = read(str(write(images / "labels.parquet", columns, compression=compression)), Silent())
    assert found.info.classes == ("even", "odd")
    assert found.labels.tolist() == [0, 1] * 5
    assert found.read(1)[:, 0, 0].tolist() == [255, 0, 0]


def test_labels_may_be_numbers_categories_or_missing(images: Path) -> None:
    numbers = [9, 10, None, 9, 10, 9, 10, 9, 10, 9]
    assert read(str(write(images / "a.parquet", {"file": NAMES, "y": numbers})), Silent()).info.classes == ("9", "10")
    kinds = pyarrow.array(["a", "b"] * 5).dictionary_encode()
    assert list_table(write(images / "b.parquet", {"file": NAMES, "class": kinds})).labels == ("a", "b") * 5
    assert len(list_table(images / "a.parquet").paths) == 9, "what has no label is no image to learn from"


def test_a_column_can_name_the_parts(images: Path) -> None:
    parts = ["train"] * 4 + ["valid"] * 2 + ["test"] * 2 + [None] * 2
    columns = {"filename": NAMES, "class": [number % 2 for number in range(10)], "split": parts}
    found = read(str(write(images / "labels.parquet", columns)), Silent())
    assert {part: places.tolist() for part, places in found.parts.items()} == {
        "train": [0, 1, 2, 3, 8, 9],
        "validation": [4, 5],
        "test": [6, 7],
    }


cells = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=',;"'), max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, st.sampled_from(["", "Train", "val", "x"])), min_size=1, max_size=8))
def test_it_lists_what_csv_lists(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    names = ("image_path", "category", "fold")
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    assert list_table(write(tmp_path / "t.parquet", columns)) == list_table(tmp_path / "t.csv")


class TestWhatIsWrong:
    def test_no_such_file(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"There is no file '.*gone\.parquet'"):
            list_table(tmp_path / "gone.parquet")

    def test_no_rows(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="has no rows"):
            list_table(write(tmp_path / "t.parquet", {"path": pyarrow.array([], "string"), "label": []}))

    def test_no_labels(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"no column for the labels\. .* Received path, lable\."):
            list_table(write(tmp_path / "t.parquet", {"path": ["x"], "lable": ["y"]}))

    def test_images_instead_of_paths(self, tmp_path: Path) -> None:
        column = [{"bytes": b"\x89PNG", "path": "0.png"}]
        with pytest.raises(DataError, match="the column image holds neither texts nor numbers"):
            list_table(write(tmp_path / "t.parquet", {"image": column, "label": [3]}))

    @pytest.mark.parametrize("content", [b"", b"path,label\nx,y\n", b"PAR1" + bytes(40) + b"PAR1"])
    def test_another_file_with_that_ending(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "t.parquet").write_bytes(content)
        with pytest.raises(DataError, match=r"cannot be read as a table: .*[^.]\. Write it again as Parquet, or"):
            list_table(tmp_path / "t.parquet")
