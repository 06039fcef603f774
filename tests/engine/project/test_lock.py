import subprocess
import sys
from pathlib import Path

import pytest

from engine.project.lock import FileLock

HOLD = """
import sys, time
from pathlib import Path
from engine.project.lock import FileLock
lock = FileLock.acquire(Path(sys.argv[1]))
print("held" if lock else "refused", flush=True)
time.sleep(60)
"""


def test_only_one_holds_it(tmp_path: Path) -> None:
    lock = FileLock.acquire(tmp_path / "lock")
    assert lock is not None
    assert FileLock.acquire(tmp_path / "lock") is None
    lock.release()
    again = FileLock.acquire(tmp_path / "lock")
    assert again is not None
    again.release(remove=True)
    again.release(remove=True)
    assert list(tmp_path.iterdir()) == []


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "lock"], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert FileLock.acquire(tmp_path / "lock") is None
        holder.kill()
    lock = FileLock.acquire(tmp_path / "lock")
    assert lock is not None
    lock.release()


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLock.acquire(tmp_path / "gone" / "lock")
