"""From any image to what a network gets: its size, its channels, its mean and spread; and back, to be looked at."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.data.fitting import fit, with_channels
from engine.layers.spec import Shape


@dataclass(frozen=True, eq=False)
class Preparation:
    """How the images of a data set become inputs; a picture from elsewhere is treated alike.

    Attributes:
        shape: of the input, ``(C, H, W)``.
        mean, std: taken to 0 and 1; single values, or one per channel.
        resize: how what has other proportions is fitted; see `engine.data.fitting.fit`.
    """

    shape: Shape
    mean: Tensor
    std: Tensor
    resize: str = "crop"

    def of_picture(self, picture: Tensor) -> Tensor:
        """Return one picture as the network gets those of the data set: fitted into the input, normalised.

        Args:
            picture: ``(1, H, W)`` grey or ``(3, H, W)``, in [0, 1], of any size.

        Returns:
            ``(C, H, W)``. An input of other than 1 or 3 channels gets a colour picture's grey in each.
        """
        channels = self.shape[0]
        images = picture[None] if channels in (1, 3) else with_channels(picture[None], 1)
        return self._normalised(fit(images, self.shape, self.resize))[0]

    def shown(self, values: Tensor) -> Tensor:
        """Return inputs ``(N, C, H, W)`` as they were before normalization: ``(N, H, W, 3)``, uint8."""
        raw = values.to("cpu", torch.float32) * self._column(self.std) + self._column(self.mean)
        colours = raw if raw.shape[1] == 3 else raw[:, :1].expand(-1, 3, -1, -1)
        return (colours.clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()

    def _normalised(self, images: Tensor) -> Tensor:
        return (images - self._column(self.mean)) / self._column(self.std)

    @staticmethod
    def _column(values: Tensor) -> Tensor:
        return values.to("cpu", torch.float32).reshape(-1, 1, 1)
