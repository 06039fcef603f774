"""What each class counts in the loss, as a setting of the document: a word, or a number per class."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.layers.params import Param, Value

ALIKE, BALANCED = "none", "balanced"


@dataclass(frozen=True, kw_only=True)
class ClassWeights(Param):
    """``none``, ``balanced``, or numbers of 0 and more in the order of the classes: ``1, 2.5, 0.5``."""

    default: str = ALIKE

    def validate(self, value: object) -> str:
        """Return the word, or the numbers, written alike whatever the person put between them."""
        if not isinstance(value, str):
            raise self._refused(value)
        text = value.strip().lower()
        return text if text in (ALIKE, BALANCED) else ", ".join(f"{number:g}" for number in self._numbers(text))

    def _numbers(self, text: str) -> tuple[float, ...]:
        try:
            found = tuple(float(word) for word in text.replace(",", " ").split())
        except ValueError:
            raise self._refused(text) from None
        if not any(found) or not all(math.isfinite(number) and number >= 0 for number in found):
            raise self._refused(text)
        return found

    def _refused(self, value: object) -> Exception:
        expected = f"{ALIKE}, {BALANCED}, or a number of 0 or more for each class, such as 1, 2.5, 0.5, not all 0"
        return self.refuse(expected, value)


def by_hand(value: Value) -> tuple[float, ...] | None:
    """Return the numbers of a value; None where it is a word."""
    if value in (ALIKE, BALANCED):
        return None
    return tuple(float(word) for word in str(value).split(","))
