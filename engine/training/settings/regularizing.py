"""What keeps weights small and steps short."""

from __future__ import annotations

from engine.layers.params import Bool, Float
from engine.training.settings.group import SettingGroup

REGULARIZING = SettingGroup(
    "Regularization",
    (
        Float(
            name="weight_decay",
            default=0.0,
            minimum=0.0,
            maximum=10.0,
            doc="L2: the optimizer's weight_decay, which adds weight_decay × w to each gradient; AdamW shrinks the "
            "weights by it directly.",
        ),
        Float(
            name="l1",
            default=0.0,
            minimum=0.0,
            maximum=10.0,
            doc="L1: l1 × Σ|w| is added to what is made smaller. The loss is reported without it.",
        ),
        Bool(
            name="decay_all",
            default=True,
            doc="Whether L2 and L1 also hold for biases and normalization layers, as PyTorch does it; if not, these "
            "are spared.",
        ),
        Float(
            name="clip_norm",
            default=0.0,
            minimum=0.0,
            maximum=1e6,
            doc="Gradients longer than this, all taken together, are shortened to it before the step; 0 leaves them.",
        ),
    ),
)
