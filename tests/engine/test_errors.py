import pytest

from engine.errors import did_you_mean, shown


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("conv2D", " Did you mean 'Conv2d'?"),
        ("Linaer", " Did you mean 'Linear'?"),
        ("xyz", ""),
        ("", ""),
        ("Conv2d" * 1_000_000, ""),
    ],
    ids=lambda value: value[:10],
)
def test_did_you_mean(word: str, hint: str) -> None:
    assert did_you_mean(word, ("Conv2d", "Linear")) == hint


@pytest.mark.parametrize(
    "value", ["x" * 10**6, 10**4000, [[[[[1]]]]] * 1000, {str(i): i for i in range(1000)}, b"x" * 999]
)
def test_long_values_are_shown_short(value: object) -> None:
    assert len(shown(value)) < 200


def test_short_values_are_shown_as_they_are() -> None:
    assert [shown(value) for value in ("a", 3, (3, 5), None)] == ["'a'", "3", "(3, 5)", "None"]
