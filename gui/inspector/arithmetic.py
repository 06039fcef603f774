"""Sums typed into a number field (``64*2``, ``224/2``): read as Python writes them, computed without running Python."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

Number = int | float

LONGEST = 80
"""Letters in a sum: more is a slip of the clipboard, and slow to read."""

LARGEST_EXPONENT = 1024
"""Beyond it a power is no number that a network has, and ``9**9**9`` would never be done."""


def _power(base: Number, exponent: Number) -> Number:
    if abs(exponent) > LARGEST_EXPONENT or abs(base) > 1e300:
        raise OverflowError
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError
    return result


_BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}

_UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}

_LETTERS = re.compile(r"[\d\s.+\-*/%()eE_]+", re.ASCII)
"""What a sum is written with; Python would warn of some texts before it refuses them."""

_LEADING_ZEROS = re.compile(r"(?<![\d._])0+(?=\d)")
"""Python takes 7 but not 007 for a whole number."""

_AS_PYTHON = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "^": "**"})


def evaluate(text: str) -> Number | None:
    """Return the value of a sum of plain numbers; a quotient that is whole is an int.

    It knows ``+ - * / // % **`` and brackets, and the signs that a person writes for them (``× ÷ − ^``). None for
    anything else: names, calls, what has no finite value.
    """
    text = text.strip().translate(_AS_PYTHON)
    if len(text) > LONGEST or not _LETTERS.fullmatch(text):
        return None
    try:
        tree = ast.parse(_LEADING_ZEROS.sub("", text), mode="eval")
        value = _value(tree.body)
    except (SyntaxError, ValueError, ArithmeticError):
        return None
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and _is_sum(tree.body) else value


def whole(text: str) -> int | None:
    """Return the value of a sum if it is a whole number: ``224/2`` is, ``225/2`` is not."""
    value = evaluate(text)
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value


def _value(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            return _UNARY[type(op)](_value(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left), _value(right))
    raise ValueError("not a sum of numbers")


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp)
