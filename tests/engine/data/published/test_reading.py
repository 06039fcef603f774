"""Every published set, read by torchvision from files in its true format; nothing is downloaded."""

from __future__ import annotations

import pickle
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import datasets
from torchvision.datasets import utils

from engine.data.catalogue import DATASETS, TORCHVISION
from engine.data.loading import load
from engine.data.progress import CancelledError, OnlyHere, Silent
from engine.data.published.place import VARIABLE, data_folder, folder_of
from engine.data.published.sets import PUBLISHED
from engine.data.reading import read
from engine.errors import DataError
from tests.engine.data.published.true_formats import WRITERS, idx

NAMES = [info.name for info in TORCHVISION]


class Heard:
    """Progress that was reported; ends the reading where a test wants it."""

    def __init__(self, most_bytes: int | None = None) -> None:
        self.reports: list[tuple[str, int, int, str]] = []
        self._most = most_bytes

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        self.reports.append((what, done, total, unit))
        if self._most is not None and unit == "bytes" and done > self._most:
            raise CancelledError("enough")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the sets in the test's own folder, and the network out of reach."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))

    def no_network(*arguments: object, **more: object) -> None:
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr(urllib.request, "urlopen", no_network)
    return tmp_path


def test_all_of_the_catalogue_are_known_to_torchvision() -> None:
    assert list(PUBLISHED) == NAMES == list(WRITERS)


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_read_from_its_true_format(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = WRITERS[name](folder_of(name), monkeypatch)
    found = read(name, Silent())
    info = DATASETS[name]
    assert found.info.title == info.title
    assert found.info.num_classes == len(found.info.classes)
    if name != "imagenet":  # which a test cannot write whole
        assert found.info.num_classes == info.num_classes
    assert set(found.parts) == set(written.labels)
    for part, labels in written.labels.items():
        assert found.labels[found.parts[part]].tolist() == labels
        if part in written.pixels:
            assert found.pixels is not None
            assert np.array_equal(found.pixels[found.parts[part]], written.pixels[part])
    picture = found.read(len(found) - 1)
    assert picture.dtype == np.uint8
    assert picture.ndim == 3


@pytest.mark.parametrize("name", ["mnist", "cifar10", "flowers102", "pets"])
def test_a_set_can_be_trained_on(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = WRITERS[name](folder_of(name), monkeypatch)
    data = load(name, (3, 16, 16), torch.device("cpu"))
    assert len(data.test) == len(written.labels["test"])
    images, labels = next(data.train.epoch(8, torch.Generator()))
    assert images.shape == (8, 3, 16, 16)
    assert labels.max() < data.info.num_classes


def test_files_of_torchvision_classes_name_the_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(datasets.Flowers102.classes) == 102
    WRITERS["imagenet"](folder_of("imagenet"), monkeypatch)
    assert read("imagenet", Silent()).info.classes == ("tench", "goldfish", "great white shark")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "imagenet"])
def test_without_a_network_the_sentence_says_what_to_do(name: str) -> None:
    with pytest.raises(DataError) as caught:
        read(name, Silent())
    sentence = str(caught.value)
    assert DATASETS[name].title in sentence
    assert "its server cannot be reached" in sentence
    assert str(folder_of(name)) in sentence
    assert "such as Shapes" in sentence


def test_to_look_at_a_set_downloads_nothing(archive: bytes) -> None:
    with pytest.raises(DataError, match=r"It is not on this machine yet\."):
        read("cifar10", OnlyHere())
    read("cifar10", Silent())
    assert len(read("cifar10", OnlyHere())) == 120


def test_imagenet_cannot_be_downloaded() -> None:
    with pytest.raises(DataError, match=r"a program cannot download it\. Put ILSVRC2012_devkit_t12\.tar\.gz"):
        read("imagenet", Silent())


