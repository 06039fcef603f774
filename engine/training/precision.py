"""With which numbers the network computes, and how its maps lie in memory."""
# ruff: noqa: TID253

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor, fx

from engine.training.config import TrainingConfig

_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


class Precision:
    """Applies the settings ``precision`` and ``channels_last``.

    Args:
        config: the run's.
        device: where the network is.
    """

    def __init__(self, config: TrainingConfig, device: torch.device) -> None:
        self._type = _TYPES.get(config.precision)
        self._device = device
        self._format = torch.channels_last if config.channels_last else None

    def computing(self) -> AbstractContextManager[object]:
        """Return the context of a forward pass and its loss; weights and their gradients stay in fp32."""
        if self._type is None:
            return nullcontext()
        return torch.autocast(self._device.type, self._type)

    def laid_out(self, module: fx.GraphModule) -> fx.GraphModule:
        """Return the network with its weights laid out in memory as asked."""
        return module if self._format is None else module.to(memory_format=self._format)

    def images(self, images: Tensor) -> Tensor:
        """Return images ``(B, C, H, W)`` laid out in memory as asked."""
        return images if self._format is None else images.contiguous(memory_format=self._format)
