"""How the learning rate changes over the run."""

from __future__ import annotations

from engine.layers.params import Choice, Float, Int
from engine.training.settings.group import SettingGroup

SCHEDULING = SettingGroup(
    "Learning rate schedule",
    (
        Choice(
            name="schedule",
            default="constant",
            options=("constant", "step", "cosine", "cosine_restarts", "one_cycle", "plateau"),
            titles={
                "constant": "Constant",
                "step": "Step",
                "cosine": "Cosine",
                "cosine_restarts": "Cosine, restarts",
                "one_cycle": "One cycle",
                "plateau": "Reduce on plateau",
            },
            doc="How the learning rate changes: torch.optim.lr_scheduler's StepLR, CosineAnnealingLR, "
            "CosineAnnealingWarmRestarts and OneCycleLR (of the rate alone) with each step, ReduceLROnPlateau on the "
            "validation accuracy (or the task's metric).",
        ),
        Int(
            name="warmup_epochs",
            default=0,
            minimum=0,
            maximum=1000,
            unit="epochs",
            doc="Epochs in which the rate rises from a hundredth to its full value, before the schedule begins.",
        ),
        Int(
            name="step_size",
            default=5,
            minimum=1,
            maximum=100_000,
            unit="epochs",
            doc="Epochs between two reductions; the step schedule only.",
        ),
        Int(
            name="cycle_epochs",
            default=5,
            minimum=1,
            maximum=100_000,
            unit="epochs",
            doc="Epochs from one restart to the next, torch's T_0. At the end of each such cycle the run keeps a "
            "snapshot of the weights; together they answer as a snapshot ensemble (Huang et al. 2017).",
        ),
        Float(
            name="gamma",
            default=0.1,
            minimum=0.0001,
            maximum=1.0,
            doc="What a reduction multiplies the rate by: 0.1 divides it by 10.",
        ),
        Int(
            name="plateau_patience",
            default=5,
            minimum=0,
            maximum=1000,
            unit="epochs",
            doc="Epochs without a better validation accuracy that are put up with before a reduction.",
        ),
    ),
    used_with={
        "warmup_epochs": ("schedule", ("constant", "step", "cosine", "cosine_restarts", "plateau")),
        "step_size": ("schedule", ("step",)),
        "cycle_epochs": ("schedule", ("cosine_restarts",)),
        "gamma": ("schedule", ("step", "plateau")),
        "plateau_patience": ("schedule", ("plateau",)),
    },
)
