"""The presets that torchvision has too: the same names, and from the same weights the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
import torch
import torchvision
from torch import Tensor, nn

from engine.compiling.compiler import compile_graph
from presets.registry import get
from tests.presets.figures import NETWORKS

NAMES = {name: figures["torchvision"] for name, figures in NETWORKS.items() if "torchvision" in figures}

SIZE = 64
"""Enough for a map of 2 × 2 before the average; VGG's is enlarged from there, in both alike."""


class Pass(NamedTuple):
    """What a network makes of some images, and what it would learn from them."""

    scores: Tensor
    gradients: dict[str, Tensor]
    buffers: dict[str, Tensor]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def theirs(name: str) -> nn.Module:
    """Return torchvision's network with weights from a seed."""
    torch.manual_seed(0)
    constructor = getattr(torchvision.models, NAMES[name])
    # VGG's own first weights take seconds to draw and are no part of what is compared.
    network: nn.Module = constructor(**({"init_weights": False} if name.startswith("vgg") else {}))
    return network


def ours(name: str, monkeypatch: pytest.MonkeyPatch) -> nn.Module:
    """Return our network, with no first weights drawn: others are loaded."""
    for layer in (nn.Linear, nn.Conv2d):
        monkeypatch.setattr(layer, "reset_parameters", lambda module: None)
    # VGG's fully connected layer is made for the maps of the paper's size.
    graph = get(name).build(input_size=None if name.startswith("vgg") else SIZE)
    module = compile_graph(graph)
    monkeypatch.undo()
    return module


def passed(network: nn.Module, training: bool) -> Pass:
    network.train(training)
    network.zero_grad()
    torch.manual_seed(1)  # the same images, and the same values dropped
    images = torch.randn(2, 3, SIZE, SIZE)
    scores = network(images)
    nn.functional.cross_entropy(scores, torch.tensor([3, 7])).backward()
    gradients = {key: value.grad for key, value in network.named_parameters() if value.grad is not None}
    return Pass(scores.detach(), gradients, dict(network.named_buffers()))


def relative(one: Tensor, other: Tensor) -> float:
    """Return ``‖one − other‖ / ‖other‖``; 0 for equal ones."""
    return 0.0 if torch.equal(one, other) else float((one - other).norm() / other.norm())


@pytest.mark.parametrize("name", NAMES)
def test_torchvisions_weights_load_and_give_its_numbers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores, gradients and running statistics, in evaluation and in training, dropout and all."""
    reference = theirs(name)
    network = ours(name, monkeypatch)
    shapes = {key: value.shape for key, value in reference.state_dict().items()}
    assert {key: value.shape for key, value in network.state_dict().items()} == shapes
    network.load_state_dict(reference.state_dict())
    for training in (False, True):
        expected, found = passed(reference, training), passed(network, training)
        assert relative(found.scores, expected.scores) <= 1e-6
        assert found.gradients.keys() == expected.gradients.keys() == dict(reference.named_parameters()).keys()
        assert max(relative(found.gradients[key], value) for key, value in expected.gradients.items()) <= 1e-6
        assert all(relative(found.buffers[key], value) <= 1e-6 for key, value in expected.buffers.items())


def test_dropout_takes_part_in_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else training mode would say nothing of VGG: its scores differ from those of evaluation."""
    network = compile_graph(get("vgg16").build(num_classes=10, input_size=32)).train()
    images = torch.randn(1, 3, 32, 32)
    assert not torch.equal(network(images), network(images))
