"""Receptive fields against the papers' figures, and against where a real gradient of each unit reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

import presets  # noqa: F401 - fills the registry
from engine.analysis.analysis import Analysis, analyse
from engine.analysis.axis_field import AxisField
from engine.analysis.receptive_field import Field
from engine.analysis.support import Box, Patch, patch, support
from engine.compiling.compiler import compile_graph, compiled_nodes
from engine.compiling.observing import observing
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.layers.reach import places
from engine.layers.spec import Category, Shape
from presets.registry import Preset, all_presets
from tests import graphs
from tests.autograd import everywhere_alive, linearized
from tests.networks import lenet
from tests.working_graphs import working_graphs

Mask = npt.NDArray[np.bool_]


def field(graph: Graph, name: str) -> Field | None:
    return analyse(graph).fields[graph.by_name[name].id]


def square(start: int, size: int, jump: int, count: int) -> Field:
    axis = AxisField(start, size, jump, count)
    return Field(axis, axis)


class Gradients:
    """A compiled network whose activations let every gradient through, for asking where one reaches."""

    def __init__(self, graph: Graph, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self._graph = graph
        module = compile_graph(graph).double().eval()
        first, *nodes = compiled_nodes(graph)
        self.node_ids = [first.id, *(node.id for node in nodes)]
        layers = [node for node in nodes if node.spec.module is not None]
        for node in layers:
            layer = everywhere_alive(linearized(module.get_submodule(node.name)))
            if node.spec.category is Category.ACTIVATION and node.spec.reach is None:
                layer = nn.Identity()  # neither dead nor saturated
            module.set_submodule(node.name, layer)
        shape = analyse(graph).inference.nodes[first.id].output
        assert shape is not None
        self._image = torch.rand(1, *shape, dtype=torch.float64, requires_grad=True)
        self._outputs: dict[str, Tensor] = {first.name: self._image}
        names = [node.name for node in layers]
        with observing(module, names, lambda name, _, output: self._outputs.update({name: output})):
            module(self._image)
        for end in (node for node in nodes if not node.spec.has_output):
            (edge,) = graph.inputs(end.id)
            self._outputs[end.name] = self._outputs[graph.nodes[edge.source].name]

    def support(self, node_id: str, unit: tuple[int, ...]) -> Mask:
        """Return the pixels whose change would change the unit."""
        values = self._outputs[self._graph.nodes[node_id].name][0]
        at_unit = values[(slice(None), *unit)] if values.ndim > 1 else values[unit]
        score = (at_unit * torch.randn_like(at_unit)).sum()
        (gradient,) = torch.autograd.grad(score, self._image, retain_graph=True, allow_unused=True)
        if gradient is None:
            return np.zeros(self._image.shape[2:], np.bool_)
        reached: Mask = (gradient[0] != 0).any(0).numpy()
        return reached


def some_units(shape: Shape) -> set[tuple[int, ...]]:
    """Return the first, the last and a middle unit."""
    sizes = places(shape)
    return {tuple(0 for _ in sizes), tuple(size - 1 for size in sizes), tuple(size // 2 for size in sizes)}


MAX_NODES = 8
"""Nodes of a preset whose gradients are asked for, spread over its depth."""


def narrowed(graph: Graph, factor: int = 16) -> Graph:
    """Return the network with a fraction of its channels: the places that it looks at are the same."""
    nodes = {}
    for node in graph.nodes.values():
        params = dict(node.params)
        for name in ("out_channels", "out_features", "num_groups"):
            if name in params:
                params[name] = max(2, params[name] // factor)
        nodes[node.id] = replace(node, params=params)
    return replace(graph, nodes=nodes)


def check(analysis: Analysis, gradients: Gradients, node_id: str, unit: tuple[int, ...]) -> None:
    """Hold what is said of a unit against its gradient."""
    reached = gradients.support(node_id, unit)
    seen = support(analysis.inference, node_id, unit)
    assert np.array_equal(seen, reached), (analysis.inference.graph.nodes[node_id].name, unit)
    boxes = patch(analysis.inference, analysis.fields, node_id, unit)
    assert boxes.seen == _box(reached)
    if boxes.field is not None and boxes.seen is not None:
        assert boxes.field.y0 <= boxes.seen.y0 < boxes.seen.y1 <= boxes.field.y1
        assert boxes.field.x0 <= boxes.seen.x0 < boxes.seen.x1 <= boxes.field.x1


def _box(reached: Mask) -> Box | None:
    if not reached.any():
        return None
    rows, columns = np.nonzero(reached)
    return Box(int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1)


class TestGradients:
    def test_every_unit_of_lenet(self) -> None:
        graph = lenet()
        analysis, gradients = analyse(graph), Gradients(graph)
        for name in ("conv1", "pool1", "conv2", "pool2"):
            node_id = graph.by_name[name].id
            _, height, width = analysis.inference.nodes[node_id].output or ()
            for y in range(0, height, 3):
                for x in range(0, width, 3):
                    check(analysis, gradients, node_id, (y, x))

    @pytest.mark.parametrize("preset", all_presets(), ids=lambda preset: preset.name)
    def test_nodes_of_a_preset(self, preset: Preset) -> None:
        size = None if preset.input_size is None else max(preset.min_input_size, min(preset.input_size, 64))
        graph = narrowed(preset.build(input_size=size))
        analysis, gradients = analyse(graph), Gradients(graph)
        step = max(1, len(gradients.node_ids) // MAX_NODES)
        for node_id in gradients.node_ids[::-step]:
            for unit in some_units(analysis.inference.nodes[node_id].output or ()):
                check(analysis, gradients, node_id, unit)

    @given(working_graphs(), st.data())
    @settings(max_examples=100)
    def test_random_networks(self, graph: Graph, data: st.DataObject) -> None:
        analysis, gradients = analyse(graph), Gradients(graph, data.draw(st.integers(0, 9)))
        for node_id in gradients.node_ids:
            sizes = places(analysis.inference.nodes[node_id].output or ())
            unit = tuple(data.draw(st.integers(0, size - 1)) for size in sizes)
            check(analysis, gradients, node_id, unit)


UP: dict[str, tuple[str, dict[str, object]]] = {
    **{mode: ("Upsample", {"scale_factor": 2, "mode": mode}) for mode in ("nearest", "bilinear", "bicubic")},
    "transposed": ("ConvTranspose2d", {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}),
    "shares": ("AdaptiveAvgPool2d", {"output_size": (9, 13)}),
}


def encoder_decoder(pad: int, up: str = "nearest") -> Graph:
    """Return a network that halves its maps, doubles them and, where they are as large as before, joins the two."""
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, 40, 40)), name="conv", out_channels=2, padding=pad)
    y = net.add("AvgPool2d", x, name="down", kernel_size=2)
    y = net.add("Conv2d", y, name="below", out_channels=2, padding=pad)
    type_, params = UP[up]
    y = net.add(type_, y, name="up", **params)
    y = net.add("Concat", x, y, name="joined") if pad else y
    y = net.add("Conv2d", y, name="after", out_channels=2, padding=pad)
    return net.output(net.add("Conv2d", y, name="last", out_channels=1, stride=3, kernel_size=2))


class TestFigures:
    def test_three_small_windows_see_as_much_as_one_large(self) -> None:
        """VGG's argument: 7 × 7 from three layers of 3 × 3."""
        graph = graphs.chain(*[("Conv2d", {"padding": 1})] * 3)
        assert field(graph, "conv3") == square(-3, 7, 1, 32)

    def test_lenet(self) -> None:
        sizes = {name: field(lenet(), name) for name in ("conv1", "pool1", "conv2", "pool2", "fc1")}
        assert sizes == {
            "conv1": square(0, 5, 1, 28),
            "pool1": square(0, 6, 2, 14),
            "conv2": square(0, 14, 2, 10),
            "pool2": square(0, 16, 4, 5),
            "fc1": Field(AxisField(0, 32, 0, 5), AxisField(0, 32, 0, 5), is_placed=False),
        }

    def test_dilation_pooling_and_both_axes(self) -> None:
        graph = graphs.chain(
            ("Conv2d", {"kernel_size": (3, 5), "dilation": (2, 1), "stride": (1, 2), "padding": (2, 0)}),
            ("MaxPool2d", {"kernel_size": 3, "stride": 2, "padding": 1}),
        )
        assert field(graph, "conv1") == Field(AxisField(-2, 5, 1, 32), AxisField(0, 5, 2, 14))
        assert field(graph, "pool1") == Field(AxisField(-3, 7, 2, 16), AxisField(-2, 9, 4, 7))

    def test_the_centre_of_a_symmetric_window_is_its_pixel(self) -> None:
        graph = graphs.chain(("Conv2d", {"kernel_size": 7, "stride": 2, "padding": 3}))
        found = field(graph, "conv1")
        assert found is not None
        assert found.y.centre == 0.0
        assert (found.size_text, found.jump_text) == ("7 × 7", "2")

    def test_branches_are_united_and_marked_where_they_meet(self) -> None:
        net = GraphBuilder()
        x = net.input((1, 16, 16))
        wide = net.add("Conv2d", x, name="wide", kernel_size=5, padding=2, out_channels=1)
        graph = net.output(net.add("ReLU", net.add("Add", wide, x, name="add"), name="relu"))
        assert field(graph, "add") == Field(AxisField(-2, 5, 1, 16), AxisField(-2, 5, 1, 16), differs=True)
        assert field(graph, "relu") == square(-2, 5, 1, 16)

    def test_a_union_covers_branches_that_lie_apart(self) -> None:
        """What two branches of 1 × 5 and 5 × 1 see is a cross; its hull is 5 × 5."""
        net = GraphBuilder()
        x = net.input((1, 16, 16))
        flat = net.add("Conv2d", x, name="flat", kernel_size=(1, 5), padding=(0, 2), out_channels=1)
        tall = net.add("Conv2d", x, name="tall", kernel_size=(5, 1), padding=(2, 0), out_channels=1)
        graph = net.output(net.add("Add", flat, tall, name="add"))
        analysis, node_id = analyse(graph), graph.by_name["add"].id
        assert analysis.fields[node_id] == Field(AxisField(-2, 5, 1, 16), AxisField(-2, 5, 1, 16), differs=True)
        assert support(analysis.inference, node_id, (8, 8)).sum() == 9
        assert patch(analysis.inference, analysis.fields, node_id, (0, 8)).seen == Box(0, 6, 3, 11)

    def test_unequal_shares_differ_from_unit_to_unit(self) -> None:
        """32 rows among 5: shares of 7 and 8, which overlap by one, 6.4 rows apart."""
        graph = graphs.chain(("AdaptiveAvgPool2d", {"output_size": 5}), ("ReLU", {}))
        found = field(graph, "relu1")
        assert found is not None
        assert (found.size_text, found.jump_text, found.varies) == ("8 × 8", "6.4", True)
        assert [found.y.span(index) for index in range(5)] == [(0, 7), (6, 13), (12, 20), (19, 26), (25, 32)]
        analysis = analyse(graph)
        node_id = graph.by_name["avgpool1"].id
        assert patch(analysis.inference, analysis.fields, node_id, (1, 0)) == Patch(Box(6, 0, 13, 7), Box(6, 0, 13, 7))

    def test_maps_side_by_side_have_no_formula(self) -> None:
        net = GraphBuilder()
        x = net.input((1, 8, 8))
        graph = net.output(net.add("Concat", x, x, name="concat", dim=2))
        assert field(graph, "concat") is None

    def test_a_gate_that_sees_the_whole_image(self) -> None:
        """Squeeze-and-Excitation (Hu et al. 2018): what a value is multiplied by depends on every pixel."""
        net = GraphBuilder()
        x = net.add("Conv2d", net.input((1, 16, 16)), name="conv", out_channels=2)
        graph = net.output(net.add("Mul", x, net.add("AdaptiveAvgPool2d", x, name="gap", output_size=1), name="mul"))
        axis = AxisField(0, 16, 0, 14)
        found = field(graph, "mul")
        assert found is not None
        assert (found.y.start, found.y.size, found.y.jump, found.differs) == (axis.start, axis.size, axis.jump, True)


