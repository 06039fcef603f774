"""The settings of the next run, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.project.document import Document
from engine.training.config import SETTINGS
from gui.inspector.form import ParamForm
from gui.session import Session
from gui.wrapped_label import WrappedLabel


class TrainingSettings(QWidget):
    """Edits the document's training settings.

    Signals:
        train_requested(): the person wants to start a run with these settings.
    """

    train_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._form = ParamForm(SETTINGS)
        self._form.edited.connect(session.set_training)
        self._data_summary = WrappedLabel("small")
        self._hint = WrappedLabel("small")
        self.train_button = QPushButton("Train")
        self.train_button.setObjectName("trainButton")
        self.train_button.setProperty("primary", True)
        self.train_button.setToolTip("Train the network as it is now (Ctrl+R)")
        self.train_button.clicked.connect(self.train_requested)

        content = QWidget()
        content.setProperty("panel", True)
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 12, 8)
        column.setSpacing(10)
        column.addWidget(self._data_summary)
        column.addWidget(self._form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 4, 14, 12)
        foot.setSpacing(6)
        foot.addWidget(self._hint)
        foot.addWidget(self.train_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addLayout(foot)
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    def show_running(self, is_running: bool) -> None:
        """Say that the button would end the run that is under way."""
        self.train_button.setText("Restart" if is_running else "Train")
        self.train_button.setToolTip(
            "End this run and train the network as it is now (Ctrl+R)"
            if is_running
            else "Train the network as it is now (Ctrl+R)"
        )
        self.train_button.setProperty("primary", not is_running)
        self.train_button.style().unpolish(self.train_button)
        self.train_button.style().polish(self.train_button)

    def _show_document(self, before: Document, after: Document) -> None:
        self._form.show_values(after.training.values())
        self._data_summary.show_text(after.training.dataset.summary)
        problems = self._session.inference.problems
        self.train_button.setEnabled(not problems)
        self._hint.show_text(self._session.sentence(problems[0]) if problems else "")
