"""Files of earlier versions: each step turns the content of a file into that of the next version.

A new version of the format is one more function at the end of `MIGRATIONS` and its reader in `format`; the functions
before it stay as they are, for they describe files that exist.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from engine.errors import FormatError, shown

Migration: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""From a file's content in version n to its content in version n + 1; "version" itself is set by `migrated`."""


def _leads_down(root: dict[str, Any]) -> dict[str, Any]:
    """Version 1 to 2: a network has a direction; before, all led down."""
    return {**root, "direction": "down"}


def _learns_as_before(root: dict[str, Any]) -> dict[str, Any]:
    """Version 2 to 3: a run has more settings, and a node may be frozen; left out, all is as it was."""
    return root


MIGRATIONS: tuple[Migration, ...] = (_leads_down, _learns_as_before)
"""At place n - 1 what turns version n into version n + 1."""

VERSION = len(MIGRATIONS) + 1
"""The version that is written."""


def migrated(root: dict[str, Any], migrations: Sequence[Migration] = MIGRATIONS) -> dict[str, Any]:
    """Return a file's content in the present version.

    Raises:
        FormatError: it says no version, or one that is newer than this program.
    """
    present = len(migrations) + 1
    version = root.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FormatError(f"'version' must be a whole number of at least 1. Received {shown(version)}.")
    if version > present:
        raise FormatError(
            f"It was saved by a newer ConvCanvas, in version {shown(version)} of the format; this one reads version "
            f"{present}. Update ConvCanvas to open it."
        )
    for migration in migrations[version - 1 :]:
        root = migration(root)
    return {**root, "version": present}
