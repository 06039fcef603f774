"""Makes .venv and installs the project into it. Runs on a bare Python: nothing but the standard library.

Usage: python3 -m scripts.environment
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from scripts.system_packages import install, say

FOLDER = Path(".venv")
OLDEST = (3, 11)


def main() -> int:
    """Make the environment and return the exit code."""
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        say(f"ConvCanvas needs Python {needed} or newer; python3 is {found}. Name a newer one: make PYTHON=python3.12")
        return 1
    python = FOLDER / "bin" / "python"
    if not _works(python) and not _make():
        return 1
    say("Installing ConvCanvas and what it needs. The first time this takes a few minutes: torch is large.")
    return subprocess.run([python, "-m", "pip", "install", "--editable", ".[dev]"], check=False).returncode


def _works(python: Path) -> bool:
    """Whether there is an environment with a pip: making one may have been interrupted."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _make() -> bool:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if (find_spec("ensurepip") is None or find_spec("venv") is None) and not install(
        [package], "python3 cannot make virtual environments: its venv module is not installed"
    ):
        return False
    # In a process of its own: this one may have begun before the module was there.
    return subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
