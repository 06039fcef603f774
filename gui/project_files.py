"""Open, save and close: the dialogs around a project's file, so that nothing is lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.errors import FormatError
from engine.project import png
from engine.project.files import SUFFIX
from gui.keeping import recent_files
from gui.session import Session

_PROJECTS = f"ConvCanvas projects (*{SUFFIX})"
_ALL = "All files (*)"
_SAVING = ";;".join([_PROJECTS, _ALL])
_OPENING = ";;".join([f"Projects and pictures that carry one (*{SUFFIX} *{SUFFIX}~ *{png.SUFFIX})", _PROJECTS, _ALL])


def choose_project(window: QWidget, session: Session) -> Path | None:
    """Ask for a project file, beginning where the session's own lies; None if the person cancels."""
    name, _ = QFileDialog.getOpenFileName(window, "Open a project", str(folder(session)), _OPENING)
    return Path(name) if name else None


def folder(session: Session) -> Path:
    """Return where a session's file lies, or the person's home."""
    return session.path.parent if session.path is not None else Path.home()


class ProjectFiles:
    """Acts on a session, asking at a window."""

    def __init__(self, window: QWidget, session: Session) -> None:
        self._window = window
        self._session = session

    def open_path(self, path: Path) -> bool:
        """Open a project file, or what a picture carries; say why if it cannot be read. The open project then stays."""
        try:
            if png.is_png(path):
                # A picture is no place to save to: its network gets a file of its own.
                self._session.open_unsaved(png.load(path), title=path.stem)
                return True
            self._session.open(path)
        except FormatError as error:
            self._say(f"{path.name} was not opened", str(error))
            return False
        recent_files.add(path)
        return True

    def save(self) -> bool:
        """Save to the project's file, asking for one if it has none; return whether it was saved."""
        if self._session.path is None:
            return self.save_as()
        return self._save_to(self._session.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; return whether it was saved."""
        proposal = str(folder(self._session) / f"{self._session.title}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the project", proposal, _SAVING)
        if not name:
            return False
        path = Path(name)
        return self._save_to(path if path.suffix else path.with_suffix(SUFFIX))

    def may_discard(self) -> bool:
        """Return whether the open document can go: it is saved, or the person saves or discards it now."""
        if self._session.history.is_saved:
            return True
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("ConvCanvas")
        box.setText(f"Save the changes to {self._session.title}?")
        box.setInformativeText("Otherwise they are lost.")
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def _save_to(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except FormatError as error:
            self._say(f"{path.name} was not saved", str(error))
            return False
        recent_files.add(path)
        return True

    def _say(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "ConvCanvas", title, parent=self._window)
        box.setInformativeText(text)
        box.exec()
