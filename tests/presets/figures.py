"""The figures that the presets must come to (networks.json), and what is known of a preset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.analysis.inference import Inference, infer
from presets import registry

FIGURES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("networks.json").read_text(encoding="utf-8"),
    object_hook=lambda entry: {key: value for key, value in entry.items() if key != "about"},
)

CIFAR = FIGURES["resnet_cifar"]
"""A family: its figures are by depth."""

NETWORKS = {name: figures for name, figures in FIGURES.items() if name != "resnet_cifar"}


def facts(name: str) -> Inference:
    """Return what is known of a preset in the paper's size."""
    return infer(registry.get(name).build())
