"""Files in their true formats, whole and broken, foreign and harmful."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn, optim

from engine.errors import TrainingError
from engine.training.weights.reading import read
from tests.engine.runs.kept import CONFIG, best_of, go_on, new_folder


def network() -> nn.Sequential:
    torch.manual_seed(1)
    return nn.Sequential(OrderedDict(conv=nn.Conv2d(1, 2, 3), bn=nn.BatchNorm2d(2)))


def equal(one: Any, other: Any) -> bool:
    return list(one) == list(other) and all(torch.equal(one[name], other[name]) for name in one)


def checkpoints_of(model: nn.Module) -> dict[str, Any]:
    """What people save, under the names under which they do."""
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    state = model.state_dict()
    return {
        "bare": state,
        "state_dict": {"state_dict": state, "epoch": 3, "optimizer": optimizer.state_dict()},
        "model": {"model": state, "args": {"lr": 0.1}},
        "model_state_dict": {"model_state_dict": state, "loss": 0.5},
        "nested": {"state_dict": {"model": state}},
    }


@pytest.mark.parametrize("form", ["bare", "state_dict", "model", "model_state_dict", "nested"])
def test_what_torch_saves_is_read_in_the_networks_order(tmp_path: Path, form: str) -> None:
    model = network()
    torch.save(checkpoints_of(model)[form], tmp_path / "weights.pth")
    file = read(str(tmp_path / "weights.pth"))
    assert equal(file.tensors, model.state_dict())
    assert file.is_ordered


def test_files_from_before_torch_1_6_are_read(tmp_path: Path) -> None:
    model = network()
    torch.save(model.state_dict(), tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    assert equal(read(str(tmp_path / "old.pth")).tensors, model.state_dict())


def test_safetensors_are_read_and_have_no_order(tmp_path: Path) -> None:
    state = network().state_dict()
    save_file(state, tmp_path / "weights.safetensors")
    file = read(str(tmp_path / "weights.safetensors"))
    assert not file.is_ordered
    assert equal(dict(sorted(file.tensors.items())), dict(sorted(state.items())))


def test_a_run_has_its_best_and_its_last_weights(tmp_path: Path) -> None:
    folder = new_folder(tmp_path, CONFIG)
    run = go_on(folder)
    assert run is not None
    last = read(str(folder.path / "last"))
    assert last.is_ordered
    assert equal(last.tensors, run.module.state_dict())
    assert read(str(folder.path)).path == best_of(folder) / "weights.safetensors"
    assert read(str(folder.path / "best")).path == read(str(best_of(folder))).path == read(str(folder.path)).path


class Harm:
    """What a pickle could do if it were opened."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path(__file__).with_name("harm_was_done"),)


@pytest.mark.parametrize("content", [network(), Harm(), {"state_dict": {"a": torch.zeros(1), "b": Harm()}}])
def test_objects_are_refused_and_nothing_is_run(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / "whole.pt")
    with pytest.raises(TrainingError, match=r"'.*whole.pt' holds Python objects.*Save the weights alone: torch.save"):
        read(str(tmp_path / "whole.pt"))
    assert not Path(__file__).with_name("harm_was_done").exists()


@pytest.mark.parametrize("suffix", [".pt", ".pth", ".bin"])
@pytest.mark.parametrize("content", [b"", b"GIF89a, not weights" * 20, b"PK\x03\x04 half a zip"])
def test_other_files_are_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    (tmp_path / f"x{suffix}").write_bytes(content)
    with pytest.raises(TrainingError, match=r"cannot be read as weights: expected a whole file that torch.save wrote"):
        read(str(tmp_path / f"x{suffix}"))


@pytest.mark.parametrize("suffix", ["pt", "safetensors"])
def test_files_that_are_cut_off_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    state: dict[str, Tensor] = network().state_dict()
    (torch.save if suffix == "pt" else save_file)(state, path)  # type: ignore[operator]
    path.write_bytes(path.read_bytes()[:-80])
    with pytest.raises(TrainingError, match=r"Copy or download it again"):
        read(str(path))


@pytest.mark.parametrize(
    ("content", "received"), [({"epoch": 3, "lr": 0.1}, "epoch, lr"), ([1, 2], "a list"), ({}, "nothing")]
)
def test_what_has_no_weights_says_what_it_has(tmp_path: Path, content: object, received: str) -> None:
    torch.save(content, tmp_path / "x.pt")
    with pytest.raises(
        TrainingError, match=rf"has no weights in it: .* Received {received}\. Save one with torch.save"
    ):
        read(str(tmp_path / "x.pt"))


def test_what_is_not_there_and_folders_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(
        TrainingError, match=r"There are no weights at '.*gone.pt'\. Choose another file, or start fresh"
    ):
        read(str(tmp_path / "gone.pt"))
    with pytest.raises(TrainingError, match=r"has no weights of a run\. Expected the folder of a run that has a check"):
        read(str(tmp_path))
