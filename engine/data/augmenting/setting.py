"""A list of augmentation steps as a setting of the document: saved, undone, and given on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from engine.data.augmenting.recipes import RECIPES
from engine.data.augmenting.steps import steps_of, text_of
from engine.layers.params import Param, Value


@dataclass(frozen=True, kw_only=True)
class Augmentation(Param):
    """An ordered list of steps; its value is their text with every parameter written out.

    So a new default does not alter an old project. The name of a recipe stands for its steps.
    """

    default: str = ""

    def validate(self, value: object) -> str:
        """Return the list with every parameter written out."""
        if not isinstance(value, str):
            raise self.refuse("a list such as RandomCrop(padding=4), RandomHorizontalFlip(p=0.5)", value)
        word = value.strip()
        if word in ("", "none"):
            return ""
        return text_of(RECIPES[word].steps if word in RECIPES else steps_of(word))

    def text(self, value: Value) -> str:
        """Return the list as it is written; ``none`` where it is empty."""
        return str(value) or "none"