class TestEnlarging:
    def test_a_transposed_convolution_divides_the_jump(self) -> None:
        """Windows of 2 every 2 do not overlap: two neighbours see the same unit of the map before."""
        graph = graphs.chain(
            ("Conv2d", {"kernel_size": 3, "stride": 4}), ("ConvTranspose2d", {"kernel_size": 2, "stride": 2})
        )
        found = field(graph, "deconv1")
        assert found is not None
        assert (found.size_text, found.jump_text, found.varies) == ("3 × 3", "2", True)
        assert [found.y.span(index) for index in range(5)] == [(0, 3), (0, 3), (4, 7), (4, 7), (8, 11)]

    def test_a_unit_between_the_windows_sees_nothing(self) -> None:
        graph = graphs.chain(("ConvTranspose2d", {"kernel_size": 1, "stride": 3}))
        found = analyse(graph)
        node_id = graph.by_name["deconv1"].id
        assert patch(found.inference, found.fields, node_id, (3, 3)) == Patch(Box(1, 1, 2, 2), Box(1, 1, 2, 2))
        assert patch(found.inference, found.fields, node_id, (3, 4)) == Patch(None, None)

    def test_bilinear_upsampling_sees_two_neighbours_between_which_it_lies(self) -> None:
        graph = graphs.chain(("AvgPool2d", {"kernel_size": 4}), ("Upsample", {"scale_factor": 4, "mode": "bilinear"}))
        found = field(graph, "up1")
        assert found is not None
        assert (found.size_text, found.jump_text) == ("8 × 8", "1")
        assert [found.y.span(index) for index in range(4, 8)] == [(0, 8), (0, 8), (4, 12), (4, 12)]

    def test_a_decoder_joined_with_its_encoder(self) -> None:
        """U-Net (Ronneberger et al. 2015) with one level: the skip connection lies within what comes from below."""
        graph = encoder_decoder(pad=1)
        assert [field(graph, name).jump_text for name in ("down", "up", "joined", "after")] == ["2", "1", "1", "1"]  # type: ignore[union-attr]
        assert [field(graph, name).size_text for name in ("down", "below", "up", "joined", "after")] == [  # type: ignore[union-attr]
            *("4 × 4", "8 × 8", "8 × 8", "8 × 8", "10 × 10")
        ]

    def test_windows_that_are_thinned_out_are_equal_again(self) -> None:
        graph = graphs.chain(
            ("MaxPool2d", {}), ("Upsample", {"scale_factor": 2}), ("MaxPool2d", {}), ("Conv2d", {"kernel_size": 3})
        )
        assert field(graph, "pool2") == square(0, 2, 2, 16)
        assert field(graph, "conv1") == square(0, 6, 2, 14)

    @pytest.mark.parametrize("up", ["nearest", "bilinear", "bicubic", "transposed", "shares"])
    def test_in_the_middle_of_a_map_the_field_is_what_a_gradient_reaches(self, up: str) -> None:
        graph = encoder_decoder(pad=0, up=up)
        analysis, gradients = analyse(graph), Gradients(graph)
        for name in ("up", "after", "last"):
            node_id = graph.by_name[name].id
            _, height, width = analysis.inference.nodes[node_id].output or ()
            for place in range(-2, 3):
                unit = ((height // 2 + place) % height, (width // 2 - place) % width)
                boxes = patch(analysis.inference, analysis.fields, node_id, unit)
                assert boxes.field == _box(gradients.support(node_id, unit)), (name, unit)


class TestBorders:
    def test_a_border_can_end_before_the_image_does(self) -> None:
        """Windows of 2 leave out the 7th pixel; the padding of the next layer does not bring it back."""
        graph = graphs.chain(("Conv2d", {"kernel_size": 2, "stride": 2}), ("Conv2d", {"padding": 1}), shape=(1, 7, 7))
        found = analyse(graph)
        boxes = patch(found.inference, found.fields, graph.by_name["conv2"].id, (2, 2))
        assert boxes.field == Box(2, 2, 8, 8)
        assert boxes.seen == Box(2, 2, 6, 6)

    def test_a_unit_that_is_not_there_is_refused(self) -> None:
        found = analyse(lenet())
        node_id = lenet().by_name["conv1"].id
        for unit in ((28, 0), (0, -1), (0,)):
            with pytest.raises(IndexError, match=r"^conv1 has no unit .*Its units are counted from 0 in 28 × 28\.$"):
                patch(found.inference, found.fields, node_id, unit)


class TestAnyGraph:
    @given(graphs.wild_graphs())
    def test_survives_cycles_and_nonsense(self, graph: Graph) -> None:
        found = analyse(graph)
        known = {node_id for node_id, facts in found.inference.nodes.items() if facts.output is not None}
        assert set(found.fields) == set(found.stored) == set(found.num_values) == known

    @given(st.lists(graphs.EDITS, max_size=30))
    def test_taking_over_what_is_known_changes_nothing(self, steps: list[graphs.Edit]) -> None:
        graph, known = Graph(), analyse(Graph())
        for step in steps:
            graph = graphs.edited([step], graph)
            known = analyse(graph, known)
            assert known == analyse(graph)

    def test_what_only_moves_keeps_its_analysis(self) -> None:
        graph = lenet()
        before = analyse(graph)
        after = analyse(edits.move_nodes(graph, {graph.by_name["conv1"].id: (5.0, 5.0)}), before)
        assert after.fields is before.fields
        assert after.stored is before.stored
