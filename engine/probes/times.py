"""How long each layer takes, measured with the device waited for before and after it."""
# ruff: noqa: TID253

from __future__ import annotations

from collections import defaultdict
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch import nn

from engine.probes.frames import FrameKey, TimesFrame
from engine.probes.moment import Moment

REPEATS = 5
"""Passes of which the median counts, after one that warms up."""


def times_frame(moment: Moment, key: FrameKey) -> TimesFrame | None:
    """Return the time of each layer's forward pass of the last batch, or of the picture where there was none."""
    network = moment.network
    images = moment.past.images if moment.past.images is not None else moment.picture.values
    laps: defaultdict[str, list[float]] = defaultdict(list)
    begun: dict[str, float] = {}

    def begin(node_id: str, _: nn.Module, inputs: object) -> None:
        begun[node_id] = _now(images.device)

    def end(node_id: str, _: nn.Module, inputs: object, output: object) -> None:
        laps[node_id].append(_now(images.device) - begun[node_id])

    handles = [
        handle
        for node_id, module in network.modules.items()
        for handle in (
            module.register_forward_pre_hook(partial(begin, node_id)),
            module.register_forward_hook(partial(end, node_id)),
        )
    ]
    try:
        with torch.no_grad(), network.evaluating():
            for _ in range(REPEATS + 1):
                network.module(images)
    finally:
        for handle in handles:
            handle.remove()
    return TimesFrame(
        step=moment.step,
        node_ids=tuple(network.modules),
        seconds=np.array([median(laps[node_id][1:]) for node_id in network.modules], np.float32),
        batch_size=len(images),
        repeats=REPEATS,
    )


def _now(device: torch.device) -> float:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    return perf_counter()
