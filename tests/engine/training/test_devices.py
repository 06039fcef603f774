from __future__ import annotations

import pytest
import torch

from engine.errors import TrainingError
from engine.training import devices


def present(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in names)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in names)


@pytest.mark.parametrize(
    ("names", "expected"), [(("cuda", "mps"), "cuda:0"), (("mps",), "mps"), ((), "cpu"), (("cuda",), "cuda:0")]
)
def test_auto_takes_cuda_then_mps_then_the_cpu(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], expected: str
) -> None:
    present(monkeypatch, *names)
    assert str(devices.choose("auto")) == expected


def test_a_device_that_is_not_there_is_named_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    present(monkeypatch, "mps")
    with pytest.raises(TrainingError, match=r"no CUDA device on this machine\. Set device to auto or mps or cpu\."):
        devices.choose("cuda")
    assert str(devices.choose("cpu")) == "cpu"


def test_a_core_is_left_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS")
    monkeypatch.setattr(devices, "usable_cores", lambda: 8)
    assert devices.num_cpu_threads() == 7
    assert devices.describe(torch.device("cpu")) == "CPU, 7 of 8 cores"
    monkeypatch.setattr(devices, "usable_cores", lambda: 1)
    assert devices.num_cpu_threads() == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert devices.num_cpu_threads() == 3
