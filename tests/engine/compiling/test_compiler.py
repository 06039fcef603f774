from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.compiling.compiler import (
    all_scores,
    compile_graph,
    compiled_nodes,
    evaluated,
    module_names,
    output_nodes,
)
from engine.compiling.observing import observing
from engine.errors import CompileError
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.layers import registry
from engine.layers.spec import ShapeResult
from tests.networks import lenet, small, with_auxiliary_head


def by_hand() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.Tanh(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )


def test_lenet_equals_the_network_written_by_hand() -> None:
    module, reference = compile_graph(lenet()), by_hand()
    reference.load_state_dict(dict(zip(reference.state_dict(), module.state_dict().values(), strict=True)))
    images = torch.randn(4, 1, 32, 32)
    assert (module(images) - reference(images)).abs().max() == 0
    assert sum(parameter.numel() for parameter in module.parameters()) == 61_706


def test_lenet_has_the_papers_shapes() -> None:
    module = compile_graph(lenet())
    x, shapes = torch.zeros(1, 1, 32, 32), {}
    for name, layer in module.named_children():
        x = layer(x)
        shapes[name] = tuple(x.shape[1:])
    assert [shapes[name] for name in ("conv1", "pool1", "conv2", "pool2")] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
    ]


def test_a_seed_gives_the_weights_that_it_gives_by_hand() -> None:
    torch.manual_seed(3)
    reference = by_hand()
    torch.manual_seed(3)
    module = compile_graph(lenet())
    for ours, theirs in zip(module.parameters(), reference.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_dotted_names_are_module_paths_in_network_order() -> None:
    module = compile_graph(small())
    assert list(module.state_dict()) == [
        "stem.conv.weight",
        "stem.conv.bias",
        "stem.bn.weight",
        "stem.bn.bias",
        "stem.bn.running_mean",
        "stem.bn.running_var",
        "stem.bn.num_batches_tracked",
        "fc.weight",
        "fc.bias",
    ]


def test_a_new_network_is_ready_to_train_and_has_seen_nothing() -> None:
    module = compile_graph(small())
    assert all(part.training for part in module.modules())
    assert module.get_buffer("stem.bn.num_batches_tracked") == 0
    assert module.get_buffer("stem.bn.running_mean").abs().sum() == 0


def test_branches_come_together() -> None:
    net = GraphBuilder()
    x = net.input((2, 4, 4), name="ends.image")
    both = net.add("Concat", x, net.add("Tanh", x), x)
    graph = net.output(net.add("Add", both, net.add("ReLU", both)))
    images = torch.randn(3, 2, 4, 4)
    joined = torch.cat((images, images.tanh(), images), 1)
    assert torch.equal(compile_graph(graph)(images), joined + joined.relu())


def test_nodes_that_do_not_lead_to_the_output_are_left_out() -> None:
    graph = small()
    relu = graph.by_name["relu"]
    graph, aside = edits.add_node(graph, "Conv2d", name="aside")
    graph = edits.connect(graph, relu.id, aside.id)
    assert not hasattr(compile_graph(graph), "aside")
    assert aside.id not in {node.id for node in compiled_nodes(graph)}


def test_a_problem_is_named_with_its_node() -> None:
    graph = edits.set_param(lenet(), lenet().by_name["conv2"].id, "kernel_size", 99)
    with pytest.raises(
        CompileError, match=r"^conv2: kernel_size 99 is larger than the padded input 14 × 14\."
    ) as caught:
        compile_graph(graph)
    assert caught.value.node == "conv2"


def test_a_network_without_an_output_is_refused() -> None:
    graph = edits.remove_nodes(lenet(), [lenet().by_name["output"].id])
    with pytest.raises(CompileError, match="has no Output"):
        compile_graph(graph)


def test_a_second_input_is_refused() -> None:
    graph, _ = edits.add_node(lenet(), "Input", name="second")
    with pytest.raises(CompileError, match=r"second: the network has 2 nodes of type Input\. Expected one\."):
        compile_graph(graph)


def test_a_second_output_is_refused_unless_it_is_for_training_only() -> None:
    graph, node = edits.add_node(lenet(), "Output", name="second")
    graph = edits.connect(graph, graph.by_name["fc3"].id, node.id)
    with pytest.raises(
        CompileError, match=r"second: The network has 2 Outputs that answer in evaluation\. Expected one"
    ):
        compile_graph(graph)
    graph = edits.set_param(graph, node.id, "training_only", True)
    first, second = compile_graph(graph)(torch.randn(2, 1, 32, 32))
    assert torch.equal(first, second)


def test_an_auxiliary_output_gives_its_scores_behind_the_main_ones() -> None:
    graph = with_auxiliary_head(lenet(), "pool1")
    module, images = compile_graph(graph), torch.randn(2, 1, 32, 32)
    main, auxiliary = all_scores(module(images))
    halfway = module.get_submodule("pool1")(module.get_submodule("tanh1")(module.get_submodule("conv1")(images)))
    assert torch.equal(auxiliary, module.get_submodule("aux.fc")(halfway.flatten(1)))
    assert [node.name for node in output_nodes(graph)] == ["output", "aux.output"]
    plain = compile_graph(lenet())
    plain.load_state_dict({key: value for key, value in module.state_dict().items() if not key.startswith("aux.")})
    assert torch.equal(main, plain(images))


def test_evaluation_shares_the_modules_and_leaves_the_auxiliary_branch_out() -> None:
    graph = with_auxiliary_head(lenet(), "pool1")
    module, images = compile_graph(graph), torch.randn(2, 1, 32, 32)
    pruned = evaluated(module, graph)
    assert torch.equal(pruned(images), module(images)[0])
    assert pruned.get_parameter("fc3.weight") is module.get_parameter("fc3.weight")
    assert set(module.state_dict()) - set(pruned.state_dict()) == {"aux.fc.weight", "aux.fc.bias"}
    seen: list[str] = []
    with observing(module, module_names(graph), lambda name, inputs, output: seen.append(name)):
        pruned(images)
    assert set(module_names(graph)) - set(seen) == {"aux.flatten", "aux.fc"}
    assert evaluated(plain := compile_graph(lenet()), lenet()) is plain


def test_the_gate_finds_a_shape_rule_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(registry.get("Flatten"), shape_rule=lambda params, inputs: ShapeResult((401,)))
    monkeypatch.setitem(registry._specs, "Flatten", wrong)
    with pytest.raises(CompileError, match="fc1: torch cannot run it"):
        compile_graph(lenet())
    linear = replace(registry.get("Linear"), shape_rule=lambda params, inputs: ShapeResult((11,)))
    monkeypatch.undo()
    monkeypatch.setitem(registry._specs, "Linear", linear)
    graph = lenet()
    graph = edits.remove_nodes(graph, [graph.by_name[name].id for name in ("fc1", "tanh3", "fc2", "tanh4")])
    graph = edits.connect(graph, graph.by_name["flatten"].id, graph.by_name["fc3"].id)
    with pytest.raises(CompileError, match=r"fc3: expected an output of 11\. Received 10 from torch"):
        compile_graph(graph)
