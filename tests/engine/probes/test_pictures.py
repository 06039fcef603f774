from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.data.images import DataSplit
from engine.data.loading import load
from engine.errors import TrainingError
from engine.probes.frames import MAX_SAMPLES, Samples
from engine.probes.picture import DrawnPicture, FilePicture, Part, SamplePicture
from engine.probes.pictures import Pictures

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data() -> DataSplit:
    return load("digits", (1, 32, 32), CPU)


@pytest.mark.parametrize("part", Part)
def test_a_sample_is_the_data_sets_own(data: DataSplit, part: Part) -> None:
    images = {Part.TRAIN: data.train, Part.VALIDATION: data.validation, Part.TEST: data.test}[part]
    picture = Pictures.of(data).picture(SamplePicture(part, 5))
    assert torch.equal(picture.values[0], images.images[5])
    assert picture.label == int(images.labels[5])
    assert picture.title == f"{part.value} image 5"


def test_the_picture_tells_what_the_classes_are_called(data: DataSplit) -> None:
    named = replace(data, info=replace(data.info, classes=("ant", "bee")))
    pictures = Pictures.of(named)
    assert pictures.frame(pictures.picture(SamplePicture()), 0).class_names == ("ant", "bee")
    alone = Pictures.without_data((1, 8, 8), CPU)
    assert alone.frame(alone.picture(SamplePicture()), 0).class_names == ()


def test_a_sample_that_there_is_not_is_said_and_the_former_stays(data: DataSplit) -> None:
    pictures = Pictures.of(data)
    first = pictures.picture(SamplePicture(Part.TEST, 7))
    found = pictures.picture(SamplePicture(Part.TEST, 360))
    assert found.problem == "There is no test image 360. Expected 0 to 359. Choose another."
    assert torch.equal(found.values, first.values)
    assert pictures.picture(SamplePicture(Part.TEST, 8)).problem == ""


def test_a_drawing_is_normalised_as_the_data(data: DataSplit) -> None:
    drawn = np.random.default_rng(0).integers(0, 256, (32, 32), np.uint8)
    pictures = Pictures.of(data)
    preparation = data.preparation
    for source in (DrawnPicture(drawn), DrawnPicture(drawn / 255)):
        values = pictures.picture(source).values
        expected = (torch.from_numpy(drawn / 255).float() - preparation.mean) / preparation.std
        torch.testing.assert_close(values[0, 0], expected)
    frame = pictures.frame(pictures.picture(DrawnPicture(drawn)), 3)
    np.testing.assert_array_equal(frame.pixels, np.repeat(drawn[:, :, None], 3, axis=2))
    assert frame.label is None


@pytest.mark.parametrize("shape", [(3,), (4, 4, 2), (0, 5)])
def test_a_drawing_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    pictures = Pictures.without_data((1, 8, 8), CPU)
    assert "A drawing is H × W" in pictures.picture(DrawnPicture(np.zeros(shape))).problem


def test_a_sample_shown_is_what_was_scanned(data: DataSplit) -> None:
    pictures = Pictures.of(data)
    frame = pictures.samples_frame(Samples(Part.VALIDATION, (2, 9999, 0)), 4)
    assert frame is not None
    assert frame.indices.tolist() == [2, 0]
    assert frame.num_images == len(data.validation)
    assert frame.labels.tolist() == data.validation.labels[[2, 0]].tolist()
    raw = data.validation.images[2, 0] * data.preparation.std + data.preparation.mean
    np.testing.assert_allclose(frame.pixels[0, :, :, 1], (raw.clamp(0, 1) * 255).numpy(), atol=0.51)


def test_samples_are_bounded(data: DataSplit) -> None:
    frame = Pictures.of(data).samples_frame(Samples(Part.TRAIN, tuple(range(500))), 0)
    assert frame is not None
    assert len(frame.pixels) == MAX_SAMPLES
    assert Pictures.without_data((1, 8, 8), CPU).samples_frame(Samples(Part.TRAIN, (0,)), 0) is None


def test_a_file_is_fitted(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "red.png"
    Image.new("RGB", (100, 40), (255, 0, 0)).save(path)
    picture = Pictures.without_data((3, 20, 20), CPU).picture(FilePicture(str(path)))
    assert (picture.title, picture.values.shape) == ("red.png", (1, 3, 20, 20))
    assert picture.values[0].mean((1, 2)).tolist() == [1, 0, 0]
    grey = Pictures.without_data((1, 20, 20), CPU).picture(FilePicture(str(path)))
    assert grey.values.mean().item() == pytest.approx(0.2989)


def test_without_data_there_are_no_samples() -> None:
    pictures = Pictures.without_data((1, 8, 8), CPU)
    picture = pictures.picture(SamplePicture())
    assert "Choose a file, or draw one." in picture.problem
    assert picture.values.shape == (1, 1, 8, 8)
    with pytest.raises(TrainingError):
        pictures._make(SamplePicture())


def test_a_file_that_is_no_picture_is_said(tmp_path: Path) -> None:
    pictures = Pictures.without_data((1, 8, 8), CPU)
    (tmp_path / "text.png").write_text("no image")
    assert pictures.picture(FilePicture(str(tmp_path / "text.png"))).problem == (
        "'text.png' cannot be looked at. It is not an image, or of an unknown kind. Choose another file."
    )
    gone = pictures.picture(FilePicture(str(tmp_path / "gone.png"))).problem
    assert gone == "'gone.png' cannot be looked at. There is no such file. Choose another file."
