"""By what the network is judged."""

from __future__ import annotations

from engine.layers.params import Choice, Float
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
        Choice(
            name="class_weights",
            default="none",
            options=("none", "balanced"),
            titles={"none": "All alike", "balanced": "Balanced"},
            doc="Balanced: a class counts images / (classes × its images), so that rare classes count as much.",
        ),
    ),
    used_with={
        "label_smoothing": ("loss", ("cross_entropy",)),
        "class_weights": ("loss", ("cross_entropy", "binary")),
    },
)
