"""The figures that the presets must come to (networks.json), and what a preset comes to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.analysis.inference import Inference, infer
from engine.graph.model import Graph
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


def depth(graph: Graph) -> int:
    """Return the layers with weights on the longest way to the Output; normalization does not count, as in papers."""
    found = infer(graph)
    depths: dict[str, int] = {}
    for node_id in found.order:
        before = max((depths[source] for source in found.wiring.sources[node_id]), default=0)
        depths[node_id] = before + bool(found.nodes[node_id].macs)
    return depths[graph.by_name["output"].id]
