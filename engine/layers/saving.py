"""Rules for what autograd keeps of each layer. torch's ``saved_tensors_hooks`` is their oracle in the tests.

Each takes a layer's parameters, its input shapes and its output shape (without N), and for each input whether a
gradient flows back to it; where none flows to any and nothing is learned, autograd keeps nothing and no rule is asked.
"""

from __future__ import annotations

from math import prod

from engine.layers.saved import Saved
from engine.layers.spec import Params, Shape

_VIEW = Saved(view_of=0)
_ITS_INPUT = Saved(inputs=(0,))
_ITS_OUTPUT = Saved(output=True)


def view(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The output is the input's memory, read in another shape or as it is."""
    return _VIEW


def its_input(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The first input: what weights multiply, and what most activations' slopes depend on."""
    return _ITS_INPUT


def its_output(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """Activations whose slope follows from what came out: ``tanh' = 1 − tanh²``."""
    return _ITS_OUTPUT


def convolution(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input; other padding than zeros makes a padded copy, and its gradient mostly keeps the input as well."""
    mode, padding = params["padding_mode"], params["padding"]
    if mode == "zeros":
        return _ITS_INPUT
    assert isinstance(padding, tuple)
    channels, height, width = inputs[0]
    padded = channels * (height + 2 * padding[0]) * (width + 2 * padding[1])
    keeps_input = mode != "circular" and needs_grad[0]
    return Saved(inputs=(0,) if keeps_input else (), values=padded)


def max_pooling(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input, and for each output value where in it the largest was found."""
    return Saved(inputs=(0,), indices=prod(output))


def adaptive_average(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input; for one value per map torch takes a plain mean, which keeps nothing."""
    return Saved() if output[1:] == (1, 1) else _ITS_INPUT


def batch_norm(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input, and for each channel the batch's mean and 1 / standard deviation."""
    return Saved(inputs=(0,), statistics=2 * output[0])


def local_response(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input; its squares with ``size − 1`` more channels of padding; the sums before and after the power."""
    size = params["size"]
    assert isinstance(size, int)
    padding = (size - 1) * prod(output[1:])
    return Saved(inputs=(0,), values=3 * prod(output) + padding)


def dropout(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The mask of what stays: a byte per value on a GPU (on the CPU torch makes it of numbers)."""
    if params["p"] == 0:
        return _VIEW
    return Saved(statistics=1) if params["p"] == 1 else Saved(masks=prod(output))


def group_norm(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input, and the mean and 1 / standard deviation of each group of each image."""
    groups = params["num_groups"]
    assert isinstance(groups, int)
    return Saved(inputs=(0,), values=2 * groups)


def layer_norm(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input, and each image's mean and 1 / standard deviation."""
    return Saved(inputs=(0,), values=2)


def instance_norm(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """The input, mean and 1 / standard deviation of each map, and each image's copy of the scales."""
    return Saved(inputs=(0,), values=(3 if params["affine"] else 2) * output[0])


def stochastic_depth(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """What chance decided: one number per image, or one for the batch."""
    if params["p"] == 0:
        return _VIEW
    return Saved(values=1) if params["mode"] == "row" else Saved(statistics=1)


def product(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """Each factor, for the slope of the other; of three factors also the product of the first two, and so on."""
    kept, values = set(), 0
    shape, needs = inputs[0], needs_grad[0]
    for place in range(1, len(inputs)):
        if needs:
            kept.add(place)
        if needs_grad[place] and place == 1:
            kept.add(0)
        elif needs_grad[place]:
            values += prod(shape)
        shape = tuple(max(sizes) for sizes in zip(shape, inputs[place], strict=True))
        needs = needs or needs_grad[place]
    return Saved(inputs=tuple(sorted(kept)), values=values)
