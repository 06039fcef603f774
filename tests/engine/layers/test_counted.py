from engine.layers.counted import counted, unit_for
from engine.layers.shapes import text


def test_one_thing_is_singular_and_long_numbers_have_commas() -> None:
    assert [counted(number, "layers") for number in (0, 1, 2, 1234)] == [
        "0 layers",
        "1 layer",
        "2 layers",
        "1,234 layers",
    ]


def test_a_unit_without_a_plural_stays() -> None:
    assert unit_for(1, "px") == unit_for(2, "px") == "px"


def test_sizes_have_commas_from_five_digits_on() -> None:
    assert text((25088,)) == "25,088"
    assert text((1024, 7, 7)) == "1024 × 7 × 7"
