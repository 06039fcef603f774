"""Networks written down as code, for presets and tests: what is left out is inferred or chosen."""

from __future__ import annotations

from typing import Any

from engine.graph import edits
from engine.graph.layout import layered
from engine.graph.model import Graph


class GraphBuilder:
    """Adds layers one behind the other.

    >>> net = GraphBuilder()
    >>> x = net.input((1, 32, 32))
    >>> x = net.add("Conv2d", x, name="conv1", out_channels=6, kernel_size=5)
    >>> graph = net.output(x)
    """

    def __init__(self) -> None:
        self._graph = Graph()

    def input(self, shape: tuple[int, int, int], name: str = "input") -> str:
        """Begin with images of shape ``(C, H, W)`` and return the node's id."""
        return self.add("Input", name=name, shape=shape)

    def add(self, type_: str, *sources: str, name: str | None = None, **params: Any) -> str:
        """Add a layer behind its sources, given in the order of its inputs, and return the node's id."""
        node_id = f"n{len(self._graph.nodes)}"  # the same network has the same ids each time it is built
        self._graph, node = edits.add_node(self._graph, type_, name=name, params=params, node_id=node_id)
        for source in sources:
            self._graph = edits.connect(self._graph, source, node.id)
        return node.id

    def output(self, source: str, name: str = "output") -> Graph:
        """End the network behind a node and return it, laid out."""
        self.add("Output", source, name=name)
        return layered(self._graph)
