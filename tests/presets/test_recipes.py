from __future__ import annotations

import json

import pytest

from engine.data.catalogue import DATASETS
from engine.headless import commands
from engine.training.config import TrainingConfig
from engine.training.recipe_for_data import recipe_for
from presets import registry
from presets.recipes import RECIPES, Recipe, of_family


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_run_can_be_made_of_it(recipe: Recipe) -> None:
    config = TrainingConfig.from_mapping(dict(recipe.settings))
    assert {name: config.values()[name] for name in recipe.settings} == dict(recipe.settings)
    families = {preset.family for preset in registry.all_presets()}
    assert set(recipe.families) <= families


def test_resnets_is_the_papers() -> None:
    recipe = of_family("ResNet")
    assert recipe is not None
    config = TrainingConfig.from_mapping(dict(recipe.settings))
    assert (config.optimizer, config.lr, config.momentum, config.weight_decay) == ("SGD", 0.1, 0.9, 0.0001)
    assert (config.batch_size, config.schedule, config.gamma) == (256, "plateau", 0.1)


@pytest.mark.parametrize("name", DATASETS)
def test_there_is_one_for_all_data(name: str) -> None:
    assert TrainingConfig.from_mapping({"data": name, **recipe_for(DATASETS[name])}).optimizer == "AdamW"


def test_it_is_named_on_the_command_line_and_options_go_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["train", "lenet5", "--recipe", "data", "--epochs", "2", "--device", "cpu"]
    assert commands.run(words) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 2 * 41  # 1,293 images in batches of 32


def test_a_paper_that_is_not_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["train", "relu_chain", "--recipe", "paper"]) == 2
    assert "There is no recipe of a paper for 'relu_chain'. Name one: lenet," in capsys.readouterr().err
