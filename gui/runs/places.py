"""Where runs are kept: beside the document, in the person's data folder, or where the person wants all of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from engine.runs.folder import root_beside

_KEY = "runs/folder"


def data_root() -> Path:
    """Return where the runs of documents without a file are, unless the person wants them elsewhere."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "runs"


def wanted_root() -> Path | None:
    """Return the folder that the person wants all runs in; None for beside each document."""
    stored = QSettings().value(_KEY)
    return Path(stored) if isinstance(stored, str) and stored else None


def want_root(root: Path | None) -> None:
    """Keep all new runs in this folder, or beside each document."""
    QSettings().setValue(_KEY, str(root) if root is not None else "")


class RunPlaces:
    """Knows the folders of a window's runs.

    Args:
        default: for documents without a file; None to keep no runs at all, as in tests.
    """

    def __init__(self, default: Path | None = None) -> None:
        self.default = default

    def root_of(self, document: Path | None) -> Path | None:
        """Return where a new run of a document goes; None if it is not to be kept.

        Args:
            document: the file of the document, if it has one.
        """
        if self.default is None:
            return None
        return wanted_root() or (root_beside(document) if document is not None else self.default)

    def roots(self, documents: list[Path]) -> list[Path]:
        """Return where runs may be: of these documents, of those without a file, and where the person wants them."""
        known = [*map(root_beside, documents), self.default, wanted_root()]
        return [root for root in dict.fromkeys(known) if root is not None]
