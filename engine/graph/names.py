"""Node names: dotted paths that can be module paths, unique, and easy to guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from keyword import iskeyword

from engine.errors import NodeNameError, shown
from engine.graph.model import Graph
from engine.layers.spec import Category, LayerSpec

_PATH = re.compile(r"[A-Za-z]\w*(\.([A-Za-z]\w*|\d+))*", re.ASCII)

MAX_LENGTH = 200
"""Letters in a name; the longest of torchvision's modules has 74."""

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
        "shape_env",
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
"""Attributes of ``nn.Module`` and ``fx.GraphModule``; those that begin with an underscore are no names anyway."""


def groups_of(name: str) -> Iterator[str]:
    """Yield the paths of the groups that a name lies in: ``a.b.c`` lies in ``a`` and ``a.b``."""
    for place, letter in enumerate(name):
        if letter == ".":
            yield name[:place]


def parent_of(name: str) -> str:
    """Return the path of the group right around a name: ``a.b`` for ``a.b.c``, nothing for ``a``."""
    return name.rpartition(".")[0]


def joined(*paths: str) -> str:
    """Return one path of several, of which some may be empty."""
    return ".".join(path for path in paths if path)


class TakenNames:
    """The names in use and the groups they lie in, so that many names can be checked in one pass."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = set(names)
        self._member = {group: name for name in self._names for group in groups_of(name)}

    def add(self, name: str) -> None:
        """Take a name.

        Raises:
            NodeNameError: it cannot be one, is taken, is a group, or lies inside a node.
        """
        self.check(name)
        self._names.add(name)
        self._member.update(dict.fromkeys(groups_of(name), name))

    def is_free(self, path: str) -> bool:
        """Whether a path is neither a node's name nor a group's; the groups that it lies in are not looked at."""
        return path not in self._names and path not in self._member

    def is_node(self, path: str) -> bool:
        """Whether a path is a node's name."""
        return path in self._names

    def check(self, name: str) -> None:
        """Check that `add` would succeed; raises what it would raise."""
        check_form(name)
        if name in self._names:
            raise NodeNameError(f"There is already a node named '{name}'. Choose another name.")
        other = self._member.get(name) or next((group for group in groups_of(name) if group in self._names), None)
        if other is not None:
            raise NodeNameError(f"'{name}' and '{other}' cannot both be: one would be inside the other.")


def check_form(name: str, what: str = "node") -> None:
    """Check that some node, or whatever else is called by a path, could have this name.

    Raises:
        NodeNameError: it is no dotted path, or Python or torch need one of its parts for themselves.
    """
    if not _PATH.fullmatch(name):
        raise NodeNameError(
            f"{shown(name)} cannot be a {what}'s name. Expected letters, digits and underscores, with dots between the "
            "parts, beginning with a letter: conv1, layer1.0.conv1."
        )
    if len(name) > MAX_LENGTH:
        raise NodeNameError(
            f"{shown(name)} is too long for a {what}'s name. Shorten it to {MAX_LENGTH} letters or less."
        )
    for part in name.split("."):
        if part in RESERVED:
            raise NodeNameError(
                f"'{name}' cannot be a {what}'s name: '{part}' is a word that torch's modules use for themselves. "
                "Choose another."
            )
        if iskeyword(part):
            raise NodeNameError(
                f"'{name}' cannot be a {what}'s name: '{part}' is a word of the Python language. Choose another."
            )


def check_name(graph: Graph, name: str, node_id: str | None = None) -> None:
    """Check that a node may have this name; ``node_id`` is the node that has it now, if any.

    Raises:
        NodeNameError: see `TakenNames.add`.
    """
    TakenNames(node.name for node in graph.nodes.values() if node.id != node_id).check(name)


def free_name(graph: Graph, spec: LayerSpec) -> str:
    """Return the first free automatic name: ``conv1``, ``conv2``; terminals begin without a number."""
    taken = {node.name.split(".")[0] for node in graph.nodes.values()}
    if spec.category is Category.TERMINAL and spec.stem not in taken:
        return spec.stem
    number = 2 if spec.category is Category.TERMINAL else 1
    while f"{spec.stem}{number}" in taken:
        number += 1
    return f"{spec.stem}{number}"
