"""What must and must not stand in the project's own files."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.layers.registry import all_specs

ROOT = Path(__file__).parents[2]

SOURCES = [
    path
    for folder in ("engine", "gui", "presets", "benchmarks", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
] + [ROOT / "main.py"]

EVERY_SOURCE = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))

ELSEWHERE = re.compile(
    r"(?<![\w.])/(work|root|home|Users)/\w"  # a folder on somebody's machine
    r"|pypi\.|pythonhosted|download\.pytorch|index.url|find-links|trusted-host",  # a package index
    re.IGNORECASE,
)


@EVERY_SOURCE
def test_a_module_says_why_it_exists(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":")), "the first line is a sentence"


@EVERY_SOURCE
def test_things_are_counted_by_their_plural(path: Path) -> None:
    """``counted(7, "file")`` would say "7 file"."""
    singular = [
        f"line {node.lineno}: {unit.value}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "counted"
        for unit in node.args[1:]
        if isinstance(unit, ast.Constant) and not str(unit.value).endswith("s")
    ]
    assert singular == []


def test_no_layer_is_named_in_the_window() -> None:
    """A layer that needs a special editor needs a new kind of parameter, not an `if`."""
    types = {spec.type for spec in all_specs()}
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in sorted((ROOT / "gui").rglob("*.py"))
        for line, word in _words(ast.parse(path.read_text(encoding="utf-8")))
        if word in types
    ]
    assert found == []


def _words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each identifier and each text in a module, with its line; what Qt calls its own members is left out."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Constant(value=str(word)) | ast.alias(name=word):
                yield node.lineno, word
            case ast.FunctionDef(name=word) | ast.ClassDef(name=word) | ast.arg(arg=word):
                yield node.lineno, word


@cache
def tracked() -> list[Path]:
    """Return the files that a checkout has."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("only a checkout knows its files")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    """The project installs from wherever the person's own pip and apt take their packages."""
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in {".png", ".npz"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if ELSEWHERE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []
