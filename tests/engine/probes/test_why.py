"""What speaks for a class, against captum called by hand on a plain module."""

from __future__ import annotations

import linecache

import pytest
import torch
from captum.attr import IntegratedGradients, LayerAttribution, LayerGradCam, Occlusion, Saliency
from torch import Tensor, fx, nn

from engine.probes.frames import FrameKey, FrameKind, Method, Why, WhyFrame
from engine.probes.why import grad_cam, integrated_gradients, occlusion, occlusion_windows, saliency, seamed
from tests.networks import lenet, small, with_auxiliary_head
from tests.probing import NETWORKS, Bench, branchy


class Plain(nn.Module):
    """Written as people write it; ReLU once, and in place, for all layers, or each for itself."""

    def __init__(self, *, is_shared: bool) -> None:
        super().__init__()
        self.conv1, self.conv2, self.fc = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 6, 3), nn.Linear(6 * 36, 7)
        self.relu1 = nn.ReLU(inplace=is_shared)
        self.relu2 = self.relu1 if is_shared else nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu1(self.conv1(x))
        x = self.relu2(self.conv2(x))
        return self.fc(x.flatten(1))  # type: ignore[no-any-return]


@pytest.fixture
def twins() -> tuple[fx.GraphModule, Plain, Tensor]:
    """The same network with one ReLU in place for all, and with one of its own for each layer; a picture."""
    torch.manual_seed(3)
    shared, separate = Plain(is_shared=True).eval(), Plain(is_shared=False).eval()
    separate.load_state_dict(shared.state_dict())
    return fx.symbolic_trace(shared), separate, torch.randn(1, 3, 8, 8)


@pytest.mark.parametrize("target", [0, 4])
@pytest.mark.parametrize(
    ("name", "call", "layer"),
    [("conv1", 0, "conv1"), ("conv2", 0, "conv2"), ("relu1", 0, "relu1"), ("relu1", 1, "relu2")],
)
def test_grad_cam_survives_layers_in_place_and_shared(
    twins: tuple[fx.GraphModule, Plain, Tensor], name: str, call: int, layer: str, target: int
) -> None:
    traced, plain, picture = twins
    traced.get_submodule("relu1").inplace = True  # type: ignore[assignment]
    found = grad_cam(seamed(traced, name, call), picture, target)
    by_hand = LayerGradCam(plain, plain.get_submodule(layer)).attribute(picture, target, relu_attributions=True)
    torch.testing.assert_close(found, LayerAttribution.interpolate(by_hand, (8, 8), "bilinear")[0, 0].detach())


def test_the_other_methods_survive_them_too(twins: tuple[fx.GraphModule, Plain, Tensor]) -> None:
    traced, plain, picture = twins
    leaf = picture.clone().requires_grad_()
    torch.testing.assert_close(saliency(traced, picture, 2), Saliency(plain).attribute(leaf, 2)[0].sum(0).detach())
    by_hand = IntegratedGradients(plain).attribute(leaf, target=2, n_steps=32)[0].sum(0).detach()
    torch.testing.assert_close(integrated_gradients(traced, picture, 2), by_hand.float())
    window, strides = occlusion_windows(picture)
    covered = Occlusion(plain).attribute(picture, (3, *window), strides=(3, *strides), target=2)
    torch.testing.assert_close(occlusion(traced, picture, 2), covered[0].sum(0).detach(), rtol=1e-4, atol=1e-5)


def test_integrated_gradients_add_up_to_the_score(twins: tuple[fx.GraphModule, Plain, Tensor]) -> None:
    traced, plain, picture = twins
    total = integrated_gradients(traced, picture, 1).sum()
    difference = (plain(picture) - plain(torch.zeros_like(picture)))[0, 1]
    torch.testing.assert_close(total, difference.detach(), rtol=0.02, atol=0.02)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("method", Method)
