"""The dialog in which an augmentation is put together: each change is an edit of the document, seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from engine.data.augmenting.recipes import RECIPES, Recipe
from engine.data.augmenting.steps import SPECS, Step, steps_of, text_of
from engine.errors import ParameterError
from engine.graph.model import Graph
from engine.layers.spec import Shape
from engine.project.document import Document
from gui.data.augmentation_preview import AugmentationPreview
from gui.data.step_list import StepList
from gui.inspector.form import ParamForm
from gui.inspector.page import section
from gui.session import Session
from gui.wrapped_label import WrappedLabel

_SIZE = (960, 640)
_LEFT_WIDTH = 360


class AugmentationDialog(QDialog):
    """Edits the document's augmentation. Deletes itself when closed."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._form: ParamForm | None = None
        self._form_type = ""
        self.setObjectName("augmentationDialog")
        self.setWindowTitle("Augmentation of the training images")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = StepList()
        self.list.chosen.connect(self._show_step)
        self.list.reordered.connect(self._reorder)
        self.list.removed.connect(self.remove)
        self.preview = AugmentationPreview()
        self.add_button = _menu_button("addStep", "Add step")
        self.recipe_button = _menu_button("recipes", "Recipes")
        self.remove_button = QPushButton("Remove")
        self.remove_button.setObjectName("removeStep")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove_current)
        self._empty = WrappedLabel("small")
        self._summary = WrappedLabel("small")
        self._problem = WrappedLabel("error")
        self._fill_menus()
        self._build(parent)
        session.document_changed.connect(self._show_document)
        self._show_document(session.document, session.document)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The document's steps."""
        return steps_of(self._session.document.training.augment)

    def add(self, type_: str) -> None:
        """Add a step at the end, as it is by default."""
        self._set([*self.steps, Step(type_, {})])
        self.list.setCurrentRow(self.list.count() - 1)

    def remove(self, place: int) -> None:
        """Remove a step."""
        self._set([step for number, step in enumerate(self.steps) if number != place])

    def use_recipe(self, recipe: Recipe) -> None:
        """Put a recipe's steps in place of all."""
        self._set(recipe.steps)
        self.list.setCurrentRow(0)

    def done(self, result: int) -> None:
        """Close, and draw nothing more."""
        self._session.document_changed.disconnect(self._show_document)
        self.preview.close_work()
        super().done(result)

    def _fill_menus(self) -> None:
        for spec in SPECS.values():
            action = self.add_button.menu().addAction(spec.type)
            action.setToolTip(spec.summary)
            action.triggered.connect(partial(self._add_by_menu, spec.type))
        for recipe in RECIPES.values():
            action = self.recipe_button.menu().addAction(recipe.title)
            action.setToolTip(recipe.reference)
            action.triggered.connect(partial(self._use_by_menu, recipe))
        self.recipe_button.menu().addSeparator()
        self.recipe_button.menu().addAction("None").triggered.connect(self._clear)

    def _add_by_menu(self, type_: str, checked: bool = False) -> None:
        self.add(type_)

    def _use_by_menu(self, recipe: Recipe, checked: bool = False) -> None:
        self.use_recipe(recipe)

    def _clear(self) -> None:
        self._set(())

    def _remove_current(self) -> None:
        if self.list.currentRow() >= 0:
            self.remove(self.list.currentRow())

    def _reorder(self, places: list[int]) -> None:
        steps = self.steps
        self._set([steps[place] for place in places])

    def _set(self, steps: Sequence[Step]) -> None:
        self._problem.show_text("")
        self._session.set_training("augment", text_of(steps))

    def _set_value(self, name: str, value: object) -> None:
        place, steps = self.list.currentRow(), list(self.steps)
        try:
            steps[place] = Step(steps[place].type, {**steps[place].values, name: value})  # type: ignore[dict-item]
        except ParameterError as error:
            self._problem.show_text(str(error))
            return
        self._set(steps)

    def _show_document(self, before: Document, after: Document) -> None:
        steps = self.steps
        self.list.show_steps(steps)
        self._empty.show_text("" if steps else "No steps: the training images stay as they are. Add one, or a recipe.")
        self._show_step(self.list.currentRow())
        training = after.training
        self.preview.show_augmentation(training.data, training.augment, _input_shape(after.graph))

    def _show_step(self, place: int) -> None:
        steps = self.steps
        step = steps[place] if 0 <= place < len(steps) else None
        self.remove_button.setEnabled(step is not None)
        self._summary.show_text(step.spec.summary if step is not None else "")
        if (step.type if step is not None else "") != self._form_type:
            self._put_form(step)
        if step is not None and self._form is not None:
            self._form.show_values(step.values)

    def _put_form(self, step: Step | None) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._form, self._form_type = None, step.type if step is not None else ""
        if step is not None:
            self._form = ParamForm(step.spec.params)
            self._form.edited.connect(self._set_value)
            self._place.addWidget(self._form)

    def _build(self, parent: QWidget) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_button, self.recipe_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._place = QVBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(9)
        left.addWidget(section("Steps, in order"))
        left.addLayout(buttons)
        left.addWidget(self._empty)
        left.addWidget(self.list, 1)
        left.addWidget(self._summary)
        left.addWidget(self._problem)
        left.addLayout(self._place)
        holder = QWidget()
        holder.setFixedWidth(_LEFT_WIDTH)
        holder.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 18, 14)
        row.setSpacing(18)
        row.addWidget(holder)
        row.addWidget(self.preview, 1)
        self.resize(min(_SIZE[0], parent.width() - 40), min(_SIZE[1], parent.height() - 50))


def _input_shape(graph: Graph) -> Shape | None:
    """Return the shape that the network starts from; None while there is no single one."""
    found = [node.params["shape"] for node in graph.nodes.values() if not node.spec.inputs and "shape" in node.params]
    shape = found[0] if len(found) == 1 else None
    return shape if isinstance(shape, tuple) else None


def _menu_button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    button.setMenu(menu)
    return button
