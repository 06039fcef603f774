"""From a recording back to the moments that it was made of, so that a run that goes on adds to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.probes.frames import ColoursFrame, GradientFrame, ThumbnailsFrame
from engine.probes.impressions import Impression
from engine.runs.recording import Recording


def revived(kept: Recording) -> Iterator[Impression]:
    """Yield the moments of a recording, the oldest first."""
    unknown = np.full(len(kept.node_ids), np.nan, np.float32)
    for moment, step in enumerate(kept.steps.tolist()):
        gradients = GradientFrame(
            step=step,
            node_ids=tuple(node_id for node_id, _, _ in kept.parameters),
            parameters=tuple(name for _, name, _ in kept.parameters),
            norms=kept.norms[moment],
            frozen=tuple(is_frozen for _, _, is_frozen in kept.parameters),
        )
        colours = ColoursFrame(
            step=step,
            node_ids=kept.node_ids,
            gradient=kept.gradient[moment],
            update_ratio=kept.update_ratio[moment],
            dead_share=unknown,
            zero_share=unknown,
            spread=unknown,
            edge_gradient=unknown,
        )
        images = {node_id: kept.image(node_id, moment) for node_id in kept.images}
        yield Impression(gradients, colours, ThumbnailsFrame(step, images))
