"""How reading a data set reports, and how it is ended from outside."""

from __future__ import annotations

import time
from typing import Protocol

from engine.errors import ConvCanvasError, DataError

NOT_HERE = "It is not on this machine yet. Train once to have it downloaded."
"""What is said where nothing is to be downloaded."""


class CancelledError(ConvCanvasError):
    """The person has told a preparation to end."""


class Progress(Protocol):
    """Who is told how far something is."""

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Say how far something is; called often, so it decides itself how often it passes that on.

        Args:
            what: a phrase, such as ``Downloading MNIST``.
            done, total: counted in ``unit``; a total of 0 is not known.
            unit: ``images`` or ``bytes``.

        Raises:
            CancelledError: it is to end now.
        """


class Seldom:
    """Says when a report is to be passed on: at once if it is of something else, and otherwise ten times a second."""

    INTERVAL_S = 0.1

    def __init__(self) -> None:
        self._what = ""
        self._last = 0.0

    def is_due(self, what: str) -> bool:
        """Whether a report is to be passed on now."""
        now = time.monotonic()
        if what == self._what and now - self._last < self.INTERVAL_S:
            return False
        self._what, self._last = what, now
        return True


class Silent:
    """Tells nobody, and never ends anything."""

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Do nothing."""


class OnlyHere(Silent):
    """Refuses to download: to look at a network must not fetch gigabytes."""

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Raise `DataError` where something is downloaded."""
        if unit == "bytes":
            raise DataError(NOT_HERE)
