"""The colours of one step against the same step taken by hand."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from engine.graph.builder import GraphBuilder
from engine.probes.frames import ColoursFrame, FrameKey, FrameKind, Quantity
from tests.networks import lenet, small
from tests.probing import NETWORKS, Bench, branchy

COLOURS = FrameKey(FrameKind.COLOURS)


def step(bench: Bench, images: torch.Tensor, labels: torch.Tensor, number: int = 1) -> None:
    """Take a step as the loop does."""
    optimizer = torch.optim.SGD(bench.module.parameters(), lr=0.1)
    optimizer.zero_grad()
    bench.probes.before_forward(images)
    F.cross_entropy(bench.module(images), labels).backward()
    bench.probes.after_backward(number)
    optimizer.step()
    bench.probes.after_step(number)


@pytest.mark.parametrize("network", NETWORKS)
def test_colours_are_those_of_the_step(network: object) -> None:
    bench = Bench(network(), COLOURS)  # type: ignore[operator]
    before = {name: value.detach().clone() for name, value in bench.module.named_parameters()}
    images = torch.randn(5, *bench.image.shape[1:])
    labels = torch.randint(7, (5,))
    twin = copy.deepcopy(bench.module)
    random = torch.get_rng_state()
    step(bench, images, labels, 3)
    frame = bench.take(COLOURS)
    assert isinstance(frame, ColoursFrame)
    assert frame.step == 3

    torch.set_rng_state(random)  # the same dropout
    after = dict(bench.module.named_parameters())
    bench.module = twin
    outputs = bench.outputs(images, training=True)
    loss = F.cross_entropy(outputs["output"], labels)
    for node in bench.graph.nodes.values():
        if node.spec.module is None:
            continue
        output = outputs[node.name]
        [flow] = torch.autograd.grad(loss, output, retain_graph=True)
        assert frame.of(Quantity.SPREAD)[node.id] == pytest.approx(output.std(correction=0).item(), rel=1e-4)
        assert frame.of(Quantity.EDGE_GRADIENT)[node.id] == pytest.approx(flow.norm().item(), rel=1e-4, abs=1e-8)
        own = [name for name in before if name.startswith(f"{node.name}.")]
        gradient, ratio = frame.of(Quantity.GRADIENT)[node.id], frame.of(Quantity.UPDATE_RATIO)[node.id]
        if own:
            found = torch.autograd.grad(loss, [dict(twin.named_parameters())[name] for name in own], retain_graph=True)
            assert gradient == pytest.approx(
                torch.cat([one.flatten() for one in found]).norm().item(), rel=1e-4, abs=1e-8
            )
            moved = torch.cat([(after[name] - before[name]).flatten() for name in own]).norm()
            size = torch.cat([before[name].flatten() for name in own]).norm()
            assert ratio == pytest.approx((moved / size).item(), rel=1e-3, abs=1e-8)
        else:
            assert math.isnan(gradient)
            assert math.isnan(ratio)


def test_what_is_zero_for_every_image_is_dead() -> None:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, 4, 4)), name="conv", out_channels=4, kernel_size=1)
    graph = net.output(net.add("Linear", net.add("Flatten", net.add("ReLU", x, name="relu")), name="fc"))
    bench = Bench(graph, COLOURS)
    with torch.no_grad():
        bench.module.conv.weight.copy_(torch.tensor([1.0, 1.0, 0.0, 0.0]).reshape(4, 1, 1, 1))
        bench.module.conv.bias.copy_(torch.tensor([0.0, -100.0, -1.0, 5.0]))
    images = torch.tensor([1.0, -1.0])[:, None, None, None].expand(2, 1, 4, 4)
    step(bench, images, torch.tensor([0, 1]))
    frame, relu = bench.take(COLOURS), graph.by_name["relu"].id
    assert isinstance(frame, ColoursFrame)
    assert frame.of(Quantity.DEAD_SHARE)[relu] == 0.5  # the second and the third; the first is 0 for one image only
    zero = dict(zip(frame.node_ids, frame.zero_share, strict=True))[relu]
    assert zero == pytest.approx((0.5 + 1 + 1 + 0) / 4)
    assert math.isnan(frame.of(Quantity.DEAD_SHARE)[graph.by_name["conv"].id])


def test_a_step_that_is_watched_is_the_same_step() -> None:
    images, labels = torch.randn(6, 1, 8, 8), torch.randint(10, (6,))
    states = []
    for keys in ([], [COLOURS]):
        bench = Bench(small(), *keys)
        torch.manual_seed(4)
        step(bench, images, labels)
        states.append(bench.module.state_dict())
        assert not any(part._forward_hooks for part in bench.module.modules())
    assert all(torch.equal(one, states[1][name]) for name, one in states[0].items())


def test_a_step_that_came_to_nothing_leaves_no_hooks() -> None:
    bench = Bench(small(), COLOURS)
    bench.probes.before_forward(bench.image)
    assert any(part._forward_hooks for part in bench.module.modules())
    bench.mailbox.watch([])
    bench.probes.before_forward(bench.image)
    assert not any(part._forward_hooks for part in bench.module.modules())


def test_in_place_layers_are_seen_before_they_are_overwritten() -> None:
    bench = Bench(branchy(), COLOURS)
    images, labels = torch.randn(3, 3, 13, 11), torch.randint(7, (3,))
    expected = bench.outputs(images, training=True)["conv1"].std(correction=0).item()
    bench.module.relu1.inplace = True
    step(bench, images, labels)
    frame = bench.take(COLOURS)
    assert isinstance(frame, ColoursFrame)
    assert frame.of(Quantity.SPREAD)[bench.graph.by_name["conv1"].id] == pytest.approx(expected, rel=1e-5)


def test_without_a_run_the_picture_is_the_batch() -> None:
    bench = Bench(lenet(), COLOURS)
    bench.probes.refresh(0)
    frame = bench.take(COLOURS)
    assert isinstance(frame, ColoursFrame)
    outputs = bench.outputs()
    loss = F.cross_entropy(outputs["output"], outputs["output"].argmax(1))
    [flow] = torch.autograd.grad(loss, outputs["conv1"])
    conv1 = bench.graph.by_name["conv1"].id
    assert frame.of(Quantity.EDGE_GRADIENT)[conv1] == pytest.approx(flow.norm().item(), rel=1e-4)
    assert np.isnan(frame.update_ratio).all()


@pytest.mark.parametrize("quantity", Quantity)
def test_every_quantity_has_its_words(quantity: Quantity) -> None:
    assert quantity.title
    assert quantity.doc.endswith(".")
