"""Transfer learning: torchvision's files, what starts fresh, what is frozen, and what a run then does."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import nn

from engine.compiling.compiler import compile_graph
from engine.errors import TrainingError
from engine.graph import edits
from engine.graph.learning import set_frozen
from engine.graph.model import Graph
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.events import RunFailed, WeightsLoaded
from engine.training.loop import train
from engine.training.weights.starting import check, start
from presets import registry
from tests.engine.runs.kept import CONFIG
from tests.networks import small


@pytest.fixture(scope="module")
def resnet(tmp_path_factory: pytest.TempPathFactory) -> tuple[nn.Module, Path]:
    """Return torchvision's ResNet-18 with random weights, and the folder with its files."""
    torch.manual_seed(7)
    model = torchvision.models.resnet18().eval()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):  # as if it had seen images
            module.running_mean.normal_(std=0.1)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 1.5)  # type: ignore[union-attr]
            module.num_batches_tracked += 3  # type: ignore[operator]
    root, state = tmp_path_factory.mktemp("weights"), model.state_dict()
    torch.save(state, root / "resnet18.pth")
    torch.save({"state_dict": {f"module.{name}": value for name, value in state.items()}}, root / "parallel.pth")
    save_file(state, root / "resnet18.safetensors")
    return model, root


def config(path: Path | str, **changes: Any) -> TrainingConfig:
    return replace(CONFIG, start_from=str(path), **changes)


def started(graph: Graph, path: Path | str, **changes: Any) -> tuple[nn.Module, WeightsLoaded]:
    module = compile_graph(graph)
    loaded = start(module, graph, config(path, **changes))
    assert loaded is not None
    return module, loaded


@pytest.mark.parametrize("file", ["resnet18.pth", "parallel.pth", "resnet18.safetensors"])
def test_torchvisions_file_goes_into_the_preset_but_for_its_classes(resnet: tuple[nn.Module, Path], file: str) -> None:
    theirs, root = resnet
    graph = registry.get("resnet18").build(10, 64)
    module = compile_graph(graph)
    fresh = copy.deepcopy(module.fc.state_dict())  # type: ignore[union-attr]
    loaded = start(module, graph, config(root / file))
    state = theirs.state_dict()
    for name, values in module.state_dict().items():
        expected = fresh[name.removeprefix("fc.")] if name.startswith("fc.") else state[name]
        assert torch.equal(values, expected), name
    assert loaded is not None
    assert loaded.text == (
        f"120 of 122 tensors taken from {file}. fc.weight is 1000 × 512 in the file, 10 × 512 here: starts fresh. "
        "fc.bias is 1000 in the file, 10 here: starts fresh."
    )
    assert loaded.text == check(graph, config(root / file)).text  # type: ignore[union-attr]
    names = {graph.nodes[node_id].name for node_id in loaded.node_ids}
    assert {"conv1", "bn1", "layer1.0.conv1", "layer4.0.downsample.0"} < names
    assert "fc" not in names
    assert len(names) == 40


def test_the_features_are_torchvisions(resnet: tuple[nn.Module, Path]) -> None:
    theirs, root = resnet
    module, _ = started(registry.get("resnet18").build(10, 64), root / "resnet18.pth")
    images = torch.rand(2, 3, 64, 64)
    found: list[torch.Tensor] = []
    for network, layer in ((theirs, theirs.avgpool), (module.eval(), module.get_submodule("avgpool"))):
        with torch.no_grad(), layer.register_forward_hook(lambda *arguments: found.append(arguments[-1])):  # type: ignore[union-attr]
            network(images)
    assert torch.equal(found[0], found[1])


def test_a_file_of_other_names_is_matched_by_order(tmp_path: Path) -> None:
    graph = small()
    other = {f"backbone.{index}.{name.rpartition('.')[2]}": values for index, (name, values) in named(graph)}
    torch.save(other, tmp_path / "other.pt")
    with pytest.raises(
        TrainingError, match=r"Nothing in 'other.pt' fits.*backbone.0.weight \(4 × 1 × 3 × 3\), the net"
    ):
        started(graph, tmp_path / "other.pt")
    module, loaded = started(graph, tmp_path / "other.pt", match_by="order")
    assert loaded.num_taken == loaded.num_tensors == len(other)
    assert all(torch.equal(mine, its) for mine, its in zip(module.state_dict().values(), other.values(), strict=True))


def named(graph: Graph) -> list[tuple[int, tuple[str, torch.Tensor]]]:
    return list(enumerate(compile_graph(graph).state_dict().items()))


def test_safetensors_have_no_order_to_match_by(resnet: tuple[nn.Module, Path]) -> None:
    with pytest.raises(TrainingError, match=r"cannot be matched by order: safetensors files have their tensors sorted"):
        started(registry.get("resnet18").build(10, 64), resnet[1] / "resnet18.safetensors", match_by="order")


