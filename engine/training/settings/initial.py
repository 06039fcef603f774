"""What the weights are before the first step."""

from __future__ import annotations

from engine.graph.learning import INITIALIZATIONS
from engine.layers.params import Choice, Float
from engine.training.settings.group import SettingGroup
from engine.training.weights.matching import NAME, ORDER
from engine.training.weights.source import WeightsSource

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
        WeightsSource(
            name="start_from",
            doc="Weights that were learned before, for transfer learning: a .safetensors, .pt or .pth file with a "
            "state_dict, or the folder of a run. What does not fit starts fresh, and the run says so.",
        ),
        Choice(
            name="match_by",
            default=NAME,
            options=(NAME, ORDER),
            titles={NAME: "Name and shape", ORDER: "Order and shape"},
            doc="Which tensor of the file goes where: by its name, or, where the same layers have other names, by its "
            "place in the file.",
        ),
    ),
    used_with={"init_constant": ("init", ("constant",))},
)
