"""Averages of the weights over the steps."""

from __future__ import annotations

from engine.layers.params import Choice, Float
from engine.training.settings.group import SettingGroup

AVERAGING = SettingGroup(
    "Averaged weights",
    (
        Choice(
            name="average",
            default="none",
            options=("none", "ema", "swa"),
            titles={"none": "None", "ema": "Exponential moving (EMA)", "swa": "Stochastic (SWA)"},
            doc="torch.optim.swa_utils: a second network whose weights are the average over the steps (EMA) or over "
            "the last epochs (SWA); its accuracy is shown beside the other.",
        ),
        Float(
            name="ema_decay",
            default=0.99,
            minimum=0.0,
            maximum=0.999999,
            doc="Share of the average that each step keeps; EMA only.",
        ),
        Float(
            name="swa_start",
            default=0.75,
            minimum=0.0,
            maximum=1.0,
            doc="Share of the epochs after which averaging begins; SWA only.",
        ),
    ),
    used_with={"ema_decay": ("average", ("ema",)), "swa_start": ("average", ("swa",))},
)
