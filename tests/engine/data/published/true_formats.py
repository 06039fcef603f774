"""Writes tiny data sets in the true format of each published one, as its makers laid it out."""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import torch
from PIL import Image
from torchvision import datasets

RNG = np.random.default_rng(0)


@dataclass
class Written:
    """What was written, to be read back: labels by part, in order, and the pixels where files keep them exactly."""

    labels: dict[str, list[int]]
    pixels: dict[str, np.ndarray]


def idx(path: Path, values: np.ndarray) -> None:
    """Write the format of MNIST: a magic number with type and rank, the sizes, the bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = struct.pack(">HBB", 0, 8, values.ndim) + struct.pack(f">{values.ndim}I", *values.shape)
    path.write_bytes(header + values.astype(np.uint8).tobytes())


def _draw(shape: tuple[int, ...], num_classes: int) -> tuple[np.ndarray, list[int]]:
    labels = [place % num_classes for place in range(shape[0])]
    return RNG.integers(256, size=shape).astype(np.uint8), labels


def mnist_like(class_name: str) -> Callable[[Path, pytest.MonkeyPatch], Written]:
    def write(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
        written = Written({}, {})
        for part, prefix, count in (("train", "train", 30), ("test", "t10k", 10)):
            images, labels = _draw((count, 28, 28), 10)
            idx(root / class_name / "raw" / f"{prefix}-images-idx3-ubyte", images)
            idx(root / class_name / "raw" / f"{prefix}-labels-idx1-ubyte", np.array(labels))
            written.labels[part], written.pixels[part] = labels, images[:, None]
        return written

    return write


def emnist(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    written = Written({}, {})
    for part, count in (("train", 94), ("test", 47)):
        images, labels = _draw((count, 28, 28), 47)
        prefix = root / "EMNIST" / "raw" / f"emnist-balanced-{part}"
        idx(Path(f"{prefix}-images-idx3-ubyte"), images.transpose(0, 2, 1))  # its makers exchanged rows and columns
        idx(Path(f"{prefix}-labels-idx1-ubyte"), np.array(labels))
        written.labels[part], written.pixels[part] = labels, images[:, None]
    return written


def _trust(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Have torchvision take files whose checksums are not the true ones."""

    def exists(path: str | Path, md5: str | None = None) -> bool:
        return Path(path).is_file()

    for module in modules:
        monkeypatch.setattr(f"torchvision.datasets.{module}.check_integrity", exists)


