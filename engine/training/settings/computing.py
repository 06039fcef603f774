"""How a step is computed: with which numbers, in which order, in how many parts."""

from __future__ import annotations

from engine.layers.params import Bool, Choice, Int
from engine.training.settings.group import SettingGroup

COMPUTING = SettingGroup(
    "Precision and speed",
    (
        Choice(
            name="precision",
            default="fp32",
            options=("fp32", "bf16", "fp16"),
            doc="torch.autocast: bf16 and fp16 compute convolutions and Linear with 16 bits; fp16 scales the loss so "
            "that small gradients do not vanish (torch.amp.GradScaler).",
        ),
        Bool(
            name="channels_last",
            default=False,
            doc="Whether maps lie in memory with the channels together (torch.channels_last): faster on many devices.",
        ),
        Int(
            name="accumulation",
            default=1,
            minimum=1,
            maximum=1024,
            unit="parts",
            doc="Parts in which a batch is computed one after the other, their gradients added up before the step: "
            "the memory of one part for the step of the whole batch.",
        ),
        Bool(
            name="compile",
            default=False,
            doc="Whether torch.compile makes a static graph of the network: the first step takes up to a minute, the "
            "others are often faster. Where it does not work, the run says why and goes on without.",
        ),
    ),
)
