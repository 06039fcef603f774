"""Finding nodes by what a person remembers of them: name, type, shape (``7×7``) or a parameter (``stride 2``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from engine.analysis.inference import Inference, NodeFacts
from engine.graph.common_params import value_in_force
from engine.graph.model import Node
from engine.layers.params import Param, Value
from engine.layers.spec import Shape

Term: TypeAlias = Callable[[Node, NodeFacts], bool]
"""One thing asked of a node; a node is found if it meets all."""

_SIZES = re.compile(r"(?<!\w)\d+(?:\s*[x×*]\s*\d+)+(?!\w)", re.IGNORECASE)
"""Sizes by themselves, however a person writes the sign; not those in a name such as ``branch7x7``."""

_TIMES = re.compile(r"\s*[x×*]\s*", re.IGNORECASE)
_EQUALS = re.compile(r"\s*(?:==?|:)\s*")
_SHAPE = re.compile(r"\d+(?:×\d+)+")
_WORDS = {"true": "yes", "false": "no"}


def find(inference: Inference, query: str) -> tuple[str, ...]:
    """Return the ids of the nodes that a query means, in network order; an empty query means none.

    Words are separated by spaces and all have to be met:

    - ``conv``: part of the name, the type or a parameter's name, or the whole value of a parameter;
    - ``7×7``, ``7 x 7``, ``16x5x5``: sizes of the output that follow one another;
    - ``kernel_size=5``, ``kernel_size 5``, ``stride 2``, ``bias=no``: a parameter and its value. The beginning of
      its name is enough: ``kernel=5``.
    """
    graph = inference.graph
    names = {param.name for node in graph.nodes.values() for param in node.spec.params}
    terms = tuple(_terms(query, names))
    if not terms:
        return ()
    on_cycles = (node_id for node_id in graph.nodes if any(node_id in cycle for cycle in inference.wiring.cycles))
    return tuple(
        node_id
        for node_id in (*inference.order, *on_cycles)
        if all(term(graph.nodes[node_id], inference.nodes[node_id]) for term in terms)
    )


def _terms(query: str, param_names: set[str]) -> Iterator[Term]:
    sizes_joined = _SIZES.sub(lambda sizes: _TIMES.sub("×", sizes.group()), query)
    words = _EQUALS.sub("=", sizes_joined).split()
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if not equals and words and _is_value(words[0]) and name.lower() in _beginnings(param_names):
            value, equals = words.pop(0), "="
        if equals:
            yield _has_param(name.lower(), value.lower())
        elif _SHAPE.fullmatch(word):
            yield _has_sizes(tuple(map(int, word.split("×"))))
        else:
            yield _has_text(word.lower())


def _is_value(word: str) -> bool:
    """Whether a word behind a parameter's name is its value rather than a word of its own."""
    return word[0].isdigit() or word[0] in "-." or word.lower() in {"yes", "no", *_WORDS}


def _beginnings(names: set[str]) -> set[str]:
    """Return the names and the first words of those with several: ``kernel`` for ``kernel_size``."""
    return names | {name.partition("_")[0] for name in names}


def _has_sizes(sizes: Shape) -> Term:
    def matches(node: Node, facts: NodeFacts) -> bool:
        shape = facts.output or ()
        return any(shape[start : start + len(sizes)] == sizes for start in range(len(shape)))

    return matches


def _has_text(text: str) -> Term:
    def matches(node: Node, facts: NodeFacts) -> bool:
        if text in node.name.lower() or text in node.type.lower():
            return True
        return any(text in param.name or text == param.text(node.params[param.name]) for param in node.spec.params)

    return matches


def _has_param(name: str, text: str) -> Term:
    def matches(node: Node, facts: NodeFacts) -> bool:
        return any(
            param.name.startswith(name) and _is_written(param, value_in_force(node, param.name), text)
            for param in node.spec.params
        )

    return matches


def _is_written(param: Param, value: Value, text: str) -> bool:
    """Whether a person could mean a value by this text: ``5`` and ``5×5`` both mean the pair (5, 5).

    An empty text means any value: the person has yet to type it.
    """
    text = _WORDS.get(text, text)
    if not text:
        return True
    if isinstance(value, tuple):
        numbers = "×".join(map(str, value))
        return text == numbers or (len(set(value)) == 1 and text == str(value[0]))
    if isinstance(value, float):
        return _is_number(text) and float(text) == value
    return text == param.text(value).lower()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
