"""One node on PyTorch's three levels of abstraction: Module, autograd, Tensor."""
# ruff: noqa: TID253

from __future__ import annotations

import inspect
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks

from engine.probes.copying import copied
from engine.probes.frames import AutogradLevel, FrameKey, LevelsFrame, ModuleLevel, SavedTensor, TensorLevel
from engine.probes.gradients import histogram
from engine.probes.moment import Moment, Passage

FIRST_VALUES = 16
BINS = 48


def levels_frame(moment: Moment, key: FrameKey) -> LevelsFrame | None:
    """Return a node as Module, as autograd records it, and its output as Tensor; for the watched picture."""
    passage = moment.passage(key.node_id)
    if passage is None or key.node_id is None:
        return None
    module = moment.network.module_of(key.node_id)
    return LevelsFrame(
        step=moment.step,
        module=None if module is None else module_level(module),
        autograd=None if module is None else _autograd_level(moment, key.node_id, module, passage),
        tensor=tensor_level(passage.output),
    )


def module_level(module: nn.Module) -> ModuleLevel:
    """Return a layer with its state."""
    kind = type(module)
    return ModuleLevel(
        text=str(module),
        class_path=f"{kind.__module__}.{kind.__qualname__}",
        forward=_source(kind.forward),
        parameters=tuple((name, tuple(value.shape)) for name, value in module.named_parameters()),
    )


def _source(function: Callable[..., object]) -> str:
    try:
        return inspect.cleandoc(f"\n{inspect.getsource(function)}")
    except (OSError, TypeError):  # written in C, or the source was not installed
        return ""


def _autograd_level(moment: Moment, node_id: str, module: nn.Module, passage: Passage) -> AutogradLevel | None:
    """Run the layer once more, alone, and see what autograd records and keeps."""
    kept: list[Tensor] = []

    def keep(tensor: Tensor) -> Tensor:
        kept.append(tensor)
        return tensor

    def give_back(tensor: Tensor) -> Tensor:
        return tensor

    with torch.enable_grad(), moment.network.evaluating():
        inputs = [source.detach().clone().requires_grad_(source.is_floating_point()) for source in passage.inputs]
        with saved_tensors_hooks(keep, give_back):
            output: Tensor = module(*inputs)
        if output.grad_fn is None:
            return None
        saved = _saved(kept, module, inputs, output)
        flow = moment.backward.gradients.get(node_id)
        handed_on = torch.autograd.grad(output, inputs, flow, allow_unused=True) if flow is not None else ()
    return AutogradLevel(
        grad_fn=output.grad_fn.name(),
        next_functions=tuple(function.name() for function, _ in output.grad_fn.next_functions if function is not None),
        saved=saved,
        gradient_out=_norm(flow),
        gradient_in=tuple(_norm(gradient) for gradient in handed_on) or (float("nan"),) * len(inputs),
    )


def _saved(kept: list[Tensor], module: nn.Module, inputs: list[Tensor], output: Tensor) -> tuple[SavedTensor, ...]:
    """Return the tensors that were kept, each memory once."""
    names = {_memory(output): "output"}
    names |= {_memory(source): "input" for source in inputs}
    names |= {_memory(value): name for name, value in [*module.named_buffers(), *module.named_parameters()]}
    once = {_memory(tensor): tensor for tensor in kept}
    return tuple(
        SavedTensor(tuple(tensor.shape), str(tensor.dtype).removeprefix("torch."), tensor.nbytes, names.get(place, ""))
        for place, tensor in once.items()
    )


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _norm(gradient: Tensor | None) -> float:
    return float("nan") if gradient is None else float(gradient.norm())


def tensor_level(tensor: Tensor) -> TensorLevel:
    """Return a tensor as an array with a device."""
    values = tensor.detach().float()
    low, high = torch.aminmax(values)
    figures = torch.stack([low, high, values.mean(), values.std(correction=0)]).tolist()
    edges, counts = histogram(values, BINS)
    return TensorLevel(
        shape=tuple(tensor.shape),
        strides=tensor.stride(),
        dtype=str(tensor.dtype),
        device=str(tensor.device),
        num_bytes=tensor.nbytes,
        is_contiguous=tensor.is_contiguous(),
        low=figures[0],
        high=figures[1],
        mean=figures[2],
        std=figures[3],
        edges=edges,
        counts=counts,
        first_values=copied(values.flatten()[:FIRST_VALUES]),
    )
