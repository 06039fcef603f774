"""torchvision's downloads, with a progress that can be seen and a Cancel that acts."""
# ruff: noqa: TID253

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from torchvision.datasets import utils

from engine.data.progress import Progress

_one_at_a_time = threading.Lock()
"""torchvision's bar is a name in its module, which all threads share."""


@contextmanager
def reported(title: str, progress: Progress) -> Iterator[None]:
    """Have torchvision's downloads in here report their bytes, instead of drawing a bar on the terminal.

    torchvision asks for its bar before the first byte and updates it with each piece, so what is raised there ends the
    download. A file that was cut short has a wrong checksum and is downloaded again.
    """

    class Bar:
        """Stands in for `tqdm` as torchvision uses it."""

        def __init__(self, *, total: int | None = None, **look: object) -> None:
            self._total, self._done = total or 0, 0
            self.update(0)

        def __enter__(self) -> Bar:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """Nothing is left to end."""

        def update(self, num_bytes: int) -> None:
            """Count bytes that came."""
            self._done += num_bytes
            progress.report(f"Downloading {title}", self._done, self._total, "bytes")

    with _one_at_a_time:
        before = utils.tqdm
        utils.tqdm = Bar
        try:
            yield
        finally:
            utils.tqdm = before
