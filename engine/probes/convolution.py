"""How a convolution comes by one value: the patch under the kernel, the kernel, the bias."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.probes.copying import copied
from engine.probes.frames import ConvolutionFrame, Filters, FiltersFrame, FrameKey, Unit
from engine.probes.frames.maps import MAX_VALUES
from engine.probes.moment import Moment


def convolution_frame(moment: Moment, key: FrameKey) -> ConvolutionFrame | None:
    """Return one value of a convolution's output in numbers."""
    module, unit, passage = moment.network.module_of(key.node_id), key.ask, moment.passage(key.node_id)
    if not isinstance(module, nn.Conv2d) or not isinstance(unit, Unit) or passage is None:
        return None
    source, output = passage.inputs[0][0], passage.values
    if not _is_in(unit, output):
        return None
    first = unit.channel // (module.out_channels // module.groups) * (module.in_channels // module.groups)
    seen = padded(module, source)[first : first + module.in_channels // module.groups]
    left, _, top, _ = module._reversed_padding_repeated_twice
    rows = _places(unit.y, module, 0)
    columns = _places(unit.x, module, 1)
    return ConvolutionFrame(
        step=moment.step,
        unit=unit,
        patch=copied(seen[:, rows][:, :, columns]),
        kernel=copied(module.weight[unit.channel]),
        rows=tuple(row - top for row in rows),
        columns=tuple(column - left for column in columns),
        first_channel=first,
        bias=0.0 if module.bias is None else float(module.bias[unit.channel].detach()),
        value=float(output[unit.channel, unit.y, unit.x]),
        input_shape=tuple(source.shape),
        output_shape=tuple(output.shape),
    )


def padded(module: nn.Conv2d, maps: Tensor) -> Tensor:
    """Return a convolution's input ``(C, H, W)`` with the padding that it puts around it."""
    mode = "constant" if module.padding_mode == "zeros" else module.padding_mode
    return F.pad(maps[None], module._reversed_padding_repeated_twice, mode=mode)[0]


def _places(place: int, module: nn.Conv2d, axis: int) -> list[int]:
    """Return the rows or columns of the padded input that a unit in this row or column of the output sees."""
    begin = place * module.stride[axis]
    return [begin + number * module.dilation[axis] for number in range(module.kernel_size[axis])]


def _is_in(unit: Unit, output: Tensor) -> bool:
    place = (unit.channel, unit.y, unit.x)
    return all(0 <= number < size for number, size in zip(place, output.shape, strict=True))


def filters_frame(moment: Moment, key: FrameKey) -> FiltersFrame | None:
    """Return a convolution's kernels."""
    module, ask = moment.network.module_of(key.node_id), key.ask if key.ask is not None else Filters()
    if key.node_id is None or not isinstance(module, nn.Conv2d) or not isinstance(ask, Filters) or ask.first < 0:
        return None
    weight = module.weight.detach()
    most = max(1, MAX_VALUES // weight[0].numel())
    low, high = torch.stack(torch.aminmax(weight)).tolist()
    sees_picture = moment.network.source_of(key.node_id) == moment.network.input_id
    return FiltersFrame(
        step=moment.step,
        first=ask.first,
        kernels=copied(weight[ask.first : ask.first + min(ask.count, most)]),
        num_filters=len(weight),
        is_colour=sees_picture and weight.shape[1] == 3,
        low=low,
        high=high,
    )
