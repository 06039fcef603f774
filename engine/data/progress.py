"""How reading a data set reports, and how it is ended from outside."""

from __future__ import annotations

from typing import Protocol

from engine.errors import ConvCanvasError, DataError


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


class Silent:
    """Tells nobody, and never ends anything."""

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Do nothing."""


class OnlyHere(Silent):
    """Refuses to download: to look at a network must not fetch gigabytes."""

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Raise `DataError` where something is downloaded."""
        if unit == "bytes":
            raise DataError("It is not on this machine yet. Train once to have it downloaded.")
