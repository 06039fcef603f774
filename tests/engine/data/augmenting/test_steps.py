"""The list of steps as a text: written, read, refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.augmenting.batched import OPERATIONS
from engine.data.augmenting.recipes import RECIPES
from engine.data.augmenting.setting import Augmentation
from engine.data.augmenting.single import TRANSFORMS
from engine.data.augmenting.steps import SPECS, Step, steps_of, text_of
from engine.errors import ParameterError
from tests import strategies

SETTING = Augmentation(name="augment", doc="")


def test_every_step_has_both_forms_or_mixes() -> None:
    single = {spec.type for spec in SPECS.values() if not spec.mixes}
    assert set(OPERATIONS) == set(TRANSFORMS) == single


@given(strategies.values(SETTING))
def test_a_list_is_read_as_it_was_written(text: str) -> None:
    steps = steps_of(text)
    assert text_of(steps) == text == SETTING.validate(text)
    assert pickle.loads(pickle.dumps(steps)) == steps
    assert len({*steps, *steps_of(text)}) == len(set(steps))


def test_what_is_left_out_takes_its_default_and_is_written_out() -> None:
    assert SETTING.validate("RandomCrop, ColorJitter(hue=0)") == (
        "RandomCrop(padding=4), ColorJitter(brightness=0.4, contrast=0.4, saturation=0.4, hue=0.0)"
    )
    assert SETTING.validate(" none ") == SETTING.validate("") == ""
    assert SETTING.text("") == "none"


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)
def test_a_recipes_name_stands_for_its_steps(recipe) -> None:
    assert SETTING.validate(recipe.name) == text_of(recipe.steps)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("RandomCorp", r"There is no augmentation 'RandomCorp'\. Did you mean 'RandomCrop'\?"),
        ("RandomCrop(pading=3)", r"RandomCrop has no parameter 'pading'\. It has padding\. Did you mean 'padding'\?"),
        ("RandomCrop(padding=0)", r"RandomCrop: padding must be a whole number from 1 to 512\. Received 0\."),
        ("RandomCrop(padding=4.5)", r"RandomCrop: padding must be a whole number"),
        ("MixUp(alpha='x')", r"MixUp: alpha must be a number"),
        (
            "RandomErasing(min_scale=0.5, max_scale=0.2)",
            r"RandomErasing: min_scale must be at most max_scale, 0\.2\. Received 0\.5\.",
        ),
        ("RandomCrop(4)", r"augment must be a list such as RandomCrop\(padding=4\)"),
        ("RandomCrop(padding=2+2)", r"augment must be a list such as"),
        ("__import__('os').getcwd()", r"augment must be a list such as"),
        ("RandomCrop(", r"augment must be a list such as"),
        ("1", r"augment must be a list such as"),
        ("RandomCrop(**{})", r"augment must be a list such as"),
        ("(" * 3000, r"augment must be a list such as"),
        ("x" * 4001, r"augment must have at most 4,000 letters\. Received 4,001\."),
    ],
)
def test_anything_else_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        SETTING.validate(text)


@given(st.text(max_size=40))
def test_no_text_brings_it_down(text: str) -> None:
    try:
        steps_of(text)
    except ParameterError as error:
        assert str(error)  # noqa: PT017


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(ParameterError, match="augment must be a list such as"):
        SETTING.validate(3)


def test_a_step_is_complete_and_cannot_be_changed() -> None:
    step = Step("RandomHorizontalFlip", {})
    assert step.values == {"p": 0.5}
    with pytest.raises(TypeError):
        step.values["p"] = 1.0  # type: ignore[index]
