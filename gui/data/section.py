"""What the next run learns from, at the head of its settings."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data.catalogue import data_for
from engine.data.settings import DATA_SETTINGS
from engine.data.source import info_of
from engine.project.document import Document
from engine.training.settings import SettingGroup
from gui.data.choice_button import ChoiceButton
from gui.data.texts import augmentation_text, headline
from gui.inspector.form import ParamForm, form_layout, row_label
from gui.session import Session
from gui.training.setting_sections import OWN_EDITORS, SettingSection
from gui.wrapped_label import WrappedLabel

TASK = next(param for param in DATA_SETTINGS if param.name == "task")
PREPARATION = SettingGroup(
    "Preparation and splits",
    tuple(param for param in DATA_SETTINGS if not isinstance(param, OWN_EDITORS) and param is not TASK),
)


class DataSection(QWidget):
    """Shows the chosen data set and its augmentation, each as a button that opens its dialog."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.source_button = ChoiceButton("dataButton")
        self.source_button.clicked.connect(self.open_chooser)
        self._summary = WrappedLabel("small")
        self.augment_button = ChoiceButton("augmentButton")
        self.augment_button.clicked.connect(self.open_augmentation)
        buttons = QWidget()
        rows = form_layout(buttons)
        rows.addRow(row_label("data"), self.source_button)
        rows.addRow(self._summary)
        self.task = ParamForm((TASK,))
        self.task.edited.connect(self._set_task)
        rows.addRow(self.task)
        rows.addRow(row_label("augment"), self.augment_button)
        self.preparation = SettingSection(PREPARATION)
        self.preparation.edited.connect(session.set_training)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(buttons)
        column.addWidget(self.preparation)
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    def open_chooser(self) -> None:
        """Open the dialog with the data sets."""
        from engine.data.preview import Shares
        from gui.data.chooser import DataChooser

        training = self._session.document.training
        shares = Shares(training.test_share, training.validation_share, training.split_seed)
        chooser = DataChooser(training.data, self.window(), shares)
        chooser.source_chosen.connect(self.set_source)
        chooser.open()

    def open_augmentation(self) -> None:
        """Open the dialog with the steps of the augmentation."""
        from gui.data.augmentation_dialog import AugmentationDialog

        AugmentationDialog(self._session, self.window()).show()

    def set_source(self, source: str) -> None:
        """Learn from this from now on; where it has not what the task learns from, a task that it has."""
        task, tasks = self._session.document.training.task, info_of(source).tasks
        fitting = task if task in tasks or not tasks else tasks[0]
        self._session.set_trainings({"data": source, "task": fitting}, "Set data", ("training", "data"))

    def _set_task(self, name: str, task: str) -> None:
        """Ask for something else; where the data have not what it learns from, of data that have."""
        data = data_for(task, self._session.document.training.data)
        self._session.set_trainings({"task": task, "data": data}, "Set task", ("training", "task"))

    def _show_document(self, before: Document, after: Document) -> None:
        if after is not before and after.training is before.training:
            return
        training = after.training
        info = training.dataset
        self.source_button.show_choice(info.title, info.summary)
        self._summary.show_text(headline(info) if info.num_images else info.summary)
        described = training.augment or "Random changes of the training images: none yet"
        self.augment_button.show_choice(augmentation_text(training.augment), described)
        self.task.show_values(training.values())
        self.preparation.show_values(training.values())
