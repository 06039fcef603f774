"""Autosaves of the open networks while they are edited, written beside the window's own work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from engine.project.autosave import Autosaves, Leftover
from engine.project.document import Document
from gui.session import Session

INTERVAL_MS = 2000
"""From a change to its autosave. With the writing, a kill takes no more than the last 5 seconds."""


@dataclass(frozen=True)
class _State:
    """What an autosave has; the document is None where all is saved and no autosave is needed."""

    title: str
    path: Path | None
    document: Document | None

    def is_like(self, other: _State | None) -> bool:
        """Whether there is nothing to write after the other."""
        return other is not None and self.document is other.document and self.path == other.path


_NOTHING = _State("", None, None)


class Autosave(QObject):
    """Writes what has changed in the watched sessions, in a thread, some seconds after the change.

    Signals:
        failed(str): the system does not let autosaves be written; said once until it works again.
    """

    failed = Signal(str)
    _written = Signal(object)

    def __init__(self, autosaves: Autosaves, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._autosaves = autosaves
        self._sessions: dict[str, Session] = {}
        self._last: dict[str, _State] = {}
        self._thread: Thread | None = None
        self._is_failing = False
        self._timer = QTimer(self)
        self._timer.setObjectName("autosave")
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._write_changes)
        self._written.connect(self._take_note)

    def watch(self, session: Session) -> None:
        """Keep this session's document from now on."""
        self._sessions[token_hex(4)] = session
        session.history_changed.connect(self._schedule)
        self._schedule()

    def unwatch(self, session: Session) -> None:
        """Give a session's document up: its tab was closed."""
        del self._sessions[self._key(session)]
        session.history_changed.disconnect(self._schedule)
        self._schedule()

    def take_over(self, leftover: Leftover, session: Session) -> None:
        """Keep a leftover as the autosave of the session in which it was opened.

        Raises:
            OSError: it cannot be written; then the leftover stays what it was.
        """
        self._wait()
        key, state = self._key(session), _state(session)
        assert state.document is not None, "what a crash has left is unsaved"
        self._autosaves.write(key, state.title, state.path, state.document)
        self._last[key] = state
        leftover.discard()

    def close(self) -> None:
        """End for good; the person has saved or given up everything."""
        self._timer.stop()
        self._wait()
        self._autosaves.close()

    def _schedule(self) -> None:
        if not self._timer.isActive():  # else a person who never rests would never be saved
            self._timer.start()

    def _write_changes(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            self._timer.start()
            return
        states = {key: _state(session) for key, session in self._sessions.items()}
        gone = dict.fromkeys(self._last.keys() - states.keys(), _NOTHING)
        changes = {key: state for key, state in states.items() if not state.is_like(self._last.get(key))} | gone
        self._last = states
        if changes:
            # The documents are frozen: the thread writes what they were now, whatever the person does meanwhile.
            self._thread = Thread(target=self._write, args=(changes,), name="autosave")
            self._thread.start()

    def _write(self, changes: dict[str, _State]) -> None:
        """Write each change; in the thread."""
        errors: dict[str, OSError] = {}
        for key, state in changes.items():
            try:
                if state.document is None:
                    self._autosaves.forget(key)
                else:
                    self._autosaves.write(key, state.title, state.path, state.document)
            except OSError as error:
                errors[key] = error
        self._written.emit(errors)

    def _take_note(self, errors: dict[str, OSError]) -> None:
        for key in errors:
            self._last.pop(key, None)
        if errors:
            self._schedule()
            if not self._is_failing:
                error = next(iter(errors.values()))
                self.failed.emit(
                    f"The latest changes would not outlive a crash: no autosave can be written. The system says: "
                    f"{error.strerror or error}. Save the project, or free some space."
                )
        self._is_failing = bool(errors)

    def _key(self, session: Session) -> str:
        return next(key for key, watched in self._sessions.items() if watched is session)

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()


def _state(session: Session) -> _State:
    return _State(session.title, session.path, None if session.history.is_saved else session.document)
