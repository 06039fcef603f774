"""A menu of recipes: settings that belong together, taken over in one undoable step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from engine.training.recipe_for_data import recipe_for
from gui.session import Session
from presets.recipes import RECIPES


class RecipeButton(QPushButton):
    """Offers what fits the chosen data, and how the papers did it."""

    def __init__(self, session: Session) -> None:
        super().__init__("Recipes")
        self.setObjectName("recipeButton")
        self.setToolTip("Take over settings that fit the data, or those of a paper")
        self._session = session
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        fitting = menu.addAction("What fits these data")
        fitting.setObjectName("recipe:data")
        fitting.setToolTip("AdamW in one cycle: most networks learn well with it, without tuning")
        fitting.triggered.connect(self._take_fitting)
        menu.addSection("As in the paper")
        for recipe in RECIPES:
            action = menu.addAction(recipe.title)
            action.setObjectName(f"recipe:{recipe.name}")
            action.setToolTip(recipe.reference)
            action.triggered.connect(partial(self._take, recipe.title, recipe.settings))
        self.setMenu(menu)

    def _take_fitting(self) -> None:
        self._take("for these data", recipe_for(self._session.document.training.dataset))

    def _take(self, title: str, settings: Mapping[str, object], checked: bool = False) -> None:
        self._session.set_trainings(settings, f"Take recipe {title}")
