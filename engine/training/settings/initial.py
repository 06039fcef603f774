"""What the weights are before the first step."""

from __future__ import annotations

from engine.graph.learning import INITIALIZATIONS
from engine.layers.params import Choice, Float
from engine.training.settings.group import SettingGroup

INITIAL = SettingGroup(
    "Initialization",
    (
        Choice(
            name="init",
            default="default",
            options=tuple(INITIALIZATIONS),
            titles=INITIALIZATIONS,
            doc="torch.nn.init's function for the weights; biases then begin at 0, normalization as in PyTorch.",
        ),
        Float(
            name="init_constant",
            default=0.01,
            minimum=-10.0,
            maximum=10.0,
            doc="The value of every weight where the initialization is a constant.",
        ),
    ),
    used_with={"init_constant": ("init", ("constant",))},
)
