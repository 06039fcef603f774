"""What is said to be explained has frames, and nothing else has."""

import pytest

from engine.probes.explained import is_explained
from tests import networks


@pytest.mark.parametrize("name", [node.name for node in networks.lenet().nodes.values()])
def test_only_convolutions_are_explained(name: str) -> None:
    node = networks.lenet().by_name[name]
    assert is_explained(node) == name.startswith("conv")
