"""What a pooling layer keeps of its input, and how little its output moves when the picture does."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.layers.spec import Category
from engine.probes.copying import copied, first_channels
from engine.probes.frames import FrameKey, PoolingFrame, Shift, ShiftFrame
from engine.probes.moment import Moment, Passage
from engine.probes.network import Network


def pooling_frame(moment: Moment, key: FrameKey) -> PoolingFrame | None:
    """Return a pooling layer's input and output, with the places of the maxima."""
    module = pooling_module(moment.network, key.node_id)
    passage = moment.passage(key.node_id)
    if module is None or passage is None:
        return None
    before, after = passage.inputs[0][0], passage.values
    maps = first_channels(before)
    winners = winning_places(module, before)
    return PoolingFrame(
        step=moment.step,
        before=copied(maps),
        after=copied(after[: len(maps)]),
        num_channels=len(after),
        winners=None if winners is None else winners[: len(maps)].to("cpu", torch.int32, copy=True).numpy(),
        kept_share=float("nan") if winners is None else kept_share(winners, before),
    )


def pooling_module(network: Network, node_id: str | None) -> nn.Module | None:
    """Return the module of a node that pools; None for any other."""
    node = network.nodes.get(node_id or "")
    return network.module_of(node_id) if node is not None and node.spec.category is Category.POOLING else None


def winning_places(module: nn.Module, before: Tensor) -> Tensor | None:
    """Return where in its map, ``y * W + x``, each maximum of ``(C, H, W)`` was found; None for other pooling."""
    with torch.no_grad():
        if isinstance(module, nn.MaxPool2d):
            return F.max_pool2d(
                before[None],
                module.kernel_size,
                module.stride,
                module.padding,
                module.dilation,
                ceil_mode=module.ceil_mode,
                return_indices=True,
            )[1][0]
        if isinstance(module, nn.AdaptiveMaxPool2d):
            return F.adaptive_max_pool2d(before[None], module.output_size, return_indices=True)[1][0]  # type: ignore[call-overload, no-any-return]
    return None


def kept_share(winners: Tensor, before: Tensor) -> float:
    """Return the share of a layer's input values that are the maximum of at least one window."""
    kept = torch.zeros(len(before), before[0].numel(), dtype=torch.bool, device=before.device)
    kept.scatter_(1, winners.flatten(1), True)
    return float(kept.float().mean())


def shift_frame(moment: Moment, key: FrameKey) -> ShiftFrame | None:
    """Return what a shift of the picture does to a node's input and output."""
    shift, passage = key.ask, moment.passage(key.node_id)
    if key.node_id is None or passage is None or not passage.inputs or not isinstance(shift, Shift):
        return None
    picture = moment.picture.values
    moved_picture = shifted(picture, shift)
    with torch.no_grad():
        moved: Passage = moment.pass_through(moved_picture)[key.node_id]
    return ShiftFrame(
        step=moment.step,
        shift=shift,
        before=copied(first_channels(passage.values)),
        after=copied(first_channels(moved.values)),
        input_change=change(passage.inputs[0], moved.inputs[0]),
        output_change=change(passage.output, moved.output),
        picture_change=change(picture, moved_picture),
    )


def shifted(images: Tensor, shift: Shift) -> Tensor:
    """Return images ``(N, C, H, W)`` moved to the right and down; what comes in repeats the edge."""
    height, width = images.shape[2:]
    rows = (torch.arange(height, device=images.device) - shift.dy).clamp(0, height - 1)
    columns = (torch.arange(width, device=images.device) - shift.dx).clamp(0, width - 1)
    return images[:, :, rows][:, :, :, columns]


def change(before: Tensor, after: Tensor) -> float:
    """Return ``‖after - before‖ / ‖before‖``; 0 where both are 0."""
    difference, size = torch.stack([(after - before).norm(), before.norm()]).tolist()
    return difference / size if size else float(bool(difference))
