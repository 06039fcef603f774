"""Seeing what passes through single nodes of a compiled network, and which node an error came from."""
# ruff: noqa: TID253

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

Observer: TypeAlias = Callable[[str, tuple[Tensor, ...], Tensor], None]
"""Called with a node's name, its inputs and its output, all with the batch axis."""


@contextmanager
def observing(module: nn.Module, names: Iterable[str], observer: Observer) -> Iterator[None]:
    """Call ``observer`` whenever one of the named submodules has run; the hooks are gone afterwards."""

    def report(name: str, _: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        observer(name, inputs, output)

    handles: list[RemovableHandle] = []
    try:
        for name in names:
            handles.append(module.get_submodule(name).register_forward_hook(partial(report, name)))
        yield
    finally:
        for handle in handles:
            handle.remove()


def raised_in(error: BaseException, module: nn.Module, names: Iterable[str]) -> str | None:
    """Return the named submodule in whose forward pass an error was raised; None where it was in none of them."""
    owners = {id(module.get_submodule(name)): name for name in names}
    for frame, _ in traceback.walk_tb(error.__traceback__):
        name = owners.get(id(frame.f_locals.get("self")))
        if name is not None:
            return name
    return None
