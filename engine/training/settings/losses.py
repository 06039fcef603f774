"""By what the network is judged."""

from __future__ import annotations

from engine.layers.params import Choice, Float
from engine.training.settings.class_weights import ClassWeights
from engine.training.settings.group import SettingGroup

LOSSES = SettingGroup(
    "Loss",
    (
        Choice(
            name="loss",
            default="cross_entropy",
            options=("cross_entropy", "binary", "mse"),
            titles={"cross_entropy": "Cross-entropy", "binary": "Binary, per class", "mse": "Squared error (MSE)"},
            doc="torch.nn's CrossEntropyLoss: one class per image; BCEWithLogitsLoss: each class yes or no; MSELoss: "
            "scores against 1 for the class and 0 for the others.",
        ),
        Float(
            name="label_smoothing",
            default=0.0,
            minimum=0.0,
            maximum=0.999,
            doc="Share of each label that is spread evenly over all classes; cross-entropy only.",
        ),
        ClassWeights(
            name="class_weights",
            doc="What each class counts. balanced: images / (classes × its images), so that rare classes count as "
            "much; or a number per class in their order: 1, 2.5, 0.5.",
        ),
    ),
    used_with={
        "loss": ("task", ("classification",)),
        "label_smoothing": ("loss", ("cross_entropy",)),
        "class_weights": ("loss", ("cross_entropy", "binary")),
    },
    also_with={
        "label_smoothing": ("task", ("classification", "segmentation")),
        "class_weights": ("task", ("classification", "multilabel", "segmentation")),
    },
)
