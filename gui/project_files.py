"""New, open, save and close: the dialogs around a project's file, so that nothing is lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.errors import FormatError
from gui.session import Session

SUFFIX = ".convcanvas"
_FILTER = f"ConvCanvas projects (*{SUFFIX});;All files (*)"


class ProjectFiles:
    """Acts on a session, asking at a window."""

    def __init__(self, window: QWidget, session: Session) -> None:
        self._window = window
        self._session = session

    def new(self) -> bool:
        """Begin an empty project, unless the person keeps the open one; return whether it was begun."""
        if not self.may_discard():
            return False
        self._session.start_anew()
        return True

    def open(self) -> bool:
        """Ask for a project and open it; return whether it was opened."""
        if not self.may_discard():
            return False
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a project", self._folder(), _FILTER)
        return bool(name) and self.open_path(Path(name))

    def open_path(self, path: Path) -> bool:
        """Open a project file; say why if it cannot be read. The open project then stays."""
        try:
            self._session.open(path)
        except FormatError as error:
            self._say(f"{path.name} was not opened", str(error))
            return False
        return True

    def save(self) -> bool:
        """Save to the project's file, asking for one if it has none; return whether it was saved."""
        if self._session.path is None:
            return self.save_as()
        return self._save_to(self._session.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; return whether it was saved."""
        proposal = str(Path(self._folder()) / f"{self._session.title}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the project", proposal, _FILTER)
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
        return True

    def _folder(self) -> str:
        return str(self._session.path.parent) if self._session.path is not None else str(Path.home())

    def _say(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "ConvCanvas", title, parent=self._window)
        box.setInformativeText(text)
        box.exec()
