"""JSON as the standard has it, and a sentence for the person where a text is none."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from engine.errors import FormatError, shown

_DAMAGED = "The file is damaged or cut short: open an earlier copy of it."


def loads(text: str) -> Any:
    """Return the value that a JSON text stands for. Nothing in the text is ever executed.

    Raises:
        FormatError: the text is no JSON, or has NaN, Infinity, a name twice, or numbers or nesting beyond reason.
    """
    if not text.strip():
        raise FormatError("The file is empty. Open an earlier copy of it.")
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"At {place} the text is not JSON ({error.msg}). {_DAMAGED}") from error
    except RecursionError as error:
        raise FormatError(f"Its brackets are nested deeper than in any project. {_DAMAGED}") from error
    except ValueError as error:  # Python reads whole numbers of a few thousand digits and no more
        raise FormatError(f"It has a number with more digits than any project needs. {_DAMAGED}") from error


def _refuse_constant(word: str) -> NoReturn:
    raise FormatError(f"{word} is not a number that a project can have. Put a finite number in its place.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise FormatError(f"{shown(name)} stands twice in one object. Remove one of the two.")
        result[name] = value
    return result
