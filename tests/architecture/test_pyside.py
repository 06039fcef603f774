"""A fault of PySide6 that the pins in pyproject.toml keep away."""

import subprocess
import sys
from importlib.metadata import version

VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("name")
print("alive")
"""


def test_void_calls_do_not_wear_out_none() -> None:
    """6.12.0 gives back a reference to None too many with each call, which ends Python 3.11 after some thousand."""
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, check=False)
    assert done.stdout == "alive\n", f"PySide6 {version('PySide6-Essentials')}: {done.stderr}"
