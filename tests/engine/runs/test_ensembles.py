"""Snapshots of one run and several runs, tested together."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.compiling.compiler import compile_graph
from engine.data.loading import LoadOptions, load
from engine.errors import FormatError, TrainingError
from engine.project.document import Document
from engine.runs import snapshots
from engine.runs.ensembles import evaluate_together
from engine.runs.folder import RunFolder
from engine.runs.members import Member, members
from engine.training.control import RunControl
from tests.engine.runs.kept import CONFIG, STEPS_PER_EPOCH, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox, lenet

RESTARTING = replace(CONFIG, epochs=5, schedule="cosine_restarts", cycle_epochs=2)
SHORT = replace(CONFIG, epochs=1)


@pytest.fixture(scope="module")
def restarted(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = new_folder(tmp_path_factory.mktemp("restarted"), RESTARTING)
    go_on(folder)
    return folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[RunFolder]:
    root = tmp_path_factory.mktemp("runs")
    folders = [new_folder(root, replace(SHORT, seed=seed)) for seed in range(3)]
    for folder in folders:
        go_on(folder)
    return folders


def by_hand(chosen: tuple[Member, ...]) -> tuple[list[float], float]:
    """Return the accuracies of the members and of the mean of their softmax, with torch alone."""
    data = load("digits", (1, 8, 8), torch.device("cpu"), LoadOptions.of(chosen[0].document.training.values())).test
    found = []
    for member in chosen:
        module = compile_graph(member.document.graph).eval()
        module.load_state_dict(load_file(member.weights))
        with torch.no_grad():
            found.append(module(data.images).softmax(1))  # type: ignore[attr-defined]
    right = [int((each.argmax(1) == data.labels).sum()) / len(data) for each in (*found, torch.stack(found).mean(0))]
    return right[:-1], right[-1]


def test_a_run_keeps_its_weights_at_the_end_of_each_cycle(tmp_path: Path) -> None:
    config = replace(RESTARTING, epochs=2)
    folder = new_folder(tmp_path, config)
    run = go_on(folder)
    assert run is not None
    (path,) = snapshots.listed(folder.snapshots)
    assert snapshots.epoch_of(path) == 2
    assert same(load_file(path), dict(run.module.state_dict()))


def test_the_snapshots_of_one_run_are_tested_together(restarted: RunFolder) -> None:
    chosen = members([restarted])
    assert [member.title for member in chosen] == ["Epoch 2", "Epoch 4"]
    progress: list[tuple[int, int]] = []
    result = evaluate_together(chosen, "cpu", lambda done, total: progress.append((done, total)))
    assert result is not None
    assert (list(result.accuracies), result.accuracy) == by_hand(chosen)
    assert result.num_images == 360
    assert result.gain == pytest.approx(result.accuracy - sum(result.accuracies) / 2)
    assert progress == [(0, 2), (1, 2)]


def test_several_runs_are_tested_with_their_latest_weights(runs: list[RunFolder]) -> None:
    chosen = members(runs)
    result = evaluate_together(chosen, "cpu")
    assert result is not None
    assert list(result.accuracies) == [folder.result()["test_accuracy"] for folder in runs]
    assert (list(result.accuracies), result.accuracy) == by_hand(chosen)
    assert result.titles == tuple(f"small, {folder.path.name}" for folder in runs), "one cannot tell them apart by name"


def test_networks_of_other_sizes_look_at_the_same_images(runs: list[RunFolder], tmp_path: Path) -> None:
    other = RunFolder.create(tmp_path, Document(lenet(), SHORT), "lenet")
    go_on(other)
    result = evaluate_together(members([runs[0], other]), "cpu")
    assert result is not None
    assert result.accuracies[1] == other.result()["test_accuracy"]
    assert result.titles == ("small", "lenet")


@pytest.mark.parametrize("step", [STEPS_PER_EPOCH, 2 * STEPS_PER_EPOCH, 2 * STEPS_PER_EPOCH + 3, 40])
def test_a_run_that_was_stopped_around_a_snapshot_ends_with_the_same_ones(
    restarted: RunFolder, tmp_path: Path, step: int
) -> None:
    folder, control = new_folder(tmp_path, RESTARTING), RunControl()
    go_on(folder, mailbox=ActingMailbox({step: control.stop}), control=control)
    go_on(folder)
    assert same(outcome(folder), outcome(restarted))
    mine, its = snapshots.listed(folder.snapshots), snapshots.listed(restarted.snapshots)
    assert [path.name for path in mine] == [path.name for path in its]
    for one, other in zip(mine, its, strict=True):
        assert same(load_file(one), load_file(other))


def test_snapshots_behind_the_checkpoint_that_a_run_goes_on_from_are_taken_again(tmp_path: Path) -> None:
    folder, control = new_folder(tmp_path, RESTARTING), RunControl()
    go_on(folder, mailbox=ActingMailbox({STEPS_PER_EPOCH + 2: control.stop}), control=control)
    folder.snapshots.mkdir()
    stale = folder.snapshots / "epoch4.safetensors"
    stale.write_bytes(b"of a life that was not kept")
    control = RunControl()
    go_on(folder, mailbox=ActingMailbox({2 * STEPS_PER_EPOCH + 1: control.stop}), control=control)
    assert [snapshots.epoch_of(path) for path in snapshots.listed(folder.snapshots)] == [2]


def test_no_random_number_is_drawn(runs: list[RunFolder]) -> None:
    """A run that is trained meanwhile draws from the same generators."""
    torch.manual_seed(5), random.seed(5)
    expected = torch.rand(2).tolist(), random.random()
    torch.manual_seed(5), random.seed(5)
    evaluate_together(members(runs[:2]), "cpu")
    assert (torch.rand(2).tolist(), random.random()) == expected


def test_it_ends_where_it_is_told_to(runs: list[RunFolder]) -> None:
    assert evaluate_together(members(runs), "cpu", may_go_on=lambda: False) is None


def test_what_cannot_be_tested_together_is_refused(runs: list[RunFolder], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"at least two members, and 'small' has kept 0 snapshots"):
        members(runs[:1])
    with pytest.raises(FormatError, match="not the folder of a run"):
        members([runs[0], RunFolder(tmp_path / "none")])
    fresh = new_folder(tmp_path, SHORT)
    with pytest.raises(TrainingError, match="has no checkpoint yet"):
        members([runs[0], fresh])
    other = new_folder(tmp_path, replace(SHORT, split_seed=7))
    go_on(other)
    with pytest.raises(TrainingError, match=r"their split_seed is .*one has learned from images that the other"):
        members([runs[0], other])


def test_weights_that_cannot_be_read_are_named(runs: list[RunFolder], tmp_path: Path) -> None:
    one, other = members(runs[:2])
    broken = tmp_path / "weights.safetensors"
    broken.write_bytes(b"no tensors")
    with pytest.raises(TrainingError, match=f"The weights of '{other.title}' in .* cannot be read"):
        evaluate_together((one, replace(other, weights=broken)), "cpu")
    with pytest.raises(TrainingError, match="cannot be read: Error"):
        evaluate_together((one, replace(other, document=Document(lenet(), SHORT))), "cpu")


def test_twice_it_is_the_same(runs: list[RunFolder]) -> None:
    """`small` has dropout and batch statistics: they are in evaluation mode."""
    assert evaluate_together(members(runs), "cpu") == evaluate_together(members(runs), "cpu")