class Response:
    """A server's answer."""

    def __init__(self, content: bytes) -> None:
        self.content, self.length, self.url = content, len(content), "https://example.org/file"

    def read(self, size: int) -> bytes:
        piece, self.content = self.content[:size], self.content[size:]
        return piece

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *error: object) -> None:
        return None


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """An archive of CIFAR-10 at a server, with a checksum that torchvision expects."""
    import hashlib
    import io
    import tarfile

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, _ in (*datasets.CIFAR10.train_list, *datasets.CIFAR10.test_list):
            entry = pickle.dumps(
                {
                    "data": np.random.default_rng(1).integers(256, size=(20, 3072), dtype=np.uint8),
                    "labels": [*range(10)] * 2,
                }
            )
            _add(tar, f"cifar-10-batches-py/{name}", entry)
        _add(tar, "cifar-10-batches-py/batches.meta", pickle.dumps({"label_names": list("abcdefghij")}))
    content = buffer.getvalue()
    monkeypatch.setattr(datasets.CIFAR10, "tgz_md5", hashlib.md5(content).hexdigest())
    for files in (datasets.CIFAR10.train_list, datasets.CIFAR10.test_list):
        monkeypatch.setattr(
            datasets.CIFAR10, "train_list" if len(files) > 1 else "test_list", [(name, None) for name, _ in files]
        )
    monkeypatch.setattr(datasets.CIFAR10, "meta", {**datasets.CIFAR10.meta, "md5": None})
    monkeypatch.setattr(urllib.request, "urlopen", lambda *request, **more: Response(content))
    return content


def _add(tar, name: str, content: bytes) -> None:
    import io
    import tarfile

    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def test_a_download_reports_its_bytes_and_is_read(archive: bytes) -> None:
    heard = Heard()
    bar = utils.tqdm
    found = read("cifar10", heard)
    assert len(found) == 120
    loads = [report for report in heard.reports if report[3] == "bytes"]
    assert loads[0] == ("Downloading CIFAR-10", 0, 170_000_000, "bytes"), "said before the server answers"
    assert loads[1] == ("Downloading CIFAR-10", 0, len(archive), "bytes")
    assert loads[-1][1] == len(archive)
    assert len(loads) > 3
    assert utils.tqdm is bar, "torchvision has its own bar back"
    again = Heard()
    read("cifar10", again)
    assert not any(unit == "bytes" for *_, unit in again.reports), "it is downloaded once"


def test_a_cancelled_download_leaves_nothing_that_is_taken_for_whole(archive: bytes) -> None:
    with pytest.raises(CancelledError):
        read("cifar10", Heard(most_bytes=40_000))
    assert len(read("cifar10", Silent())) == 120


def test_a_damaged_download_is_not_used(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.CIFAR10, "tgz_md5", "0" * 32)
    with pytest.raises(DataError, match=r"CIFAR-10 arrived damaged: its checksum is wrong .*Remove '.*cifar10'"):
        read("cifar10", Silent())


def test_a_file_with_a_wrong_checksum_on_the_disk_is_downloaded_again(tmp_path: Path) -> None:
    (tmp_path / "svhn").mkdir()
    (tmp_path / "svhn" / "train_32x32.mat").write_bytes(b"cut short")
    with pytest.raises(DataError, match="its server cannot be reached"):
        read("svhn", Silent())


def test_a_full_disk_is_said(archive: bytes, tmp_path: Path) -> None:
    (tmp_path / "cifar10").write_text("a file where the folder should be")
    with pytest.raises(DataError, match=r"CIFAR-10 cannot be kept in '.*'\. The system says: "):
        read("cifar10", Silent())


def test_the_folder_is_the_persons_cache_or_what_they_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "~/sets")
    assert data_folder() == Path.home() / "sets"
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert data_folder() == Path("/cache/convcanvas/data")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert data_folder() == Path.home() / ".cache" / "convcanvas" / "data"


def test_a_picture_that_vanished_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    WRITERS["pets"](folder_of("pets"), monkeypatch)
    found = read("pets", Silent())
    for path in folder_of("pets").rglob("*.jpg"):
        path.unlink()
    with pytest.raises(DataError, match=r"Image 3 of OxfordIIITPet can no longer be read"):
        found.read(3)


def test_the_format_writer_writes_what_mnist_wrote(tmp_path: Path) -> None:
    """The first bytes of MNIST's own files, as LeCun's page lists them."""
    idx(tmp_path / "images", np.zeros((2, 28, 28)))
    assert (tmp_path / "images").read_bytes()[:16].hex() == "00000803" + "00000002" + "0000001c" * 2
