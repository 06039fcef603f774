"""Undo and redo without limit: a list of frozen documents, no hand-written inverses."""

from __future__ import annotations

from dataclasses import dataclass

from engine.project.document import Document


@dataclass(frozen=True)
class _Step:
    document: Document
    label: str
    merge_key: object


class History:
    """The document's past and future.

    Edits that follow one another with the same merge key (typing into one field) make one step.
    """

    def __init__(self, document: Document, *, is_saved: bool = True) -> None:
        self._steps = [_Step(document, "", None)]
        self._place = 0
        self._saved = document if is_saved else None

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._steps[self._place].document

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None if there is nothing."""
        return self._steps[self._place].label if self._place else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None if there is nothing."""
        return self._steps[self._place + 1].label if self._place + 1 < len(self._steps) else None

    @property
    def is_saved(self) -> bool:
        """Whether the document is as it was last saved."""
        return self.document == self._saved

    def push(self, document: Document, label: str, merge_key: object = None) -> None:
        """Make ``document`` the present; a document equal to the present one is no step."""
        present = self._steps[self._place]
        if document == present.document:
            return
        del self._steps[self._place + 1 :]
        if merge_key is not None and merge_key == present.merge_key and self._place:
            self._steps.pop()
            self._place -= 1
            if document == self.document:  # typed back to what it was
                return
        self._steps.append(_Step(document, label, merge_key))
        self._place += 1

    def seal(self) -> None:
        """End the present step: the next edit begins one of its own, whatever its merge key."""
        step = self._steps[self._place]
        self._steps[self._place] = _Step(step.document, step.label, None)

    def undo(self) -> Document:
        """Go one step back, if there is one, and return the document."""
        self._place = max(0, self._place - 1)
        self.seal()
        return self.document

    def redo(self) -> Document:
        """Go one step forward, if there is one, and return the document."""
        self._place = min(len(self._steps) - 1, self._place + 1)
        self.seal()
        return self.document

    def mark_saved(self) -> None:
        """Remember that this document is the one in the file."""
        self._saved = self.document
        self.seal()
