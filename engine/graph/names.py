"""Node names: dotted paths that can be module paths, unique, and easy to guess."""

from __future__ import annotations

import re

from engine.errors import NodeNameError
from engine.graph.model import Graph
from engine.layers.spec import Category, LayerSpec

_PATH = re.compile(r"[A-Za-z_]\w*(\.\w+)*", re.ASCII)

RESERVED = frozenset(
    [
        "T_destination",
        "add_module",
        "apply",
        "bfloat16",
        "buffers",
        "call_super_init",
        "children",
        "code",
        "compile",
        "cpu",
        "cuda",
        "delete_submodule",
        "delete_all_unused_submodules",
        "double",
        "dump_patches",
        "eval",
        "extra_repr",
        "float",
        "forward",
        "get_buffer",
        "get_extra_state",
        "get_parameter",
        "get_submodule",
        "graph",
        "half",
        "ipu",
        "load_state_dict",
        "meta",
        "modules",
        "mtia",
        "named_buffers",
        "named_children",
        "named_modules",
        "named_parameters",
        "parameters",
        "print_readable",
        "recompile",
        "register_backward_hook",
        "register_buffer",
        "register_forward_hook",
        "register_forward_pre_hook",
        "register_full_backward_hook",
        "register_full_backward_pre_hook",
        "register_load_state_dict_post_hook",
        "register_load_state_dict_pre_hook",
        "register_module",
        "register_parameter",
        "register_state_dict_post_hook",
        "register_state_dict_pre_hook",
        "requires_grad_",
        "set_extra_state",
        "set_submodule",
        "share_memory",
        "state_dict",
        "to",
        "to_empty",
        "to_folder",
        "train",
        "training",
        "type",
        "xpu",
        "zero_grad",
        "add_submodule",
    ]
)
"""First parts that torch's modules use for themselves."""


def check_name(graph: Graph, name: str, node_id: str | None = None) -> None:
    """Check that a node may have this name; ``node_id`` is the node that has it now, if any.

    Raises:
        NodeNameError: it is no dotted path, is reserved by torch, is taken, or is the path of a group.
    """
    if not _PATH.fullmatch(name) or any(part.startswith("__") for part in name.split(".")):
        raise NodeNameError(
            f"'{name}' cannot be a node's name. Expected letters, digits and underscores, with dots between the "
            "parts, beginning with a letter: conv1, layer1.0.conv1."
        )
    if name.split(".")[0] in RESERVED:
        raise NodeNameError(f"'{name}' begins with a word that torch's modules use for themselves. Choose another.")
    for other in graph.nodes.values():
        if other.id == node_id:
            continue
        if other.name == name:
            raise NodeNameError(f"There is already a node named '{name}'. Choose another name.")
        if other.name.startswith(name + ".") or name.startswith(other.name + "."):
            raise NodeNameError(f"'{name}' and '{other.name}' cannot both be: one would be inside the other.")


def free_name(graph: Graph, spec: LayerSpec) -> str:
    """Return the first free automatic name: ``conv1``, ``conv2``; terminals begin without a number."""
    taken = {node.name.split(".")[0] for node in graph.nodes.values()}
    if spec.category is Category.TERMINAL and spec.stem not in taken:
        return spec.stem
    number = 2 if spec.category is Category.TERMINAL else 1
    while f"{spec.stem}{number}" in taken:
        number += 1
    return f"{spec.stem}{number}"
