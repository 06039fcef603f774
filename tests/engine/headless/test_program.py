"""The program as a person starts it, in an interpreter of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.events import RunFinished
from engine.training.loop import train
from tests.networks import lenet

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}

KEYS = [
    *("network", "data", "task", "epochs", "steps", "train_loss", "test_accuracy", "seconds"),
    *("images_per_second", "device"),
]

LOADED = """
import sys
import main
code = main.main(sys.argv[1:])
print([name for name in ("PySide6", "pyqtgraph", "torch", "gui") if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


def started(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *words], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=120
    )


def test_training_lenet_on_the_digits(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    words = ["train", "lenet5", "--data", "digits", "--epochs", "15", "--seed", "0", "--checkpoint", str(path)]
    done = started("-c", LOADED, *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "['torch']"  # no Qt
    (line,) = done.stdout.splitlines()
    result = json.loads(line)
    assert list(result) == KEYS
    assert (result["network"], result["data"], result["epochs"], result["device"]) == ("lenet5", "digits", 15, "cpu")
    assert result["test_accuracy"] >= 0.97
    assert result["images_per_second"] == pytest.approx(15 * 1293 / result["seconds"])
    assert "615/615" in done.stderr  # the bar reached its end
    assert "accuracy" in done.stderr
    assert torch.load(path, weights_only=True)["step"] == result["steps"] == 615

    again = Mailbox()  # the same seed in another process: the same numbers
    train(lenet(), TrainingConfig(epochs=15, seed=0, device="cpu"), again)
    end = again.take_events()[-1]
    assert isinstance(end, RunFinished)
    assert (end.train_loss, end.test_accuracy) == (result["train_loss"], result["test_accuracy"])


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_interrupting_ends_cleanly() -> None:
    process = subprocess.Popen(
        [sys.executable, "main.py", "train", "lenet5", "--epochs", "100000"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    seen = ""
    deadline = time.monotonic() + 60
    while "images/s" not in seen and time.monotonic() < deadline:
        seen += process.stderr.read(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("Stopped after step")
    result = json.loads(out)
    assert list(result) == KEYS
    assert result["steps"] > 0


@pytest.mark.parametrize(
    "words", [["summary", "lenet5"], ["summary", "lenet5", "--json"], ["presets"], ["summary", "x"]]
)
def test_what_needs_no_torch_does_not_load_it(words: list[str]) -> None:
    done = started("-c", LOADED, *words)
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_mistake_ends_with_2_and_no_traceback() -> None:
    done = started("main.py", "train", "lenet5", "--epoch", "3")
    assert done.returncode == 2
    assert done.stdout == ""
    assert (
        done.stderr == "There is no option '--epoch'. Did you mean '--epochs'? `main.py train --help` lists them all.\n"
    )
