"""Reads the published figures in a thread: they lie in torchvision, which takes seconds to load."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from engine.analysis.published import PublishedModel, published_models

Reader = Callable[[], Sequence[PublishedModel]]


def read_with_torch() -> Sequence[PublishedModel]:
    """Load torch and torchvision as the program does behind its first paint, and read the figures."""
    from engine.runtime.torch_loading import load_torch

    load_torch(also=("torchvision.models",))
    return published_models()


class PublishedFigures(QObject):
    """The figures, read once when they are first asked for.

    Signals:
        loaded(): `models` has them now.
        failed(str): they cannot be read; the sentence says why.
    """

    loaded = Signal()
    failed = Signal(str)
    _read = Signal(object)

    def __init__(self, read: Reader = read_with_torch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = read
        self._thread: threading.Thread | None = None
        self.models: tuple[PublishedModel, ...] = ()
        self._read.connect(self._take)

    def ask(self) -> None:
        """Begin to read, unless they have been read or are being read; `loaded` or `failed` follows."""
        if self.models:
            self.loaded.emit()
        elif self._thread is None:
            self._thread = threading.Thread(target=self._work, name="convcanvas-figures")
            self._thread.start()

    def close(self) -> None:
        """Wait for the thread: an interpreter that ends during an import may crash."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        try:
            found: object = tuple(self._reader())
        except (ImportError, OSError) as error:
            found = f"torchvision cannot be loaded: {error}. Install the project again with `make setup`."
        self._read.emit(found)  # a signal from another thread waits until this one has time for it

    def _take(self, found: object) -> None:
        self.close()
        if isinstance(found, tuple):
            self.models = found
            self.loaded.emit()
        else:
            self.failed.emit(str(found))