def test_a_count_of_batches_alone_is_nothing(tmp_path: Path) -> None:
    torch.save({"stem.bn.num_batches_tracked": torch.tensor(4)}, tmp_path / "x.pt")
    with pytest.raises(TrainingError, match=r"Nothing in 'x.pt' fits this network"):
        started(small(), tmp_path / "x.pt")


def test_half_precision_is_brought_to_the_networks(tmp_path: Path) -> None:
    state = {name: value.half() for name, value in compile_graph(small()).state_dict().items()}
    torch.save(state, tmp_path / "half.pt")
    module, _ = started(small(), tmp_path / "half.pt")
    assert {value.dtype for value in module.parameters()} == {torch.float32}
    assert torch.equal(module.get_parameter("fc.weight"), state["fc.weight"].float())


def test_a_check_draws_no_random_number(resnet: tuple[nn.Module, Path]) -> None:
    before = torch.get_rng_state()
    check(registry.get("resnet18").build(10, 64), config(resnet[1] / "resnet18.pth"))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_frozen_layer_that_starts_fresh_is_said(resnet: tuple[nn.Module, Path]) -> None:
    graph = registry.get("resnet18").build(10, 64)
    graph = set_frozen(graph, [graph.by_name["fc"].id, graph.by_name["conv1"].id], True)
    _, loaded = started(graph, resnet[1] / "resnet18.pth")
    assert loaded.text.endswith(" fc would stay as drawn: frozen layers never learn. Thaw it.")


def saved(tmp_path: Path) -> tuple[Path, dict[str, torch.Tensor]]:
    torch.manual_seed(5)
    module = compile_graph(small())
    module.stem.bn.running_mean.uniform_(-1, 1)  # type: ignore[union-attr,operator]
    torch.save(module.state_dict(), tmp_path / "small.pt")
    return tmp_path / "small.pt", module.state_dict()


def test_what_is_loaded_and_frozen_stays_to_the_last_bit_and_the_rest_learns(tmp_path: Path) -> None:
    path, state = saved(tmp_path)
    graph = small()
    loaded = check(graph, config(path))
    assert loaded is not None
    kept = [node_id for node_id in loaded.node_ids if graph.nodes[node_id].name != "fc"]
    assert {graph.nodes[node_id].name for node_id in kept} == {"stem.conv", "stem.bn"}
    run = train(set_frozen(graph, kept, True), config(path, epochs=1), Mailbox())
    assert run is not None
    after = run.module.state_dict()
    for name in after:
        is_kept = name.startswith("stem.")  # running mean and variance too: frozen layers are in evaluation mode
        assert torch.equal(after[name], state[name]) is is_kept, name


def test_without_freezing_all_of_it_goes_on_learning_from_there(tmp_path: Path) -> None:
    path, state = saved(tmp_path)
    run = train(small(), config(path, epochs=1, lr=1e-5), Mailbox())
    assert run is not None
    after = run.module.state_dict()
    assert not any(torch.equal(after[name], state[name]) for name in ("stem.conv.weight", "fc.weight"))
    assert torch.allclose(after["fc.weight"], state["fc.weight"], atol=1e-3), "a small step from there"
    assert not torch.equal(after["stem.bn.running_mean"], state["stem.bn.running_mean"])


def test_a_run_reports_it_before_its_first_step_and_fails_in_a_sentence(tmp_path: Path) -> None:
    path, _ = saved(tmp_path)
    mailbox = Mailbox()
    train(small(), config(path, epochs=1), mailbox)
    events = mailbox.take_events()
    assert isinstance(events[0], WeightsLoaded)
    assert events[0].text.startswith("9 of 9 tensors taken from small.pt.")
    mailbox = Mailbox()
    assert train(small(), config(tmp_path / "gone.pt"), mailbox) is None
    (failed,) = mailbox.take_events()
    assert isinstance(failed, RunFailed)
    assert failed.message.startswith("There are no weights at")


def test_the_same_seed_draws_the_same_rest_with_and_without_a_file(tmp_path: Path) -> None:
    """What starts fresh is what a run without the file would begin with."""
    path, state = saved(tmp_path)
    graph = small()
    graph = edits.set_param(graph, graph.by_name["fc"].id, "out_features", 5)
    torch.manual_seed(0)
    plain = compile_graph(graph)
    torch.manual_seed(0)
    module, loaded = started(graph, path)
    assert torch.equal(module.get_parameter("fc.weight"), plain.get_parameter("fc.weight"))
    assert torch.equal(module.get_parameter("stem.conv.weight"), state["stem.conv.weight"])
    assert loaded.num_taken == 7
