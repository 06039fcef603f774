"""A softmax right before the Output is warned of, can be removed by a button, and does harm."""

from __future__ import annotations

import torch
from torch.nn.functional import cross_entropy, log_softmax, softmax

from engine.analysis.fixes import fixes
from engine.analysis.inference import Diagnostic, Severity, infer
from engine.graph import edits
from engine.graph.model import Graph
from tests import graphs

LAYERS = (("Flatten", {}), ("Linear", {}))


def network(*more: tuple[str, dict[str, object]]) -> Graph:
    return graphs.chain(*LAYERS, *more)


def test_it_is_a_warning_at_the_output() -> None:
    graph = network(("Softmax", {}))
    assert infer(graph).diagnostics == (
        Diagnostic(
            graph.by_name["output"].id,
            Severity.WARNING,
            "The loss (cross-entropy) takes scores and applies softmax itself. Behind softmax1 it gets probabilities, "
            "from which a network learns slowly. Remove softmax1.",
        ),
    )
    assert infer(graph).problems == ()


def test_a_button_removes_it() -> None:
    graph = network(("Softmax", {}))
    (fix,) = fixes(graph, infer(graph), graph.by_name["output"].id)
    assert fix.title == "Remove softmax1"
    assert infer(fix.apply(graph)).diagnostics == ()


def test_nothing_is_said_of_softmax_elsewhere_nor_of_its_logarithm() -> None:
    assert infer(network(("LogSoftmax", {}))).diagnostics == ()
    assert infer(network(("Softmax", {}), ("Linear", {}))).diagnostics == ()


def test_it_goes_with_the_softmax_and_comes_again() -> None:
    with_it, without = network(("Softmax", {})), network()
    renamed = edits.rename(with_it, with_it.by_name["softmax1"].id, "probabilities")
    known = infer(with_it)
    assert infer(without, known).diagnostics == ()
    assert "Remove probabilities." in infer(renamed, known).diagnostics[0].message
    assert infer(with_it, infer(without)).diagnostics == known.diagnostics


def test_what_it_says_is_so() -> None:
    """Where a network is surely wrong the gradient nearly vanishes behind a softmax, but not behind its logarithm."""
    labels = torch.tensor([0])

    def slope(layer: object) -> float:
        scores = torch.tensor([[-10.0, 10.0, 0.0]], requires_grad=True)
        cross_entropy(layer(scores), labels).backward()  # type: ignore[operator]
        assert scores.grad is not None
        return float(scores.grad.norm())

    plain = slope(lambda scores: scores)
    assert slope(lambda scores: softmax(scores, 1)) < 1e-3 * plain
    assert abs(slope(lambda scores: log_softmax(scores, 1)) - plain) < 1e-5
