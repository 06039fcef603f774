"""No class grows into one that does everything."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_METHODS = 25


def test_no_class_has_more_methods_than_one_can_keep_in_mind() -> None:
    large = {
        f"{path.relative_to(ROOT)}: {each.name}": count
        for folder in ("engine", "gui", "presets")
        for path in (ROOT / folder).rglob("*.py")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.ClassDef)
        and (count := sum(isinstance(part, ast.FunctionDef) for part in each.body)) > MOST_METHODS
    }
    assert large == {}
