"""What a network knows before it is trained."""

from __future__ import annotations

from engine.layers.params import Choice
from engine.training.settings.group import SettingGroup
from engine.training.weights.matching import NAME, ORDER
from engine.training.weights.source import WeightsSource

TRANSFERRING = SettingGroup(
    "Transfer learning",
    (
        WeightsSource(
            name="start_from",
            doc="Weights that were learned before: a .safetensors, .pt or .pth file with a state_dict, or the folder "
            "of a run. What does not fit begins as under Initialization, and the run says so.",
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
    used_with={"match_by": ("start_from", ())},
)
