"""The settings of the next run, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.analysis.proposals.fix import Fix
from engine.project.document import Document
from engine.training.answer_form import answer_fixes, answer_problem
from gui.data.section import DataSection
from gui.fix_buttons import FixButtons
from gui.inspector.page import line, section
from gui.session import Session
from gui.training.recipe_button import RecipeButton
from gui.training.schedule_sketch import ScheduleSketch
from gui.training.setting_sections import SettingSections
from gui.transfer.section import TransferSection
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
        self._is_edited = False
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.data = DataSection(session)
        self.sections = SettingSections()
        self.sections.edited.connect(session.set_training)
        self._sketch = ScheduleSketch()
        self.sections.sections["Learning rate schedule"].add_widget(self._sketch)
        self.transfer = TransferSection(session)
        transferring = self.sections.sections["Transfer learning"]
        transferring.add_widget(self.transfer.choice, is_first=True)
        transferring.add_widget(self.transfer)
        self._hint = WrappedLabel("small")
        self.fixes = FixButtons(session)
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
        column.addWidget(section("Data"))
        column.addWidget(self.data)
        column.addWidget(line())
        head = QHBoxLayout()
        head.addWidget(section("Training"), 1)
        head.addWidget(RecipeButton(session))
        column.addLayout(head)
        column.addWidget(self.sections)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 4, 14, 12)
        foot.setSpacing(6)
        foot.addWidget(self._hint)
        foot.addWidget(self.fixes)
        foot.addWidget(self.train_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addLayout(foot)
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    def show_run(self, title: str, *, is_own: bool = True) -> None:
        """Say that the button would end the run that is under way.

        Args:
            title: of that run; empty if none is under way.
            is_own: whether it is one of this network.
        """
        button = self.train_button
        button.setText("Train" if not title else "Restart" if is_own else "Train this instead")
        button.setToolTip(f"{f'End {title} and train' if title else 'Train'} the network as it is now (Ctrl+R)")
        button.setProperty("primary", not title)
        button.style().unpolish(button)
        button.style().polish(button)

    def show_edited(self, is_edited: bool) -> None:
        """Say that the run under way does without what has been changed since it began."""
        self._is_edited = is_edited
        self._show_hint()

    def _show_document(self, before: Document, after: Document) -> None:
        if after is before or after.training is not before.training:
            self.sections.show_values(after.training.values())
            self._sketch.show_config(after.training)
        self.train_button.setEnabled(not self._session.inference.problems)
        self._show_hint()

    def _show_hint(self) -> None:
        session, problems = self._session, self._session.inference.problems
        unfit = answer_problem(session.graph, session.inference, session.document.training)
        later = "This run goes on as it began: your changes apply to the next one." if self._is_edited else ""
        self._hint.show_text(session.sentence(problems[0]) if problems else unfit or later)
        self.fixes.show_problem(unfit or None, self._answer_fixes if unfit else None)

    def _answer_fixes(self) -> tuple[Fix, ...]:
        return answer_fixes(self._session.graph, self._session.inference, self._session.document.training)
