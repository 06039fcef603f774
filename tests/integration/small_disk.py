"""A run in a folder on a real small disk that fills up while it trains, and has room again before its end.

    unshare -rm python -m tests.integration.small_disk MOUNT_POINT

Prints the run's last message, what it said meanwhile, and where its folder is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.runs.folder import RunFolder
from engine.training.events import RunFinished, RunNotice
from tests.engine.runs.kept import NUM_STEPS, go_on, new_folder
from tests.networks import ActingMailbox

SIZE_KB = 400
FULL_AT, ROOM_AT = 6, NUM_STEPS - 6


def main(mount_point: str, keep: str) -> int:
    """Train on the small disk, print JSON, and copy the folder to where it outlives the mount."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", mount_point], check=True)
    disk = Path(mount_point)
    folder, filler = new_folder(disk / "runs"), disk / "filler"
    mailbox = ActingMailbox({FULL_AT: lambda: fill(filler), ROOM_AT: filler.unlink})
    go_on(folder, every=2, mailbox=mailbox)
    events = mailbox.take_events()
    assert isinstance(events[-1], RunFinished)
    notices = [event.message for event in events if isinstance(event, RunNotice)]
    shutil.copytree(folder.path, keep)
    print(json.dumps({"end": events[-1].message, "notices": notices, "result": RunFolder(Path(keep)).result()}))
    return 0


def fill(path: Path) -> None:
    """Write until the disk takes nothing more."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            os.fsync(file.fileno())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
