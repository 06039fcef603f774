"""With which numbers the network computes, and how its maps lie in memory."""
# ruff: noqa: TID253

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor, fx
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.training import devices
from engine.training.config import TrainingConfig

_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


class Precision:
    """Applies the settings ``precision`` and ``channels_last``.

    Args:
        config: the run's.
        device: where the network is.

    Attributes:
        note: why the network computes in fp32 though the settings say otherwise; empty if it does not.
    """

    def __init__(self, config: TrainingConfig, device: torch.device) -> None:
        self._device = device
        self.note = why_not(config.precision, device)
        self._type = None if self.note else _TYPES.get(config.precision)
        self._format = torch.channels_last if config.channels_last else None

    @property
    def scales_loss(self) -> bool:
        """Whether gradients are so small in these numbers that the loss has to be scaled."""
        return self._type is torch.float16

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


def why_not(precision: str, device: torch.device) -> str:
    """Return why torch cannot compute with these numbers on a device, found by trying; nothing if it can."""
    kind = _TYPES.get(precision)
    if kind is None:
        return ""
    try:
        _try(kind, device)
    except Exception as error:  # noqa: BLE001 — each backend raises what it likes
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return (
            f"{precision} does not work on {devices.describe(device)}, so the network computes in fp32. torch says: "
            f"{said}"
        )
    return ""


def _try(kind: torch.dtype, device: torch.device) -> None:
    """Convolve and go back once; where torch only warns that it does without, that is a no as well."""
    maps = torch.zeros(1, 1, 4, 4, device=device, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with torch.autocast(device.type, kind):
            convolved = F.conv2d(maps, torch.zeros(1, 1, 3, 3, device=device))
        convolved.float().sum().backward()  # type: ignore[no-untyped-call]
        if kind is torch.float16:
            torch.amp.GradScaler(device.type)
