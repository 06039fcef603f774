from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data.catalogue import DIGITS, SHAPES_SCENES, data_for
from engine.data.collection import Collection, KnownTargets
from engine.data.loading import LoadOptions, load
from engine.data.progress import Silent
from engine.data.reading import read
from engine.data.shapes.generator import generate
from engine.data.shapes.scene import ShapesOptions
from engine.data.targets import check_task, fit_boxes, fit_mask, targets_of
from engine.errors import DataError

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def scenes() -> Collection:
    return read("shapes-scenes", Silent())


def test_each_task_has_its_targets(scenes: Collection) -> None:
    some = np.arange(40)
    tags = targets_of(scenes, some, "multilabel", (3, 64, 64), "crop")
    mask = targets_of(scenes, some, "segmentation", (3, 64, 64), "crop")
    boxes = targets_of(scenes, some, "detection", (3, 64, 64), "crop")
    assert (tags.shape, mask.shape, boxes.shape) == ((40, 8), (40, 64, 64), (40, 4, 5))
    for image in range(40):
        classes = {int(label) for label in boxes[image, :, 4] if label >= 0}
        assert classes == set(tags[image].nonzero()[:, 0].tolist())
        assert {number - 1 for number in mask[image].unique().tolist() if number} == classes
        for *corners, label in boxes[image].tolist():
            if label >= 0:
                left, top, right, bottom = (round(64 * corner) for corner in corners)
                inside = mask[image, top:bottom, left:right] == label + 1
                assert inside[0].any()
                assert inside[-1].any()
                assert inside[:, 0].any()
                assert inside[:, -1].any()


def test_the_mask_is_that_of_the_shapes() -> None:
    made = generate(ShapesOptions(num_images=5, size=(32, 32), max_objects=3, seed=4))
    for image in range(5):
        for place, label in enumerate(made.classes[image]):
            if label >= 0:
                assert (made.mask[image][made.masks[image, place]] == label + 1).all()
    assert ((made.mask > 0) == made.masks.any(axis=1)).all()


@pytest.mark.parametrize("resize", ["crop", "stretch"])
def test_boxes_and_masks_are_fitted_as_pictures_are(resize: str) -> None:
    mask = torch.zeros(40, 60, dtype=torch.uint8)
    mask[10:30, 20:50] = 1
    boxes = torch.tensor([[[20.0, 10, 50, 30, 0], [0, 0, 5, 5, 1]]])
    fitted = fit_mask(mask, (20, 20), resize)
    (left, top, right, bottom, _), other = fit_boxes(boxes, (40, 60), (20, 20), resize)[0].tolist()
    rows, columns = fitted.nonzero(as_tuple=True)
    found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert [int(value) for value in found] == pytest.approx([20 * left, 20 * top, 20 * right, 20 * bottom], abs=0.51)
    cut = [0, 0, 0, 0, -1]  # of the longer side, 5 px are cut off at each end
    assert other == (pytest.approx([0, 0, 5 / 60, 5 / 40, 1]) if resize == "stretch" else cut)


def test_batches_have_the_targets_of_their_images(scenes: Collection) -> None:
    split = load("shapes-scenes", (3, 32, 32), CPU, LoadOptions(task="segmentation"))
    assert (split.task.name, split.num_classes) == ("segmentation", 9)
    _, masks = next(split.train.epoch(8, torch.Generator().manual_seed(3)))
    order = torch.randperm(len(split.train), generator=torch.Generator().manual_seed(3))[:8]
    assert masks.dtype == torch.int64
    assert torch.equal(masks, split.train.targets[order].long())
    parts = [masks for part in (split.train, split.validation, split.test) for _, masks in part.in_order(500)]
    assert sum(map(len, parts)) == SHAPES_SCENES.num_images


