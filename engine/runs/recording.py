"""The recording of a run: moments of it, spread evenly over its steps, in one file of bounded size.

``recording.npz`` holds arrays that ``numpy.load(allow_pickle=False)`` reads: ``steps`` (T), ``norms`` (T, P) of the
gradients of the parameters named in ``about``, ``gradient`` and ``update_ratio`` (T, N) of the nodes named there. And
for each node ``image/ID`` (T, h, w) as uint8 between ``low/ID`` and ``high/ID`` (T), with ``channel/ID`` (T), -1 for
none.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.probes.frames import GradientHistoryFrame, ThumbnailImage

if TYPE_CHECKING:
    from engine.probes.impressions import Impression

MAX_BYTES = 6 * 2**20
"""About what the file takes at most; of a network with many nodes there are fewer moments."""

MOST_MOMENTS, LEAST_MOMENTS = 96, 8
_UNREADABLE = (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError)


@dataclass(frozen=True, eq=False)
class Recording:
    """What was kept of a run, the oldest first.

    Attributes:
        steps: ``(T,)``, after which the moments are.
        node_ids: of the nodes, in network order.
        parameters: ``(node id, name, whether it is frozen)`` of the parameters, in network order.
        norms: ``(T, P)`` of their gradients.
        gradient, update_ratio: ``(T, N)``, of each node's parameters together; NaN for nodes without any.
        images: by node id, ``(T, h, w)``, from 0 to 255.
        lows, highs, channels: by node id, ``(T,)``: what 0 and 255 stand for, and which map it is, -1 for none.
    """

    steps: Any
    node_ids: tuple[str, ...]
    parameters: tuple[tuple[str, str, bool], ...]
    norms: Any
    gradient: Any
    update_ratio: Any
    images: dict[str, Any]
    lows: dict[str, Any]
    highs: dict[str, Any]
    channels: dict[str, Any]

    def history(self) -> GradientHistoryFrame:
        """Return the gradients over time."""
        return GradientHistoryFrame(
            step=int(self.steps[-1]),
            node_ids=tuple(node_id for node_id, _, _ in self.parameters),
            parameters=tuple(name for _, name, _ in self.parameters),
            frozen=tuple(is_frozen for _, _, is_frozen in self.parameters),
            steps=self.steps,
            norms=np.ascontiguousarray(self.norms.T),
        )

    def image(self, node_id: str, moment: int) -> ThumbnailImage:
        """Return what a node made of the image at a moment, counted from 0."""
        low, high = float(self.lows[node_id][moment]), float(self.highs[node_id][moment])
        values = low + self.images[node_id][moment].astype(np.float32) / 255 * (high - low)
        channel = int(self.channels[node_id][moment])
        return ThumbnailImage(values.astype(np.float32), low, high, channel if channel >= 0 else None)

    def before(self, step: int) -> Recording | None:
        """Return what is of this step or an earlier one; None where there is nothing."""
        kept = self.steps <= step
        if not kept.any():
            return None
        by_node = ({name: values[kept] for name, values in each.items()} for each in self._by_node)
        return Recording(
            self.steps[kept],
            self.node_ids,
            self.parameters,
            self.norms[kept],
            self.gradient[kept],
            self.update_ratio[kept],
            *by_node,
        )

    @property
    def _by_node(self) -> tuple[dict[str, Any], ...]:
        return self.images, self.lows, self.highs, self.channels


def dumps(moments: Sequence[Impression]) -> bytes:
    """Return the file of some moments, at least one."""
    first = moments[0]
    parameters = list(
        zip(first.gradients.node_ids, first.gradients.parameters, moments[-1].gradients.frozen, strict=True)
    )
    arrays: dict[str, Any] = {
        "about": np.frombuffer(json.dumps([first.colours.node_ids, parameters]).encode(), np.uint8),
        "steps": np.array([moment.step for moment in moments], np.int64),
        "norms": np.stack([moment.gradients.norms for moment in moments]),
        "gradient": np.stack([moment.colours.gradient for moment in moments]),
        "update_ratio": np.stack([moment.colours.update_ratio for moment in moments]),
    }
    for node_id in first.thumbnails.images:
        images = [moment.thumbnails.images[node_id] for moment in moments]
        arrays[f"image/{node_id}"] = np.stack([_in_bytes(image) for image in images])
        arrays[f"low/{node_id}"] = np.array([image.low for image in images], np.float32)
        arrays[f"high/{node_id}"] = np.array([image.high for image in images], np.float32)
        channels = [-1 if image.channel is None else image.channel for image in images]
        arrays[f"channel/{node_id}"] = np.array(channels, np.int32)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def read(path: Path) -> Recording | None:
    """Return the recording in a file; None where there is none, or none that can be read."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        node_ids, parameters = json.loads(arrays["about"].tobytes())
        by_node = [_of_kind(arrays, kind) for kind in _KINDS]
        return Recording(
            arrays["steps"],
            tuple(node_ids),
            tuple((node_id, name, bool(is_frozen)) for node_id, name, is_frozen in parameters),
            arrays["norms"],
            arrays["gradient"],
            arrays["update_ratio"],
            *by_node,
        )
    except _UNREADABLE:
        return None


_KINDS = ("image/", "low/", "high/", "channel/")


def _of_kind(arrays: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name.removeprefix(kind): values for name, values in arrays.items() if name.startswith(kind)}


def capacity(num_nodes: int, image_bytes: int) -> int:
    """Return how many moments fit; even, as `engine.runs.moments` wants it."""
    fits = MAX_BYTES // max(1, image_bytes + 64 * num_nodes)
    return max(LEAST_MOMENTS, min(MOST_MOMENTS, fits)) // 2 * 2


def _in_bytes(image: ThumbnailImage) -> Any:
    """Return a picture's values from 0 to 255, as they lie between its ends; what is not finite is 0."""
    span = image.high - image.low
    if not (math.isfinite(span) and span > 0):
        return np.zeros(image.values.shape, np.uint8)
    shares = np.nan_to_num((image.values - image.low) / span, nan=0.0, posinf=1.0, neginf=0.0)
    return np.rint(255 * shares.clip(0, 1)).astype(np.uint8)
