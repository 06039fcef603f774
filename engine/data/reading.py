"""Reading a data set by its source: bundled, one of torchvision's, or a person's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.data import digits
from engine.data.catalogue import DIGITS, TORCHVISION
from engine.data.collection import Collection
from engine.data.progress import Progress
from engine.data.shapes import sets as shapes


def _torchvision(name: str, progress: Progress) -> Collection:
    from engine.data.published.reading import read

    return read(name, progress)


READERS: dict[str, Callable[[Progress], Collection]] = {
    DIGITS.name: digits.read,
    **shapes.READERS,
    **{info.name: partial(_torchvision, info.name) for info in TORCHVISION},
}


def read(source: str, progress: Progress) -> Collection:
    """Return what a source names.

    Args:
        source: a name of the catalogue, or the path of a folder or table.
        progress: is told how far it is, and may end it.

    Raises:
        DataError: it cannot be read.
        CancelledError: the person has ended it.
    """
    if source in READERS:
        return READERS[source](progress)
    from engine.data.own.reading import read as read_own

    return read_own(source, progress)
