from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.runs.appended import AppendedFile


def test_it_grows_by_what_is_added(tmp_path: Path) -> None:
    file = AppendedFile(tmp_path / "rows", b"head\n")
    file.flush()
    file.add(b"1\n")
    file.add(b"2\n")
    file.flush()
    file.flush()
    assert (tmp_path / "rows").read_bytes() == b"head\n1\n2\n"


def test_a_disk_that_takes_a_part_keeps_none_of_it_and_gets_it_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = AppendedFile(tmp_path / "rows", b"head\n")
    file.flush()
    write = os.write

    def nearly_full(descriptor: int, content: bytes) -> int:
        if len(content) < 4:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:4])

    file.add(b"123456\n")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", nearly_full)
        with pytest.raises(OSError, match="No space left"):
            file.flush()
    assert (tmp_path / "rows").read_bytes() == b"head\n"
    file.add(b"7\n")
    file.flush()
    assert (tmp_path / "rows").read_bytes() == b"head\n123456\n7\n"


def test_a_file_that_vanished_is_said_and_not_made_anew_with_half_its_rows(tmp_path: Path) -> None:
    file = AppendedFile(tmp_path / "rows", b"head\n")
    file.flush()
    (tmp_path / "rows").unlink()
    file.add(b"1\n")
    with pytest.raises(FileNotFoundError):
        file.flush()
    assert not (tmp_path / "rows").exists()
