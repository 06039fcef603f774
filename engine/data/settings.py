"""The settings of a run that concern its data, declared like a layer's parameters."""

from __future__ import annotations

from engine.data.augmenting.setting import Augmentation
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.source import DataSource
from engine.layers.params import Choice, Float, Int, Param
from engine.tasks.catalogue import CLASSIFICATION, TASKS

DATA_SETTINGS: tuple[Param, ...] = (
    DataSource(name="data", doc="What the network learns from."),
    Choice(
        name="task",
        default=CLASSIFICATION.name,
        options=tuple(TASKS),
        titles={task.name: task.title for task in TASKS.values()},
        doc="What the network is to answer: the class of the image, each of several labels (multilabel), the class of "
        "each pixel (segmentation), or boxes with classes (detection).",
    ),
    Augmentation(name="augment", doc="Random changes of the training images, in order."),
    Choice(
        name="normalize",
        default="dataset",
        options=("dataset", "imagenet", "none"),
        titles={"dataset": "The data set's", "imagenet": "ImageNet's", "none": "None: 0 to 1"},
        doc="Which mean and standard deviation per channel are taken to 0 and 1.",
    ),
    Choice(
        name="resize",
        default="crop",
        options=("crop", "stretch"),
        titles={"crop": "Cut the longer side", "stretch": "Stretch"},
        doc="How images of other proportions come into the Input's shape.",
    ),
    Float(
        name="test_share",
        default=TEST_SHARE,
        minimum=0.01,
        maximum=0.9,
        doc="Share of the images that only the finished network sees, where the set has no such part.",
    ),
    Float(
        name="validation_share",
        default=VALIDATION_SHARE,
        minimum=0.01,
        maximum=0.9,
        doc="Share of the rest that is watched while training, where the set has no such part.",
    ),
    Int(
        name="split_seed",
        default=SPLIT_SEED,
        minimum=0,
        maximum=2**31 - 1,
        doc="Which images are in which part; equal seeds keep results comparable.",
    ),
)
