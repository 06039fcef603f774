import pytest

from engine.errors import NodeNameError
from engine.graph.fresh_names import FreshNames, stem_and_number
from engine.graph.names import TakenNames


def taken(*names: str, whole: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> list[str]:
    """Return the fresh names for copies of nodes with these names, among others."""
    fresh = FreshNames(TakenNames(by), whole)
    return [fresh.take(name) for name in names]


@pytest.mark.parametrize(
    ("part", "stem", "number"),
    [("conv1", "conv", 1), ("relu", "relu", 1), ("0", "", 0), ("conv3x3", "conv3x3_", 1), ("a1b12", "a1b", 12)],
)
def test_numbers_that_count(part: str, stem: str, number: int) -> None:
    assert stem_and_number(part) == (stem, number)


@pytest.mark.parametrize(
    ("name", "by", "fresh"),
    [
        ("conv1", (), "conv1"),
        ("conv1", ("conv1",), "conv2"),
        ("conv1", ("conv1", "conv2"), "conv3"),
        ("conv1", ("conv1", "conv3"), "conv2"),
        ("conv5", ("conv1", "conv5"), "conv6"),
        ("relu", ("relu",), "relu2"),
        ("conv3x3", ("conv3x3",), "conv3x3_2"),
        ("bfloat15", ("bfloat15",), "bfloat17"),  # torch keeps bfloat16 for itself
        ("layer1.0.conv1", ("layer1.0.conv1",), "layer1.0.conv2"),
        ("layer1.0", ("layer1.0", "layer1.1"), "layer1.2"),
        ("layer1.0", ("layer1.0", "layer1.1.conv"), "layer1.2"),
        ("layer1.0.conv1", ("layer1",), "layer2.0.conv1"),
        ("layer1.0.conv1", ("layer1.0",), "layer1.1.conv1"),
        ("layer1", ("layer1.0.conv1",), "layer2"),
    ],
)
def test_one_name(name: str, by: tuple[str, ...], fresh: str) -> None:
    assert taken(name, by=by) == [fresh]


def test_copies_of_a_row_stay_in_order() -> None:
    assert taken("conv1", "conv2", by=("conv1", "conv2")) == ["conv3", "conv4"]


def test_a_whole_group_becomes_another_group() -> None:
    by = ("layer1.0.conv1", "layer1.0.bn1", "layer2.0.conv1")
    assert taken(*by[:2], whole=("layer1",), by=by) == ["layer3.0.conv1", "layer3.0.bn1"]
    assert taken(*by[:2], whole=("layer1.0",), by=by) == ["layer1.1.conv1", "layer1.1.bn1"]


def test_whole_groups_that_come_together_stay_apart() -> None:
    by = ("layer1.a", "layer1.b", "layer2.a", "layer2.b")
    fresh = taken("layer1.a", "layer2.a", "layer1.b", "layer2.b", whole=("layer1", "layer2"), by=by)
    assert fresh == ["layer3.a", "layer4.a", "layer3.b", "layer4.b"]


def test_a_thousand_copies_of_one_name() -> None:
    by = tuple(f"relu{number}" for number in range(1, 5001))
    assert taken(*["relu1"] * 5000, by=by)[-1] == "relu10000"


def test_refuses_a_name_without_end() -> None:
    with pytest.raises(NodeNameError, match=r"too long for a node's name"):
        taken("a" * 200, by=("a" * 200,))
