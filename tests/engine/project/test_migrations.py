from typing import Any

import pytest

from engine.errors import FormatError
from engine.project.migrations import MIGRATIONS, VERSION, migrated


def renames_layers(root: dict[str, Any]) -> dict[str, Any]:
    """Version 1 to 2: "layers" are called "nodes"."""
    return {"nodes" if key == "layers" else key: value for key, value in root.items()}


def numbers_nodes(root: dict[str, Any]) -> dict[str, Any]:
    """Version 2 to 3: nodes have ids."""
    return {**root, "nodes": [{"id": number, **node} for number, node in enumerate(root["nodes"])]}


STEPS = (renames_layers, numbers_nodes)


@pytest.mark.parametrize(
    "old",
    [
        {"version": 1, "layers": [{"name": "a"}]},
        {"version": 2, "nodes": [{"name": "a"}]},
        {"version": 3, "nodes": [{"id": 0, "name": "a"}]},
    ],
)
def test_every_earlier_version_becomes_the_present_one(old: dict[str, Any]) -> None:
    before = dict(old)
    assert migrated(old, STEPS) == {"version": 3, "nodes": [{"id": 0, "name": "a"}]}
    assert old == before


def test_a_newer_version_is_refused() -> None:
    with pytest.raises(
        FormatError, match=r"^It was saved by a newer ConvCanvas, in version 4 .+ reads version 3\. Upd"
    ):
        migrated({"version": 4}, STEPS)


@pytest.mark.parametrize("version", [0, True, "1", None, 1.0])
def test_no_version_is_refused(version: object) -> None:
    with pytest.raises(FormatError, match=r"^'version' must be a whole number of at least 1\."):
        migrated({"version": version})


def test_what_is_written_needs_no_migration() -> None:
    assert len(MIGRATIONS) + 1 == VERSION
    assert migrated({"version": VERSION, "nodes": []}) == {"version": VERSION, "nodes": []}
