"""Who may import whom, and what must not be loaded on the way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from engine.runtime.torch_loading import FIRST_RUN

ROOT = Path(__file__).parents[2]

MARK = "TID253"
"""What a module that loads torch at its head says to the linter; the others load it where they use it, if at all."""

ALWAYS_LIGHT = (
    *("engine.errors", "engine.layers", "engine.graph", "engine.analysis", "engine.project", "presets"),
    *("engine.data.catalogue", "engine.probes.frames", "engine.runtime.mailbox"),
    *("engine.training.config", "engine.training.control", "engine.training.events"),
)
"""What the window and the command line need before anything is trained."""


def test_the_floors_of_the_house() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


class TestLightness:
    def test_modules_without_the_mark_load_neither_qt_nor_torch(self) -> None:
        light = modules("engine", "presets").keys() - heavy_modules()
        assert len(light) > 30
        assert loaded_by(*sorted(light)) & {"PySide6", "torch", "torchvision", "sklearn", "pyqtgraph"} == set()

    @pytest.mark.parametrize("package", ALWAYS_LIGHT)
    def test_the_document_never_needs_torch(self, package: str) -> None:
        inside = {name for name in modules("engine", "presets") if f"{name}.".startswith(f"{package}.")}
        assert inside, "the list above names a module that is gone"
        assert inside & heavy_modules() == set()

    def test_the_window_is_painted_before_the_heavy_packages_are_loaded(self) -> None:
        loaded = loaded_by("gui.application", "gui.main_window")
        assert "PySide6" in loaded
        assert loaded & {"torch", "torchvision", "sklearn", "scipy", "pyqtgraph"} == set()

    def test_a_run_begins_without_what_takes_seconds_to_load(self) -> None:
        """A first step within half a second of Train: scikit-learn takes 1.7 s to load, torchvision 1.3 s."""
        divide = "engine.data.splitting.split(engine.data.reading.read('digits', engine.data.progress.Silent()).labels)"
        assert loaded_by(*FIRST_RUN, then=divide) & {"sklearn", "torchvision"} == set()

    def test_the_command_line_needs_no_qt(self) -> None:
        assert "PySide6" not in loaded_by("main", *modules("engine", "presets"))


def loaded_by(*names: str, then: str = "") -> set[str]:
    """Return the top-level packages in a fresh interpreter that imported these modules and ran some lines."""
    code = f"import sys, {', '.join(names)}\n{then}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@cache
def modules(*packages: str) -> dict[str, tuple[ast.Module, str]]:
    """Return the packages' modules by name, read but not run: the tree and the text."""
    paths = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    texts = {_name(path): path.read_text(encoding="utf-8") for path in paths}
    return {name: (ast.parse(text), text) for name, text in texts.items()}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def heavy_modules() -> set[str]:
    """Return the modules whose import loads torch: they are marked, or import such a module at their head."""
    heads = {name: set(_imported_at_the_head(tree)) for name, (tree, _) in modules("engine", "presets").items()}
    heavy = {name for name, (_, text) in modules("engine", "presets").items() if MARK in text}
    while more := {name for name, imported in heads.items() if imported & heavy} - heavy:
        heavy |= more
    return heavy


def _imported_at_the_head(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)
