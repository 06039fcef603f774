"""The row that says where the first weights come from: nowhere, a file, or a run."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.project.document import Document
from engine.training.settings import SETTINGS
from gui.data.choice_button import ChoiceButton
from gui.inspector.form import form_layout, row_label
from gui.runs.places import RunPlaces
from gui.session import Session
from gui.transfer.names import folder_of, title_of
from gui.transfer.run_chooser import RunChooser

_NAME = "start_from"
_KINDS = "Weights (*.safetensors *.pt *.pth *.bin *.ckpt);;All files (*)"


class StartChoice(QWidget):
    """A button with a menu, beside its label."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._places = RunPlaces()
        self.button = ChoiceButton("startFrom")
        self.button.clicked.connect(self.open_menu)
        self.menu = QMenu(self)
        for name, text, act in (
            ("fresh", "Fresh weights", self._take_fresh),
            ("file", "A weights file…", self._ask_file),
            ("run", "A run…", self._ask_run),
        ):
            action = self.menu.addAction(text)
            action.setObjectName(f"startFrom:{name}")
            action.triggered.connect(act)
        label = row_label(_NAME)
        self._doc = next(param.doc for param in SETTINGS if param.name == _NAME)
        label.setToolTip(self._doc)
        label.setBuddy(self.button)
        form_layout(self).addRow(label, self.button)
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    def set_places(self, places: RunPlaces) -> None:
        """Offer the runs that are kept there."""
        self._places = places

    def open_menu(self) -> None:
        """Offer the three kinds."""
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def set_source(self, source: str) -> None:
        """Start from this from now on."""
        self._session.set_training(_NAME, source)

    def _take_fresh(self) -> None:
        self.set_source("")

    def _ask_file(self) -> None:
        start = str(folder_of(self._session.document.training.start_from))
        path, _ = QFileDialog.getOpenFileName(self.window(), "Weights to start from", start, _KINDS)
        if path:
            self.set_source(path)

    def _ask_run(self) -> None:
        path = self._session.path
        chooser = RunChooser(self._places.roots([path] if path is not None else []), self.window())
        chooser.source_chosen.connect(self.set_source)
        chooser.open()

    def _show_document(self, before: Document, after: Document) -> None:
        source = after.training.start_from
        if after is before or source != before.training.start_from:
            self.button.show_choice(title_of(source), source or self._doc)
