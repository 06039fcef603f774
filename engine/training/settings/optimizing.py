"""What the optimizers of torch.optim take besides the learning rate."""

from __future__ import annotations

from engine.layers.params import Bool, Float
from engine.training.settings.group import SettingGroup

_MOST = 0.9999

OPTIMIZING = SettingGroup(
    "Optimizer",
    (
        Float(
            name="momentum",
            default=0.9,
            minimum=0.0,
            maximum=_MOST,
            doc="Share of the last step kept; SGD and RMSprop only.",
        ),
        Bool(
            name="nesterov",
            default=False,
            doc="Nesterov's momentum: the gradient is taken as if the momentum had been followed already; SGD only.",
        ),
        Float(
            name="beta1",
            default=0.9,
            minimum=0.0,
            maximum=_MOST,
            doc="How slowly the mean of the gradients forgets; Adam and AdamW only.",
        ),
        Float(
            name="beta2",
            default=0.999,
            minimum=0.0,
            maximum=0.999999,
            doc="How slowly the mean of the squared gradients forgets; Adam and AdamW only.",
        ),
        Float(
            name="alpha",
            default=0.99,
            minimum=0.0,
            maximum=_MOST,
            doc="How slowly the mean of the squared gradients forgets; RMSprop only.",
        ),
    ),
    used_with={
        "momentum": ("optimizer", ("SGD", "RMSprop")),
        "nesterov": ("optimizer", ("SGD",)),
        "beta1": ("optimizer", ("Adam", "AdamW")),
        "beta2": ("optimizer", ("Adam", "AdamW")),
        "alpha": ("optimizer", ("RMSprop",)),
    },
)
