"""A folder of photographs that is streamed, and a network that learns from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph

SHAPE = (3, 16, 16)

EPOCHS = 10_000
"""More than anybody waits for."""


def photographs(root: Path, count: int = 60) -> Path:
    """Write photographs of noise, each in a size of its own, of two classes."""
    rng = np.random.default_rng(0)
    for number in range(count):
        path = root / ("a", "b")[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(256, size=(*rng.integers(20, 40, size=2), 3)).astype(np.uint8)).save(path)
    return root


def network() -> Graph:
    """Return one that takes them."""
    net = GraphBuilder()
    x = net.add("Flatten", net.input(SHAPE), name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=2))
