"""The probes of a run: they make the frames that somebody waits for, and do nothing else."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Collection

from torch import Tensor, nn

from engine.compiling.compiler import compiled_nodes, output_nodes
from engine.graph.model import Graph, Node
from engine.layers.spec import Category
from engine.probes.frames import Frame, FrameKey, FrameKind
from engine.probes.gradients import gradient_frame, parameters_of
from engine.probes.maps import activation_frame, passages, pooling_frame
from engine.probes.sink import FrameSink

_GRADIENTS = FrameKey(FrameKind.GRADIENTS)


class Probes:
    """Looks into a compiled network, for a sink.

    A key that cannot be served (a node that does not lead to an Output, pooling of a node that does not pool) is
    passed over: the views may watch whatever is selected.

    Args:
        graph: what the module was compiled from.
        module: the network.
        image: the probe image, ``(1, C, H, W)``: the same one all along, so that a change is the network's.
        sink: asks for frames and gets them.
    """

    def __init__(self, graph: Graph, module: nn.Module, image: Tensor, sink: FrameSink) -> None:
        self._module = module
        self._image = image
        self._sink = sink
        nodes = compiled_nodes(graph)
        self._nodes = {node.id: node for node in nodes}
        self._output_ids = [node.id for node in output_nodes(graph)]
        self._parameters = parameters_of(module, [node for node in nodes if node.spec.module is not None])

    def after_backward(self, step: int) -> None:
        """Show the gradients of the step that is being taken, if they are wanted."""
        if self._sink.wants(_GRADIENTS):
            self._show_gradients(step)

    def after_step(self, step: int) -> None:
        """Show what the network makes of the probe image after this step, as far as it is wanted."""
        keys = [key for key in self._sink.watched if self._sink.wants(key)]
        self._show_maps(keys, step)

    def refresh(self, step: int) -> None:
        """Show everything that is watched as it is now, in place of what is still unread: the run is waiting."""
        if _GRADIENTS in self._sink.watched:
            self._show_gradients(step)
        self._show_maps(self._sink.watched, step)

    def _show_gradients(self, step: int) -> None:
        frame = gradient_frame(self._parameters, step)
        if frame is not None:
            self._sink.post_frame(_GRADIENTS, frame)

    def _show_maps(self, keys: Collection[FrameKey], step: int) -> None:
        wanted = [(key, node) for key in keys if (node := self._shown_node(key)) is not None]
        if not wanted:
            return
        names = {node.name for _, node in wanted if node.spec.module is not None}
        seen, scores = passages(self._module, self._image, names)
        ends = dict(zip(self._output_ids, scores, strict=True))
        for key, node in wanted:
            frame: Frame
            if key.kind is FrameKind.POOLING:
                frame = pooling_frame(seen[node.name], step)
            elif node.spec.module is not None:
                frame = activation_frame(seen[node.name].after, step)
            else:
                frame = activation_frame(ends.get(node.id, self._image[0]), step)
            self._sink.post_frame(key, frame)

    def _shown_node(self, key: FrameKey) -> Node | None:
        """Return the node whose maps a key asks for; None where there are none to show."""
        node = self._nodes.get(key.node_id or "")
        if node is None or key.kind is FrameKind.GRADIENTS:
            return None
        return None if key.kind is FrameKind.POOLING and node.spec.category is not Category.POOLING else node
