from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.probes.frames import (
    MAX_CHANNELS,
    MAX_FEATURES,
    ActivationFrame,
    FrameKey,
    FrameKind,
    GradientFrame,
    PoolingFrame,
)
from tests.networks import all_keys, lenet, small, with_auxiliary_head
from tests.probing import Bench, outputs_by_hand

GRADIENTS = FrameKey(FrameKind.GRADIENTS)


@pytest.mark.parametrize("network", [lenet, small])
def test_activations_are_the_modules_outputs_exactly(network: object) -> None:
    graph = network()  # type: ignore[operator]
    keys = [FrameKey(FrameKind.ACTIVATIONS, node_id) for node_id in graph.nodes]
    bench = Bench(graph, *keys)
    expected = outputs_by_hand(bench.module, graph, bench.image)
    bench.probes.after_step(7)
    frames = bench.mailbox.take_frames()
    assert len(frames) == len(graph.nodes)
    for key in keys:
        frame = frames[key]
        assert isinstance(frame, ActivationFrame)
        assert key.node_id is not None
        assert frame.step == 7
        assert frame.num_channels == len(expected[key.node_id])
        np.testing.assert_array_equal(frame.values, expected[key.node_id].numpy())


def test_a_pooling_frame_is_its_input_beside_its_output() -> None:
    graph = lenet()
    pool = graph.by_name["pool1"]
    key = FrameKey(FrameKind.POOLING, pool.id)
    bench = Bench(graph, key)
    expected = outputs_by_hand(bench.module, graph, bench.image)
    bench.probes.after_step(1)
    frame = bench.take(key)
    assert isinstance(frame, PoolingFrame)
    np.testing.assert_array_equal(frame.before, expected[graph.by_name["tanh1"].id].numpy())
    np.testing.assert_array_equal(frame.after, expected[pool.id].numpy())
    assert frame.num_channels == 6


def test_gradients_are_the_norms_of_p_grad_in_network_order() -> None:
    bench = Bench(small(), GRADIENTS)
    bench.backward()
    bench.probes.after_backward(3)
    frame = bench.take(GRADIENTS)
    assert isinstance(frame, GradientFrame)
    names = [
        f"{bench.graph.nodes[node].name}.{name}" for node, name in zip(frame.node_ids, frame.parameters, strict=True)
    ]
    assert names == ["stem.conv.weight", "stem.conv.bias", "stem.bn.weight", "stem.bn.bias", "fc.weight", "fc.bias"]
    for name, norm in zip(names, frame.norms, strict=True):
        gradient = bench.module.get_parameter(name).grad
        assert gradient is not None
        assert norm == pytest.approx(gradient.norm().item(), rel=1e-6)
    assert frame.step == 3


def test_before_a_backward_pass_there_are_only_the_gradients_of_the_picture() -> None:
    bench = Bench(lenet(), GRADIENTS)
    bench.probes.after_backward(1)
    assert not bench.mailbox.take_frames()
    bench.probes.refresh(0)
    frame = bench.take(GRADIENTS)
    assert isinstance(frame, GradientFrame)
    scores = bench.module(bench.image)
    torch.nn.functional.cross_entropy(scores, scores.argmax(1)).backward()
    by_hand = [parameter.grad.norm().item() for parameter in bench.module.parameters()]  # type: ignore[union-attr]
    np.testing.assert_allclose(frame.norms, by_hand, rtol=1e-5)


def test_looking_disturbs_nothing() -> None:
    graph = small()
    bench = Bench(graph, *all_keys(graph))
    bench.backward()
    state = {name: value.clone() for name, value in bench.module.state_dict().items()}
    random = torch.get_rng_state()
    bench.probes.after_backward(1)
    bench.probes.after_step(1)
    assert all(torch.equal(state[name], value) for name, value in bench.module.state_dict().items())
    assert torch.equal(random, torch.get_rng_state())
    assert all(part.training for part in bench.module.modules())
    assert not any(part._forward_hooks for part in bench.module.modules())


def test_nobody_watching_costs_no_forward_pass() -> None:
    bench = Bench(small())
    bench.module.forward = None  # type: ignore[assignment]
    bench.probes.after_backward(1)
    bench.probes.after_step(1)
    bench.probes.refresh(1)


def test_an_unread_frame_is_not_made_again() -> None:
    key = FrameKey(FrameKind.ACTIVATIONS, small().by_name["fc"].id)
    bench = Bench(small(), key)
    bench.probes.after_step(1)
    bench.probes.after_step(2)
    assert bench.take(key).step == 1
    bench.probes.after_step(3)
    assert bench.take(key).step == 3


