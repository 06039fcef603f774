"""`kill -9` at random moments: at most the last 5 seconds are lost, and what is left is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.project import files
from engine.project.autosave import Autosaves
from engine.project.document import Document
from tests.integration.restless_program import digest

ROOT = Path(__file__).parents[2]
MOST_LOST_S = 5.0
LATEST_S = 9.0
"""When the last of several programs is killed at the latest."""
PARALLEL = 3
"""Programs that run at the same time; each is killed for itself."""


@contextmanager
def programs(folder: Path, seeds: list[int]) -> Iterator[list[tuple[subprocess.Popen[str], Path]]]:
    """Run a restless program for each seed; those that are left over are ended."""
    running = []
    for seed in seeds:
        own = folder / str(seed)
        own.mkdir()
        command = [sys.executable, "-m", "tests.integration.restless_program", str(seed), str(own)]
        with (own / "errors").open("w") as errors:
            program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        running.append((program, own))
    try:
        yield running
    finally:
        for program, _ in running:
            program.kill()
            program.communicate()


def kill_at_random(folder: Path, seeds: list[int]) -> None:
    chance = random.Random(seeds[0])
    with programs(folder, seeds) as running:
        for program, own in running:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n", (own / "errors").read_text()
        moments = [(place + chance.random()) * LATEST_S / len(running) for place in range(len(running))]
        begun = time.monotonic()
        for moment, (program, own) in zip(moments, running, strict=True):
            time.sleep(max(0.0, begun + moment - time.monotonic()))
            assert program.poll() is None, (own / "errors").read_text()
            killed_at = time.time()
            program.kill()
            program.wait()
            check_what_is_left(own, killed_at)


def check_what_is_left(folder: Path, killed_at: float) -> None:
    said = (folder / "errors").read_text().splitlines()
    assert [line for line in said if not line.startswith("This plugin does not support")] == []
    path = folder / "net.convcanvas"
    recovered = {"untitled": Document(), "titled": files.load(path)}
    survivor = Autosaves(folder / "autosave")
    for leftover in survivor.leftovers():
        recovered["untitled" if leftover.path is None else "titled"] = leftover.load()
        leftover.discard()
    survivor.close()
    states = [line.split() for line in (folder / "states").read_text().splitlines()]
    for name, document in recovered.items():
        own = [(float(moment), state) for moment, network, state in states if network == name]
        assert lost_s(own, digest(document), killed_at) < MOST_LOST_S, name
    left = {found for found in folder.rglob("*") if found.is_file()} - set(folder.glob(".*.tmp"))  # of a save
    known = {path, files.backup_of(path), folder / "states", folder / "errors"}
    assert {found for found in left - known if found.suffix not in (".ini", ".conf")} == set()


def lost_s(states: list[tuple[float, str]], recovered: str, killed_at: float) -> float:
    """Return for how long the recovered state had not been the present one when the program was killed.

    What has never been there counts as all lost, from the first state on.
    """
    last = max((place for place, (_, state) in enumerate(states) if state == recovered), default=-1)
    return killed_at - states[last + 1][0] if last + 1 < len(states) else 0.0


def test_three_kills(tmp_path: Path) -> None:
    kill_at_random(tmp_path, [1, 2, 3])


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_thirty_kills(tmp_path: Path) -> None:
    for first in range(100, 130, PARALLEL):
        kill_at_random(tmp_path, list(range(first, first + PARALLEL)))
