from __future__ import annotations

import pytest

from engine.analysis.inference import infer
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.tasks.catalogue import TASKS
from engine.training.answer_form import answer_fixes, answer_problem
from engine.training.config import TrainingConfig
from presets import registry as presets


def settings(task: str, data: str = "shapes-scenes") -> TrainingConfig:
    return TrainingConfig(task=task, data=data)


def with_maps(num_channels: int) -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((3, 32, 32)), name="conv1", out_channels=num_channels, kernel_size=1)
    return net.output(net.add("ReLU", x, name="relu"))


def with_scores(*ends: str) -> Graph:
    net = GraphBuilder()
    x = net.add("Flatten", net.input((3, 8, 8)), name="flatten")
    x = net.add("Linear", x, name="fc", out_features=10)
    for end in ends:
        x = net.add(end, x, name=end.lower())
    return net.output(x)


@pytest.mark.parametrize(
    ("task", "graph", "title"),
    [
        ("classification", with_scores(), "Give fc 8 outputs"),
        ("multilabel", with_scores(), "Give fc 8 outputs"),
        ("segmentation", with_maps(5), "Give conv1 9 outputs"),
        ("detection", with_maps(5), "Give conv1 13 outputs"),
    ],
)
def test_a_wrong_width_is_said_and_mended(task: str, graph: Graph, title: str) -> None:
    config = settings(task)
    assert "expected" in answer_problem(graph, infer(graph), config)
    (fix,) = answer_fixes(graph, infer(graph), config)
    mended = fix.apply(graph)
    assert fix.title == title
    assert answer_problem(mended, infer(mended), config) == ""
    assert answer_fixes(mended, infer(mended), config) == ()


def test_auxiliary_outputs_are_mended_as_well() -> None:
    graph = presets.get("googlenet").build(1000, 224)
    config = settings("classification", "digits")
    (fix,) = answer_fixes(graph, infer(graph), config)
    mended = fix.apply(graph)
    assert {infer(mended).nodes[end.id].output for end in mended.ends} == {(10,)}


@pytest.mark.parametrize("task", ["segmentation", "detection"])
def test_what_no_width_mends_has_no_button(task: str) -> None:
    graph = with_scores()
    assert "maps" in answer_problem(graph, infer(graph), settings(task))
    assert answer_fixes(graph, infer(graph), settings(task)) == ()


def test_a_sigmoid_before_a_loss_that_has_its_own_is_said() -> None:
    net = with_scores("Sigmoid")
    (fix,) = answer_fixes(net, infer(net), settings("multilabel"))
    mended = fix.apply(net)
    assert "applies sigmoid itself" in answer_problem(mended, infer(mended), settings("multilabel"))


def test_a_network_that_does_not_work_yet_is_not_asked() -> None:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, 4, 4)), name="conv1", out_channels=3, kernel_size=9)
    graph = net.output(x)
    assert infer(graph).problems
    assert answer_problem(graph, infer(graph), settings("segmentation")) == ""


def test_every_task_says_its_width() -> None:
    assert {name: task.width(8) for name, task in TASKS.items()} == {
        "classification": 8,
        "multilabel": 8,
        "segmentation": 8,
        "detection": 13,
    }