def test_an_unread_gradient_frame_is_not_made_again() -> None:
    bench = Bench(small(), GRADIENTS)
    bench.backward()
    bench.probes.after_backward(1)
    bench.probes.after_backward(2)
    assert bench.take(GRADIENTS).step == 1
    bench.probes.after_backward(3)
    assert bench.take(GRADIENTS).step == 3


def test_a_waiting_run_replaces_what_is_unread() -> None:
    graph = small()
    bench = Bench(graph, GRADIENTS, FrameKey(FrameKind.ACTIVATIONS, graph.by_name["fc"].id))
    bench.backward()
    bench.probes.after_backward(1)
    bench.probes.after_step(1)
    bench.probes.refresh(2)
    assert {frame.step for frame in bench.mailbox.take_frames().values()} == {2}


def test_a_frame_shares_no_memory_with_the_network() -> None:
    graph = small()
    keys = [FrameKey(FrameKind.ACTIVATIONS, graph.by_name[name].id) for name in ("input", "pool", "flatten")]
    bench = Bench(graph, *keys)
    bench.probes.after_step(1)
    frames = bench.mailbox.take_frames()
    before = frames[keys[0]].values.copy()  # type: ignore[union-attr]
    bench.image.zero_()
    np.testing.assert_array_equal(frames[keys[0]].values, before)  # type: ignore[union-attr]
    for key in keys:
        assert frames[key].values.base is None or frames[key].values.base.nbytes == frames[key].values.nbytes  # type: ignore[union-attr]


def test_keys_that_mean_nothing_are_passed_over() -> None:
    graph, aside = edits.add_node(small(), "ReLU", name="aside")
    graph = edits.connect(graph, graph.by_name["fc"].id, aside.id)
    bench = Bench(
        graph,
        FrameKey(FrameKind.ACTIVATIONS, aside.id),
        FrameKey(FrameKind.ACTIVATIONS, "gone"),
        FrameKey(FrameKind.POOLING, graph.by_name["fc"].id),
        FrameKey(FrameKind.POOLING, graph.by_name["input"].id),
        FrameKey(FrameKind.GRADIENTS, aside.id),
    )
    bench.probes.after_step(1)
    bench.probes.refresh(1)
    assert not bench.mailbox.take_frames()


def test_large_layers_are_cut_and_rows_become_maps() -> None:
    net = GraphBuilder()
    x = net.input((1, 9, 9))
    conv = net.add("Conv2d", x, out_channels=2100, kernel_size=1)
    rows = net.add("Flatten", conv, start_dim=2)
    flat = net.add("Flatten", conv)
    graph = net.output(net.add("Linear", net.add("Concat", flat, net.add("Flatten", rows))))
    keys = [FrameKey(FrameKind.ACTIVATIONS, node) for node in (conv, rows, flat)]
    bench = Bench(graph, *keys)
    bench.probes.after_step(1)
    shapes = [(frame.values.shape, frame.num_channels) for frame in bench.mailbox.take_frames().values()]  # type: ignore[union-attr]
    assert sorted(shapes) == sorted(
        [((MAX_CHANNELS, 9, 9), 2100), ((MAX_CHANNELS, 1, 81), 2100), ((MAX_FEATURES,), 2100 * 81)]
    )


def test_an_auxiliary_branch_is_shown_like_the_rest() -> None:
    graph = with_auxiliary_head(lenet(), "pool1")
    names = ("output", "aux.output", "aux.fc", "fc3")
    keys = {name: FrameKey(FrameKind.ACTIVATIONS, graph.by_name[name].id) for name in names}
    bench = Bench(graph, GRADIENTS, *keys.values())
    main, auxiliary = bench.module(bench.image)
    (main.sum() + auxiliary.sum()).backward()
    bench.probes.after_backward(1)
    bench.probes.after_step(1)
    frames = bench.mailbox.take_frames()
    for name, expected in (("output", main), ("fc3", main), ("aux.output", auxiliary), ("aux.fc", auxiliary)):
        frame = frames[keys[name]]
        assert isinstance(frame, ActivationFrame)
        np.testing.assert_array_equal(frame.values, expected[0].detach().numpy())
    gradients = frames[GRADIENTS]
    assert isinstance(gradients, GradientFrame)
    assert graph.by_name["aux.fc"].id in gradients.node_ids
