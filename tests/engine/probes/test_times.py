from __future__ import annotations

import torch

from engine.graph.builder import GraphBuilder
from engine.probes.frames import FrameKind, Quantity
from tests.networks import small
from tests.probing import Bench


def test_each_layer_is_timed_on_the_last_batch() -> None:
    bench = Bench(small())
    bench.probes.before_forward(torch.randn(17, 1, 8, 8))
    state = {name: value.clone() for name, value in bench.module.state_dict().items()}
    frame = bench.see(FrameKind.TIMES)
    assert frame.batch_size == 17
    assert set(frame.of(Quantity.TIME)) == {node.id for node in bench.graph.nodes.values() if node.spec.module}
    assert (frame.seconds > 0).all()
    assert all(torch.equal(state[name], value) for name, value in bench.module.state_dict().items())
    assert not any(part._forward_hooks or part._forward_pre_hooks for part in bench.module.modules())


def test_a_layer_with_a_thousand_times_the_work_takes_longer() -> None:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((8, 64, 64)), name="dear", out_channels=64, kernel_size=5)
    x = net.add("MaxPool2d", x, name="pool", kernel_size=30)
    x = net.add("Conv2d", x, name="cheap", out_channels=2, kernel_size=1)
    bench = Bench(net.output(net.add("Linear", net.add("Flatten", x), name="fc")))
    times = bench.see(FrameKind.TIMES).of()
    assert times[bench.graph.by_name["dear"].id] > 3 * times[bench.graph.by_name["cheap"].id]
