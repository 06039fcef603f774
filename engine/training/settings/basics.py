"""What every run is asked first, and where it computes."""

from __future__ import annotations

from engine.layers.params import Choice, Float, Int
from engine.training.settings.group import SettingGroup

MOST_EPOCHS = 100_000

BASICS = SettingGroup(
    "",
    (
        Int(
            name="epochs",
            default=15,
            minimum=1,
            maximum=MOST_EPOCHS,
            unit="epochs",
            doc="Passes over the training images.",
        ),
        Int(name="batch_size", default=32, minimum=1, maximum=65536, unit="images", doc="Images per step."),
        Choice(
            name="optimizer",
            default="SGD",
            options=("SGD", "Adam", "AdamW", "RMSprop", "Adagrad"),
            doc="How gradients become steps: torch.optim's class of that name.",
        ),
        Float(name="lr", default=0.05, minimum=1e-8, maximum=100.0, doc="Learning rate: the length of a step."),
    ),
)

MACHINE = SettingGroup(
    "Seed and device",
    (
        Int(
            name="seed",
            default=0,
            minimum=0,
            maximum=2**31 - 1,
            doc="Equal seeds give equal runs on one machine.",
        ),
        Choice(
            name="device",
            default="auto",
            options=("auto", "cuda", "mps", "cpu"),
            titles={"auto": "Automatic", "cuda": "CUDA GPU", "mps": "Apple GPU (MPS)", "cpu": "CPU"},
            doc="Where the network computes; auto takes CUDA, then MPS, then the CPU.",
        ),
    ),
)
