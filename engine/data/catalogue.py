"""The data sets that can be chosen by name, described without loading them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.layers.spec import Shape


@dataclass(frozen=True)
class DatasetInfo:
    """A data set as the window and the command line name it.

    Attributes:
        name: what the command line and project files call it.
        title: what the window calls it.
        summary: one sentence: what is in it and where it comes from.
        classes: the names of the classes; a label is a place in this tuple. Empty where they are known once it is read.
        num_images: how many images there are in all; 0 where that is known once it is read.
        num_classes: how many classes there are; 0 where that is known once it is read.
        shape: ``(C, H, W)`` of its images; H and W are 0 where each has its own.
        download_mb: what is downloaded before its first use; 0 for nothing.
        tasks: what can be learned from it, by the names of `engine.tasks`; empty where that is known once it is read.
        mask_classes: the names of the classes of a pixel, where it has masks; the first is the background.
    """

    name: str
    title: str
    summary: str
    classes: tuple[str, ...]
    num_images: int
    num_classes: int = 0
    shape: Shape = (3, 0, 0)
    download_mb: int = 0
    tasks: tuple[str, ...] = ("classification",)
    mask_classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "num_classes", self.num_classes or len(self.classes))

    def classes_for(self, task: str) -> tuple[str, ...]:
        """Return the names of what a task tells apart; empty where they are known once it is read."""
        return self.mask_classes if task == "segmentation" else self.classes

    def num_classes_for(self, task: str) -> int:
        """Return how many these are; 0 where that is known once it is read."""
        return len(self.mask_classes) if task == "segmentation" else self.num_classes


_SHAPES = ("circle", "ring", "triangle", "square", "cross", "star", "crescent", "bar")
_SHAPE_MASKS = ("background", *_SHAPES)
_EVERY_TASK = ("classification", "multilabel", "segmentation", "detection")
_DIGIT_NAMES = tuple("0123456789")
_CIFAR_10 = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_KANA = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
_STL_10 = ("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck")
_IMAGENETTE = (
    *("tench", "English springer", "cassette player", "chain saw", "church"),
    *("French horn", "garbage truck", "gas pump", "golf ball", "parachute"),
)

DIGITS = DatasetInfo(
    name="digits",
    title="Handwritten digits",
    summary="1,797 scans of handwritten digits, 8 × 8 in 17 shades of grey, which scikit-learn ships: no download.",
    classes=_DIGIT_NAMES,
    num_images=1797,
    shape=(1, 8, 8),
)

SHAPES = DatasetInfo(
    name="shapes",
    title="Shapes",
    summary="Circles, stars, crosses in all places, sizes and colours, drawn by the program: no download.",
    classes=_SHAPES,
    num_images=3000,
    shape=(3, 32, 32),
    tasks=_EVERY_TASK,
    mask_classes=_SHAPE_MASKS,
)

SHAPES_LARGE = DatasetInfo(
    name="shapes-large",
    title="Shapes, large",
    summary="The same kinds of shapes in 96 × 96 px, with more noise, drawn by the program: no download.",
    classes=_SHAPES,
    num_images=1000,
    shape=(3, 96, 96),
    tasks=_EVERY_TASK,
    mask_classes=_SHAPE_MASKS,
)

SHAPES_SCENES = DatasetInfo(
    name="shapes-scenes",
    title="Shapes, several",
    summary="One to four shapes in each picture, with the labels, the masks and the boxes of all: no download.",
    classes=_SHAPES,
    num_images=3000,
    shape=(3, 64, 64),
    tasks=("multilabel", "segmentation", "detection"),
    mask_classes=_SHAPE_MASKS,
)

BUNDLED = (DIGITS, SHAPES, SHAPES_LARGE, SHAPES_SCENES)
"""There at once: nothing is downloaded."""


def _grey(name: str, title: str, summary: str, classes: tuple[str, ...], num: int, mb: int) -> DatasetInfo:
    return DatasetInfo(name, title, summary, classes, num, shape=(1, 28, 28), download_mb=mb)


TORCHVISION = (
    _grey(
        "mnist", "MNIST", "Handwritten digits of 1998, the field's first yardstick (LeCun).", _DIGIT_NAMES, 70_000, 11
    ),
    _grey("fashion-mnist", "Fashion-MNIST", "Articles of Zalando in MNIST's format, but harder.", _CLOTHES, 70_000, 30),
    _grey(
        "kmnist", "KMNIST", "Ten kana in cursive hand from old Japanese books, in MNIST's format.", _KANA, 70_000, 20
    ),
    _grey(
        "emnist",
        "EMNIST Balanced",
        "Handwritten digits and letters, as many of each; letters whose cases look alike are one class.",
        tuple("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt"),
        131_600,
        562,
    ),
    DatasetInfo(
        "cifar10",
        "CIFAR-10",
        "Small photographs of animals and vehicles (Krizhevsky 2009), for which ResNet-20 to 110 were made.",
        _CIFAR_10,
        60_000,
        shape=(3, 32, 32),
        download_mb=170,
    ),
    DatasetInfo(
        "cifar100",
        "CIFAR-100",
        "As CIFAR-10, with 100 classes of 600 photographs each.",
        (),
        60_000,
        num_classes=100,
        shape=(3, 32, 32),
        download_mb=169,
    ),
    DatasetInfo(
        "svhn",
        "SVHN",
        "House numbers from Street View, one digit in the middle (Netzer 2011).",
        _DIGIT_NAMES,
        99_289,
        shape=(3, 32, 32),
        download_mb=246,
    ),
    DatasetInfo(
        "stl10",
        "STL-10",
        "As CIFAR-10 in 96 × 96 px; 5,000 to learn from, 8,000 to test (Coates 2011).",
        _STL_10,
        13_000,
        shape=(3, 96, 96),
        download_mb=2640,
    ),
    DatasetInfo(
        "flowers102",
        "Oxford Flowers 102",
        "Photographs of flowers common in Britain; 10 of each kind to learn from (Nilsback 2008).",
        (),
        8189,
        num_classes=102,
        download_mb=345,
    ),
    DatasetInfo(
        "pets",
        "Oxford-IIIT Pet",
        "Photographs of 37 breeds of cats and dogs (Parkhi 2012).",
        (),
        7349,
        num_classes=37,
        download_mb=811,
    ),
    DatasetInfo(
        "food101",
        "Food-101",
        "Photographs of 101 dishes, 1,000 of each; the training labels are noisy on purpose (Bossard 2014).",
        (),
        101_000,
        num_classes=101,
        download_mb=4997,
    ),
    DatasetInfo(
        "imagenette",
        "Imagenette",
        "Ten easy classes of ImageNet, short side 160 px: a first test of networks for ImageNet (Howard 2019).",
        _IMAGENETTE,
        13_394,
        download_mb=99,
    ),
    DatasetInfo(
        "imagenet",
        "ImageNet",
        "ILSVRC 2012: 1.28 million photographs of 1,000 classes. It cannot be downloaded by a program: put its "
        "archives, or its folders train and val, into the data folder.",
        (),
        1_331_167,
        num_classes=1000,
    ),
)
"""Read, checked and downloaded by torchvision."""

DATASETS = {info.name: info for info in (*BUNDLED, *TORCHVISION)}


def data_for(task: str, data: str = "") -> str:
    """Return the name of a data set for a task: the given one, where it has what the task learns from or may have it.

    Args:
        task: its name.
        data: what is chosen at present: a name of the catalogue, or a path.
    """
    if data and (data not in DATASETS or task in DATASETS[data].tasks):
        return data
    return next(info.name for info in (DIGITS, SHAPES_SCENES) if task in info.tasks)
