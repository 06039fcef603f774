"""A node on PyTorch's three levels, as code and rows of name and value. No Qt."""

from __future__ import annotations

import math

from engine.probes.frames import AutogradLevel, ModuleLevel, SavedTensor, TensorLevel
from gui.plots.numbers import short

Row = tuple[str, str]


def module_text(level: ModuleLevel | None) -> str:
    """Return a layer as Python shows it, and the code of its forward pass."""
    if level is None:
        return "# The Input is no layer: the picture itself comes out of it."
    parameters = "".join(f"\n#   {name}: {_shape(shape)}" for name, shape in level.parameters)
    state = f"# parameters:{parameters}" if parameters else "# no parameters"
    forward = level.forward or "# Its forward pass is not written in Python."
    return f"# {level.class_path}\n{level.text}\n\n{state}\n\n{forward}"


def autograd_rows(level: AutogradLevel | None) -> list[Row]:
    """Return what autograd records of a layer."""
    if level is None:
        return [("grad_fn", "None: autograd records nothing here.")]
    following = ", ".join(name.removeprefix("torch::autograd::") for name in level.next_functions)
    rows = [("grad_fn", level.grad_fn), ("next_functions", following or "none")]
    rows += [("saved" if place == 0 else "", saved_text(saved)) for place, saved in enumerate(level.saved)]
    if not level.saved:
        rows.append(("saved", "nothing"))
    rows.append(("gradient out", f"‖∂loss/∂output‖ = {_norm(level.gradient_out)}, from behind"))
    for place, norm in enumerate(level.gradient_in):
        name = "input" if len(level.gradient_in) == 1 else f"input{place}"
        rows.append(("gradient in" if place == 0 else "", f"‖∂loss/∂{name}‖ = {_norm(norm)}, handed on"))
    return rows


def saved_text(saved: SavedTensor) -> str:
    """Return what is kept for the backward pass: ``input (1, 6, 14, 14) float32, 4,704 bytes``."""
    name = f"{saved.name} " if saved.name else ""
    return f"{name}{_shape(saved.shape)} {saved.dtype}, {saved.num_bytes:,} bytes"


def tensor_rows(level: TensorLevel) -> list[Row]:
    """Return the output as an array in memory."""
    contiguous = "contiguous" if level.is_contiguous else "not contiguous"
    return [
        ("shape", _shape(level.shape)),
        ("strides", f"{_shape(level.strides)}, {contiguous}"),
        ("dtype", level.dtype),
        ("device", level.device),
        ("memory", f"{level.num_bytes:,} bytes"),
        ("min, max", f"{short(level.low)}, {short(level.high)}"),
        ("mean, std", f"{short(level.mean)}, {short(level.std)}"),
        ("values", ", ".join(short(float(value)) for value in level.first_values) + ", …"),
    ]


def _shape(sizes: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


def _norm(value: float) -> str:
    return "not computed" if math.isnan(value) else short(value)
