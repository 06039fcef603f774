"""``devices``: one line a device and batch size, and sentences where there is none or it does not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from engine.headless import commands, devices
from engine.training import device_times
from engine.training.device_times import DeviceTime, measure
from tests.networks import small


def test_the_numbers_and_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["devices", "lenet5", "--devices", "cpu", "--batch-sizes", "1", "16"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert [(time["device"], time["batch_size"]) for time in found["times"]] == [("cpu", 1), ("cpu", 16)]
    for time in found["times"]:
        assert time["copy_s"] == 0
        assert time["images_per_second"] == pytest.approx(time["batch_size"] / (time["forward_s"] + time["backward_s"]))
    head, *lines = printed.err.splitlines()
    assert head.split() == ["batch", "forward", "backward", "copy", "images/s"]
    assert len(lines) == 2


def test_without_a_gpu_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert commands.run(["devices", "lenet5", "--batch-sizes", "2"]) == 0
    assert "no GPU that PyTorch can use, so there is only the CPU to time" in capsys.readouterr().err
    assert commands.run(["devices", "lenet5", "--devices", "cpu", "cuda"]) == 2
    assert "There is no CUDA device on this machine." in capsys.readouterr().err


@pytest.mark.parametrize("word", ["0", "-3", "many"])
def test_a_batch_has_an_image(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["devices", "lenet5", "--batch-sizes", word]) == 2
    assert capsys.readouterr().err


def test_passes_are_counted_without_the_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def seconds(module: Any, images: torch.Tensor, device: torch.device) -> tuple[float, float, float]:
        taken.append(len(images))
        return (9.0, 100.0, 100.0) if len(taken) <= 2 else (1.0, 2.0, float(len(taken)))

    monkeypatch.setattr(device_times, "_seconds", seconds)
    (found,) = measure(small(), (1, 8, 8), torch.device("cpu"), [4], rounds=5)
    assert found == DeviceTime("cpu", 4, 2.0, 5.0, 0.0)
    assert taken == [4] * 7


def test_a_batch_that_does_not_fit_is_said_and_the_others_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    def seconds(module: Any, images: torch.Tensor, device: torch.device) -> tuple[float, float, float]:
        if len(images) > 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return 0.001, 0.002, 0.002

    monkeypatch.setattr(device_times, "_seconds", seconds)
    found = measure(small(), (1, 8, 8), torch.device("cpu"), [8, 4])
    assert [time.images_per_second for time in found] == [None, 1000.0]
    lines = devices.text(found, {"cpu": "CPU"}).splitlines()
    assert lines[1].endswith("8  does not fit into the memory")
    assert lines[2].split() == ["CPU", "4", "2.00", "ms", "2.00", "ms", "0.00", "ms", "1,000"]


def test_the_generator_is_where_it_was() -> None:
    before = torch.get_rng_state()
    measure(small(), (1, 8, 8), torch.device("cpu"), [2], rounds=1)
    assert torch.equal(torch.get_rng_state(), before)
