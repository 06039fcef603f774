"""Packages of Debian and Ubuntu: installed where we may, named in one line where we may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def install(packages: Sequence[str], reason: str) -> bool:
    """Install packages if we are root and there is apt; otherwise say in one line how to get them.

    Args:
        packages: as apt names them.
        reason: the beginning of that line: what is missing, without a full stop.

    Returns:
        Whether they were installed.
    """
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        say(f"{reason}. Install what Debian calls {names} with your system's package manager, then try again.")
        return False
    if os.geteuid() != 0:
        say(f"{reason}. Install it with: sudo apt-get install {names}")
        return False
    say(f"{reason}. Installing {names} ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            say(f"apt-get {command[0]} failed, see above. Install it by hand with: apt-get install {names}")
            return False
    return True


def say(sentence: str) -> None:
    """Tell the person something while `make` runs."""
    print(sentence, file=sys.stderr, flush=True)
