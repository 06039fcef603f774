"""Networks written down as code, for presets and tests: what is left out is inferred or chosen."""

from __future__ import annotations

from typing import Any

from engine.graph import edits
from engine.graph.assembly import assemble
from engine.graph.layout import layered
from engine.graph.model import Edge, Graph, Node
from engine.graph.names import TakenNames, free_name
from engine.layers import registry


class GraphBuilder:
    """Adds layers one behind the other.

    >>> net = GraphBuilder()
    >>> x = net.input((1, 32, 32))
    >>> x = net.add("Conv2d", x, name="conv1", out_channels=6, kernel_size=5)
    >>> graph = net.output(x)
    """

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._edges: set[Edge] = set()
        self._names = TakenNames()

    def input(self, shape: tuple[int, int, int], name: str = "input") -> str:
        """Begin with images of shape ``(C, H, W)`` and return the node's id."""
        return self.add("Input", name=name, shape=shape)

    def add(self, type_: str, *sources: str, name: str | None = None, **params: Any) -> str:
        """Add a layer behind its sources, given in the order of its inputs, and return the node's id."""
        name = name if name is not None else free_name(Graph(self._nodes), registry.get(type_))
        node_id = f"n{len(self._nodes)}"  # the same network has the same ids each time it is built
        # Of the whole network only the names matter here: with all of it at each step, building would be quadratic.
        part = Graph({source: self._nodes[source] for source in sources if source in self._nodes})
        part, node = edits.add_node(part, type_, name=name, params=params, node_id=node_id)
        for source in sources:
            part = edits.connect(part, source, node_id)
        self._names.add(name)
        self._nodes[node_id] = node
        self._edges |= part.edges
        return node_id

    def output(self, source: str, name: str = "output") -> Graph:
        """End the network behind a node and return it, laid out."""
        self.add("Output", source, name=name)
        return layered(assemble(self._nodes.values(), self._edges))
