"""torch comes in the background, and the interpreter is as it was before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """
import gc, sys
from engine.runtime.torch_loading import TorchLoader
interval = sys.getswitchinterval()
loader = TorchLoader(also=["colorsys"])
assert not loader.is_loading
loader.join()  # before it has begun there is nothing to wait for
loader.start()
assert "torch" not in sys.modules or loader.is_loading
loader.join()
assert not loader.is_loading
assert sys.getswitchinterval() == interval
assert gc.isenabled()
assert {"torch", "networkx", "colorsys"} <= sys.modules.keys()
import torch
assert torch.ones(2).sum().item() == 2
"""


def test_torch_is_loaded_in_a_thread_and_the_interpreter_left_as_it_was():
    done = subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
