"""ConvCanvas: see and build convolutional networks. `python main.py` opens the window; `--help` lists what else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(words: Sequence[str]) -> int:
    """Open the window, with a project file if one is named, or carry out a command; return the exit code."""
    if not words:
        return open_window(None)
    if len(words) == 1 and Path(words[0]).is_file():
        return open_window(Path(words[0]))
    from engine.headless import commands

    return commands.run(words)


def open_window(project: Path | None) -> int:
    """Open the window and return the program's exit code when it is closed."""
    try:
        from gui.application import run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "PySide6":
            raise
        message = "The window needs PySide6, which is not installed. `main.py --help` lists what works without it."
        print(message, file=sys.stderr)
        return 1
    return run(project)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
