import os
import shutil
import subprocess
from typing import Any

import pytest

from scripts import qt_libraries, system_packages

REASON = "Qt needs what this system does not have: libegl1"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run, and is not."""
    run: list[list[str]] = []

    def record(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        run.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="")

    monkeypatch.setattr(subprocess, "run", record)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    return run


class TestInstall:
    def test_root_gets_them(self, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert system_packages.install(["libegl1"], REASON)
        assert commands == [
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", "libegl1"],
        ]

    def test_others_are_told_how(
        self, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert not system_packages.install(["libegl1", "libgl1"], REASON)
        assert commands == []
        assert capsys.readouterr().err == f"{REASON}. Install it with: sudo apt-get install libegl1 libgl1\n"

    def test_a_system_without_apt_is_told_their_names(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(shutil, "which", lambda _: None)
        assert not system_packages.install(["libegl1"], REASON)
        assert capsys.readouterr().err.startswith(f"{REASON}. Install what Debian calls libegl1 with your system's")


class TestQtLibraries:
    def test_where_the_tests_run_nothing_is_missing(self) -> None:
        assert qt_libraries.missing_packages() == []

    def test_reads_what_the_loader_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = "\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibnew.so.7 => not found\n"
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=said))
        assert qt_libraries.missing_packages() == ["libegl1", "libnew.so.7"]