def cifar(kind: type, folder: str, key: str, num_classes: int) -> Callable[[Path, pytest.MonkeyPatch], Written]:
    def write(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
        _trust(monkeypatch, "cifar")
        written = Written({"train": [], "test": []}, {})
        (root / folder).mkdir(parents=True)
        for part, files in (("train", kind.train_list), ("test", kind.test_list)):  # type: ignore[attr-defined]
            pixels = []
            for name, _ in files:
                images, labels = _draw((2 * num_classes // len(files) + 1, 3, 32, 32), num_classes)
                entry = {"data": images.reshape(len(images), -1), key: labels}
                (root / folder / name).write_bytes(pickle.dumps(entry))
                written.labels[part] += labels
                pixels.append(images)
            written.pixels[part] = np.concatenate(pixels)
        meta = {kind.meta["key"]: [f"class {place}" for place in range(num_classes)]}  # type: ignore[attr-defined]
        (root / folder / kind.meta["filename"]).write_bytes(pickle.dumps(meta))  # type: ignore[attr-defined]
        return written

    return write


def svhn(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    _trust(monkeypatch, "svhn")
    written = Written({}, {})
    root.mkdir(parents=True)
    for part in ("train", "test"):
        images, labels = _draw((20, 3, 32, 32), 10)
        values = np.array([label or 10 for label in labels])[:, None]  # its files call zero ten
        scipy.io.savemat(root / f"{part}_32x32.mat", {"X": images.transpose(2, 3, 1, 0), "y": values})
        written.labels[part], written.pixels[part] = labels, images
    return written


def stl10(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    _trust(monkeypatch, "stl10")
    written = Written({}, {})
    folder = root / "stl10_binary"
    folder.mkdir(parents=True)
    for part in ("train", "test"):
        images, labels = _draw((20, 3, 96, 96), 10)
        (folder / f"{part}_X.bin").write_bytes(images.transpose(0, 1, 3, 2).tobytes())  # columns first, as MATLAB
        (folder / f"{part}_y.bin").write_bytes(bytes(label + 1 for label in labels))
        written.labels[part], written.pixels[part] = labels, images
    (folder / "unlabeled_X.bin").touch()
    (folder / "class_names.txt").write_text("\n".join(f"class {place}" for place in range(10)))
    (folder / "fold_indices.txt").touch()
    return written


def picture(path: Path, size: tuple[int, int] = (40, 30)) -> None:
    """Write a photograph of noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(RNG.integers(256, size=(size[1], size[0], 3)).astype(np.uint8)).save(path)


def flowers(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    _trust(monkeypatch, "flowers102")
    folder = root / "flowers-102"
    labels = [place % 102 for place in range(306)]
    for number in range(1, 307):
        picture(folder / "jpg" / f"image_{number:05d}.jpg", (20, 16))
    scipy.io.savemat(folder / "imagelabels.mat", {"labels": np.array(labels)[None] + 1})
    ids = {"trnid": range(1, 103), "valid": range(103, 205), "tstid": range(205, 307)}
    scipy.io.savemat(folder / "setid.mat", {name: np.array(numbers)[None] for name, numbers in ids.items()})
    return Written({"train": labels[:102], "validation": labels[102:204], "test": labels[204:]}, {})


def pets(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    folder = root / "oxford-iiit-pet"
    written = Written({}, {})
    for part, name in (("train", "trainval"), ("test", "test")):
        lines = []
        for place in range(37 * 2):
            label = place % 37
            image = f"breed_{label:02d}_{part}{place}"
            picture(folder / "images" / f"{image}.jpg", (20, 16))
            lines.append(f"{image} {label + 1} {label % 2 + 1} 1")
        (folder / "annotations").mkdir(exist_ok=True)
        (folder / "annotations" / f"{name}.txt").write_text("\n".join(lines) + "\n")
        written.labels[part] = [place % 37 for place in range(74)]
    return written


def food(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    folder = root / "food-101"
    (folder / "meta").mkdir(parents=True)
    written = Written({}, {})
    for part in ("train", "test"):
        listed = {f"dish_{label:03d}": [f"dish_{label:03d}/{part}{n}" for n in range(2)] for label in range(101)}
        for names in listed.values():
            for name in names:
                picture(folder / "images" / f"{name}.jpg", (12, 10))
        (folder / "meta" / f"{part}.json").write_text(json.dumps(listed))
        written.labels[part] = [label for label in range(101) for _ in range(2)]
    return written


def _folders(root: Path, wnids: list[str], suffix: str) -> Written:
    written = Written({}, {})
    for part, name, count in (("train", "train", 3), ("test", "val", 2)):
        for wnid in wnids:
            for number in range(count):
                picture(root / name / wnid / f"{wnid}_{number}{suffix}")
        written.labels[part] = [label for label in range(len(wnids)) for _ in range(count)]
    return written


def imagenette(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    return _folders(root / "imagenette2-160", sorted(datasets.Imagenette._WNID_TO_CLASS), ".JPEG")


def imagenet(root: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    wnids = ["n01440764", "n01443537", "n01484850"]
    written = _folders(root, wnids, ".JPEG")
    names = {"n01440764": ("tench", "Tinca tinca"), "n01443537": ("goldfish",), "n01484850": ("great white shark",)}
    torch.save((names, wnids), root / "meta.bin")
    return written


WRITERS: dict[str, Callable[[Path, pytest.MonkeyPatch], Written]] = {
    "mnist": mnist_like("MNIST"),
    "fashion-mnist": mnist_like("FashionMNIST"),
    "kmnist": mnist_like("KMNIST"),
    "emnist": emnist,
    "cifar10": cifar(datasets.CIFAR10, "cifar-10-batches-py", "labels", 10),
    "cifar100": cifar(datasets.CIFAR100, "cifar-100-python", "fine_labels", 100),
    "svhn": svhn,
    "stl10": stl10,
    "flowers102": flowers,
    "pets": pets,
    "food101": food,
    "imagenette": imagenette,
    "imagenet": imagenet,
}