def test_data_without_a_tasks_targets_are_refused_with_what_has_them() -> None:
    expected = "It is for classification. Choose another task or other data: Shapes, Shapes, large, Shapes, several"
    with pytest.raises(DataError, match=rf"nothing to learn 'segmentation' from. {expected}.$"):
        check_task(DIGITS, "segmentation")
    with pytest.raises(DataError, match="'classification'"):
        load("shapes-scenes", (3, 32, 32), CPU)


@pytest.mark.parametrize(
    ("task", "data", "found"),
    [
        ("classification", "mnist", "mnist"),
        ("segmentation", "mnist", "shapes-scenes"),
        ("classification", "shapes-scenes", "digits"),
        ("detection", "shapes", "shapes"),
        ("multilabel", "/mine/labels.csv", "/mine/labels.csv"),
    ],
)
def test_data_follow_a_task(task: str, data: str, found: str) -> None:
    assert data_for(task, data) == found


class TestTables:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for number in range(12):
            Image.new("RGB", (8, 8), (20 * number, 0, 0)).save(tmp_path / f"{number}.png")
        return tmp_path

    @pytest.mark.parametrize(
        "table",
        [
            "path,labels\n" + "".join(f"{n}.png,{'red;circle' if n % 2 else 'circle| blue '}\n" for n in range(12)),
            "path,circle,blue,red\n" + "".join(f"{n}.png,1,{1 - n % 2},{n % 2}\n" for n in range(12)),
            "path;circle;blue;red\n" + "".join(f"{n}.png;x;{'' if n % 2 else 'x'};{n % 2}\n" for n in range(12)),
        ],
        ids=["in one cell", "a column each", "semicolons between columns"],
    )
    def test_several_labels(self, folder: Path, table: str) -> None:
        (folder / "labels.csv").write_text(table)
        found = read(str(folder / "labels.csv"), Silent())
        assert set(found.info.classes) == {"red", "circle", "blue"}
        assert found.info.tasks == ("multilabel",)
        names = np.array(found.info.classes)
        tags = targets_of(found, np.arange(12), "multilabel", (3, 8, 8), "crop").bool().numpy()
        assert [set(names[row]) for row in tags] == [
            {"circle", "red"} if n % 2 else {"circle", "blue"} for n in range(12)
        ]
        split = load(str(folder / "labels.csv"), (3, 8, 8), CPU, LoadOptions(task="multilabel"))
        _, batch = next(split.train.in_order(4))
        assert batch.shape == (4, 3)
        with pytest.raises(DataError, match="Choose another task"):
            load(str(folder / "labels.csv"), (3, 8, 8), CPU)

    def test_an_image_may_have_no_label(self, folder: Path) -> None:
        (folder / "labels.csv").write_text("path,a,b\n" + "".join(f"{n}.png,{n % 2},{n % 3 % 2}\n" for n in range(12)))
        found = read(str(folder / "labels.csv"), Silent())
        assert not found.targets["multilabel"].read(0).any()

    def test_one_label_in_each_cell_stays_classification(self, folder: Path) -> None:
        (folder / "labels.csv").write_text("path,label\n" + "".join(f"{n}.png,{'ab'[n % 2]}\n" for n in range(12)))
        assert read(str(folder / "labels.csv"), Silent()).info.tasks == ("classification",)


def test_masks_do_not_follow_a_streamed_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.data.loading.RESIDENT_BYTES", 1000)
    monkeypatch.setattr("engine.data.streaming.FEW_IMAGES", 10_000)  # read here: no process is started for it
    with pytest.raises(DataError, match=r"masks and boxes cannot follow that\. Make the Input's height"):
        load("shapes-scenes", (3, 32, 32), CPU, LoadOptions(task="segmentation"))
    tags = load("shapes-scenes", (3, 32, 32), CPU, LoadOptions(task="multilabel"))
    _, batch = next(tags.train.in_order(4))
    assert torch.equal(batch, tags.train.targets[:4])


def test_known_targets_can_be_sent_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(KnownTargets(np.arange(3)))).read(2) == 2
