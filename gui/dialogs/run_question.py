"""The question before a run, or what it has learned, is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from gui.training.run_session import RunSession


def may_lose_run(parent: QWidget, session: RunSession) -> bool:
    """Return whether a session's run can go: there is nothing to lose, or the person says so now."""
    if session.is_under_way:
        text = f"{session.title} is still training. Stop it and close?"
        kept = "It is kept, and can go on from the list of runs."
        lost = "What it has learned so far is lost."
        return _confirmed(parent, text, lost if session.folder is None else kept, "Stop and close", "Keep training")
    if session.has_unsaved_result:
        text = f"Close {session.title} without its result?"
        lost = "The weights that it has learned are saved nowhere, and its curves are lost with them."
        return _confirmed(parent, text, lost, "Close", "Keep open")
    return True


def _confirmed(parent: QWidget, text: str, consequence: str, close: str, keep: str) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("ConvCanvas")
    box.setText(text)
    box.setInformativeText(consequence)
    closing = box.addButton(close, QMessageBox.ButtonRole.DestructiveRole)
    keeping = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keeping)
    box.setEscapeButton(keeping)
    box.exec()
    is_confirmed = box.clickedButton() is closing
    box.deleteLater()
    return is_confirmed
