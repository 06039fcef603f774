"""Averaged probabilities against torch by hand."""

from __future__ import annotations

import pytest
import torch

from engine.compiling.compiler import compile_graph, evaluated
from engine.data.loading import load
from engine.training.config import TrainingConfig
from engine.training.ensembling import Ensemble, probabilities
from tests.networks import small

CPU = torch.device("cpu")


def test_they_are_the_mean_of_each_networks_softmax() -> None:
    data = load("digits", (1, 8, 8), CPU).test
    torch.manual_seed(0)
    modules = [compile_graph(small()).eval() for _ in range(3)]
    ensemble = Ensemble(data.labels)
    for module in modules:
        found = probabilities(evaluated(module, small()), data, TrainingConfig(batch_size=50), CPU)
        assert found is not None
        ensemble.add(found)
    with torch.no_grad():
        scores = torch.stack([module(data.images) for module in modules])  # type: ignore[attr-defined]
    by_hand = torch.nn.functional.softmax(scores, dim=2).mean(0)
    assert torch.allclose(ensemble.probabilities, by_hand, atol=1e-6)
    assert ensemble.accuracy == (by_hand.argmax(1) == data.labels).double().mean().item()
    alone = [(each.argmax(1) == data.labels).double().mean().item() for each in scores]
    assert ensemble.accuracies == pytest.approx(alone, abs=1e-12)


def test_two_that_are_unsure_outvote_one_only_if_they_say_so_together() -> None:
    """Probabilities are averaged, not votes: one sure member may go before two that waver."""
    ensemble = Ensemble(torch.tensor([0]))
    for row in ([0.9, 0.1], [0.45, 0.55], [0.45, 0.55]):
        ensemble.add(torch.tensor([row]))
    assert ensemble.probabilities.tolist() == [pytest.approx([0.6, 0.4])]
    assert ensemble.accuracies == [1.0, 0.0, 0.0]
    assert ensemble.accuracy == 1.0


def test_what_is_taken_in_is_not_changed() -> None:
    first = torch.tensor([[0.5, 0.5]])
    ensemble = Ensemble(torch.tensor([0]))
    ensemble.add(first)
    ensemble.add(torch.tensor([[0.0, 1.0]]))
    assert first.tolist() == [[0.5, 0.5]]


def test_it_gives_up_where_it_is_told_to() -> None:
    data = load("digits", (1, 8, 8), CPU).test
    network = evaluated(compile_graph(small()), small())
    answers = iter([True, False])
    assert probabilities(network, data, TrainingConfig(batch_size=50), CPU, lambda: next(answers)) is None


def test_without_members_there_is_no_answer() -> None:
    with pytest.raises(ValueError, match="without members"):
        _ = Ensemble(torch.tensor([0])).probabilities
