"""When a run ends before its last epoch."""

from __future__ import annotations

from engine.layers.params import Choice, Float, Int
from engine.training.settings.group import SettingGroup

ENDING = SettingGroup(
    "Ending early",
    (
        Int(
            name="early_stopping",
            default=0,
            minimum=0,
            maximum=100_000,
            unit="epochs",
            doc="Epochs without a smaller validation loss, or without a higher metric, after which the run ends and "
            "takes back its best weights; 0 never does.",
        ),
        Choice(
            name="stop_on",
            default="loss",
            options=("loss", "metric"),
            titles={"loss": "Validation loss", "metric": "The task's metric"},
            doc="What early_stopping watches on the validation images: the loss, or the metric of the task (accuracy, "
            "F1, mean IoU, mAP@0.5).",
        ),
        Float(
            name="until_accuracy",
            default=0.0,
            minimum=0.0,
            maximum=1.0,
            doc="Validation accuracy, or the task's metric, at which the run ends, as a share: 0.98 is 98%; 0 never "
            "does.",
        ),
    ),
)
