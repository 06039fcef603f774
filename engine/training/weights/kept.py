"""Where a run's folder has its weights: what whoever writes checkpoints and whoever reads weights both know.

checkpoints/last-epoch3-step135/weights.safetensors
checkpoints/best-epoch2-step90/weights.safetensors
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

CHECKPOINTS = "checkpoints"
WEIGHTS = "weights.safetensors"
LAST, BEST = "last", "best"
NAME = re.compile(r"(last|best)-epoch(\d+)-step(\d+)")


def of_kind(folder: Path, kind: str) -> Iterator[Path]:
    """Yield the checkpoints of a kind in a folder of checkpoints."""
    if folder.is_dir():
        for path in list(folder.iterdir()):
            match = NAME.fullmatch(path.name)
            if match is not None and match[1] == kind:
                yield path


def weights_of_run(path: Path) -> Path | None:
    """Return the weights file that a path in a run's folder means; None if there is none.

    Args:
        path: the folder of a run, for its best epoch and else its last step; ``RUN/best`` or ``RUN/last``; or the
            folder of one checkpoint.
    """
    if (path / WEIGHTS).is_file():
        return path / WEIGHTS
    run, kinds = (path.parent, (path.name,)) if path.name in (BEST, LAST) else (path, (BEST, LAST))
    for kind in kinds:
        for checkpoint in of_kind(run / CHECKPOINTS, kind):
            return checkpoint / WEIGHTS
    return None
