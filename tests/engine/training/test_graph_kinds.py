from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from engine.graph.builder import GraphBuilder
from engine.training import graph_kinds, static_graph
from tests.networks import small, with_auxiliary_head

CPU = torch.device("cpu")
SHAPE = (1, 8, 8)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[nn.Module]:
    """torch.compile, but without its 40 seconds: what it returns computes a little other scores."""
    seen: list[nn.Module] = []

    def compile_(module: nn.Module):  # type: ignore[no-untyped-def]
        seen.append(module)

        def compute(images: Tensor):  # type: ignore[no-untyped-def]
            made = module(images)
            return made * 1.25 if isinstance(made, Tensor) else tuple(each * 1.25 for each in made)

        return compute

    monkeypatch.setattr(torch, "compile", compile_)
    monkeypatch.setattr(static_graph, "why_not", lambda device: "")
    return seen


def test_the_difference_of_scores_and_gradients_is_that_of_the_largest(compiled: list[nn.Module]) -> None:
    found = graph_kinds.compare(small(), SHAPE, 16, CPU, rounds=3)
    assert found.score_difference == pytest.approx(0.25, abs=1e-5)
    assert found.gradient_difference == pytest.approx(1.25**2 - 1, abs=1e-4)  # of a square's mean
    assert found.static_s is not None
    assert found.dynamic_s > 0 < found.static_s
    assert found.why_not == ""


def test_auxiliary_classifiers_count_too(compiled: list[nn.Module]) -> None:
    found = graph_kinds.compare(with_auxiliary_head(small(), "relu"), SHAPE, 8, CPU, rounds=1)
    assert found.score_difference == pytest.approx(0.25, abs=1e-5)


def test_equal_networks_give_equal_numbers_with_dropout_and_batch_normalization(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch, "compile", lambda module: module.forward)
    monkeypatch.setattr(static_graph, "why_not", lambda device: "")
    found = graph_kinds.compare(small(), SHAPE, 16, CPU, rounds=1)
    assert (found.score_difference, found.gradient_difference) == (0.0, 0.0)


def test_where_it_does_not_work_it_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    found = graph_kinds.compare(small(), SHAPE, 4, CPU, rounds=1)
    assert "Install g++ or clang++" in found.why_not
    assert found.static_s is None
    assert found.dynamic_s > 0


@pytest.mark.parametrize(("static_s", "steps"), [(0.01, 1000), (0.03, None)])
def test_when_compiling_has_paid(static_s: float, steps: int | None) -> None:
    assert graph_kinds.GraphComparison(0.02, static_s, 10.0).steps_to_pay == steps


@pytest.mark.soak
def test_torchs_own_compiler_computes_the_same() -> None:
    if static_graph.why_not(CPU):
        pytest.skip(static_graph.why_not(CPU))
    net = GraphBuilder()
    x = net.add("Conv2d", net.input(SHAPE), name="conv", out_channels=4, kernel_size=3)
    x = net.add("Flatten", net.add("ReLU", x, name="relu"), name="flatten")
    found = graph_kinds.compare(net.output(net.add("Linear", x, name="fc", out_features=10)), SHAPE, 16, CPU)
    assert found.why_not == ""
    assert found.score_difference is not None
    assert found.score_difference < 1e-5
