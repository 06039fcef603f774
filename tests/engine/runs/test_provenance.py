from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import torch

from engine.data.images import ImageSet
from engine.data.loading import load
from engine.project.document import Document
from engine.runs import provenance
from engine.runs.folder import RunFolder
from tests.engine.runs.kept import CONFIG
from tests.networks import small


def test_a_blobs_hash_is_gits(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"Conv2d\n\0")
    by_git = subprocess.run(["git", "hash-object", path], capture_output=True, text=True, check=True).stdout.strip()
    assert provenance.blob_hash(path.read_bytes()) == by_git


def test_each_input_has_a_hash_of_its_own() -> None:
    document = Document(small(), CONFIG)
    data, wider = (load("digits", shape, torch.device("cpu")) for shape in ((1, 8, 8), (1, 9, 9)))
    first = provenance.input_hashes(document, data)
    longer = provenance.input_hashes(replace(document, training=replace(CONFIG, epochs=9)), data)
    faster = provenance.input_hashes(replace(document, training=replace(CONFIG, lr=0.1)), data)
    other = provenance.input_hashes(document, wider)
    assert longer == first
    assert {name for name in first if faster[name] != first[name]} == {"config", "all"}
    assert {name for name in first if other[name] != first[name]} == {"data", "all"}


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    made = {RunFolder.create(tmp_path, Document(small(), CONFIG), "small").path for _ in range(3)}
    assert len(made) == 3


def test_one_pixel_of_one_image_is_enough() -> None:
    one, other = (load("digits", (1, 8, 8), torch.device("cpu")) for _ in range(2))
    assert isinstance(other.train, ImageSet)
    assert provenance.data_hash(one) == provenance.data_hash(other)
    pixels = other.train.pixels.clone()
    pixels[777, 0, 3, 4] ^= 1
    changed = replace(other, train=replace(other.train, pixels=pixels))
    assert provenance.data_hash(one) != provenance.data_hash(changed)
