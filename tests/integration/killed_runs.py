"""Trains the run in a folder again and again, killed each time, and at last to its end.

Arguments: the folder; that of a run alike, which is never killed; then for each kill a step, at which the run kills
itself, or ``ms`` and a number of milliseconds after which it is killed from outside, wherever it is. Each run is a
process of its own, forked from this one, which has loaded torch and has no threads. Prints how many were killed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import torch

from engine.runs.folder import RunFolder
from tests.engine.runs.kept import go_on
from tests.networks import ActingMailbox

NEVER = "1000000"


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def train_killed(folder: RunFolder, word: str) -> bool:
    """Train until the kill; return whether it came before the end."""
    step = 0 if word.startswith("ms") else int(word)
    child = os.fork()
    if child == 0:
        go_on(folder, every=3, mailbox=ActingMailbox({step: kill_self}))
        os._exit(0)
    if not step:
        time.sleep(int(word.removeprefix("ms")) / 1000)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(path: str, whole: str, *words: str) -> None:
    torch.set_num_threads(1)
    folder = RunFolder(Path(path))
    num_killed = sum(train_killed(folder, word) for word in words)
    train_killed(folder, NEVER)
    train_killed(RunFolder(Path(whole)), NEVER)
    print(num_killed)


if __name__ == "__main__":
    main(*sys.argv[1:])