def test_every_network_can_be_asked_and_is_left_as_it_was(network: object, method: Method) -> None:
    bench = Bench(network())  # type: ignore[operator]
    bench.backward()
    before = [parameter.grad.clone() for parameter in bench.module.parameters()]  # type: ignore[union-attr]
    state = {name: value.clone() for name, value in bench.module.state_dict().items()}
    frame = bench.see(FrameKind.WHY, None, Why(method))
    assert isinstance(frame, WhyFrame)
    assert frame.problem == ""
    assert frame.values.shape == tuple(bench.image.shape[2:])
    assert frame.target == int(bench.outputs()["output"].argmax())
    assert frame.values.any() or method is Method.GRAD_CAM  # where all speaks against the class, it shows nothing
    assert frame.is_signed or frame.values.min() >= 0
    for parameter, gradient in zip(bench.module.parameters(), before, strict=True):
        assert torch.equal(parameter.grad, gradient)  # type: ignore[arg-type]
    assert all(torch.equal(state[name], value) for name, value in bench.module.state_dict().items())
    assert all(part.training for part in bench.module.modules())
    assert not any(part._forward_hooks or part._forward_pre_hooks for part in bench.module.modules())


def test_grad_cam_of_a_chosen_layer_is_captums() -> None:
    bench = Bench(branchy())
    relu1 = bench.graph.by_name["relu1"].id
    frame = bench.see(FrameKind.WHY, None, Why(Method.GRAD_CAM, target=3, node_id=relu1))
    bench.module.eval()
    by_hand = LayerGradCam(bench.module, bench.module.relu1).attribute(
        bench.image.requires_grad_(), 3, relu_attributions=True
    )
    expected = LayerAttribution.interpolate(by_hand, (13, 11), "bilinear")[0, 0].detach()
    torch.testing.assert_close(torch.from_numpy(frame.values), expected)


def test_without_a_layer_it_is_the_last_that_has_places() -> None:
    bench = Bench(branchy())
    pool = bench.graph.by_name["pool"].id
    by_itself = bench.see(FrameKind.WHY, None, Why(Method.GRAD_CAM, target=3))
    named = bench.see(FrameKind.WHY, None, Why(Method.GRAD_CAM, target=3, node_id=pool))
    assert (by_itself.values == named.values).all()


def test_auxiliary_classifiers_are_left_out() -> None:
    bench = Bench(with_auxiliary_head(small(), "pool"))
    assert bench.see(FrameKind.WHY, None, Why(Method.GRAD_CAM)).problem == ""


@pytest.mark.parametrize("name", ["fc", "aux.flatten", "aux.fc"])
def test_grad_cam_needs_maps_that_lead_to_the_output(name: str) -> None:
    graph = with_auxiliary_head(small(), "pool")
    node_id = graph.by_name[name].id
    frame = Bench(graph).see(FrameKind.WHY, None, Why(Method.GRAD_CAM, node_id=node_id))
    assert frame.problem.endswith("Choose a node that has maps.")
    assert not frame.values.any()


def test_a_class_that_there_is_not_is_passed_over() -> None:
    assert Bench(branchy()).see(FrameKind.WHY, None, Why(Method.SALIENCY, target=7)) is None


def test_what_cannot_be_computed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> Tensor:
        raise RuntimeError("not enough memory\nmore")

    monkeypatch.setattr("engine.probes.why.saliency", fail)
    bench = Bench(small(), FrameKey(FrameKind.WHY))
    frame = bench.see(FrameKind.WHY, None, Why(Method.SALIENCY))
    assert frame.problem == "Saliency could not be computed. torch says: not enough memory"
    assert not frame.values.any()


def test_what_torch_never_forgets_is_made_once() -> None:
    """torch.fx keeps the source of each module that it makes: a look that made one anew would grow with the run."""
    bench = Bench(lenet())
    for method in Method:
        bench.see(FrameKind.WHY, ask=Why(method))
    kept = len(linecache.cache)
    for step in range(3):
        for method in Method:
            assert bench.see(FrameKind.WHY, ask=Why(method), step=step).problem == ""
    assert len(linecache.cache) == kept
