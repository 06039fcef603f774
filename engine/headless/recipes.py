"""``train --recipe``: settings that belong together."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from engine.data.catalogue import DatasetInfo
from engine.headless.arguments import UsageError
from engine.training.recipe_for_data import recipe_for
from presets import recipes, registry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the recipe."""
    names = [recipe.name for recipe in recipes.RECIPES]
    parser.add_argument(
        "--recipe",
        choices=("data", "paper", *names),
        help="Settings that fit the data, those of the preset's own paper, or those of a paper; --config and options "
        "go before them.",
    )


def settings(arguments: argparse.Namespace, data: DatasetInfo) -> Mapping[str, object]:
    """Return the settings of the recipe that was asked for, by name; none without one.

    Raises:
        UsageError: the paper of something whose paper is not known here.
    """
    if arguments.recipe is None:
        return {}
    if arguments.recipe == "data":
        return recipe_for(data)
    for recipe in recipes.RECIPES:
        if recipe.name == arguments.recipe:
            return recipe.settings
    return _of_paper(str(arguments.network))


def _of_paper(network: str) -> Mapping[str, object]:
    families = {preset.name: preset.family for preset in registry.all_presets()}
    recipe = recipes.of_family(families.get(network, ""))
    if recipe is None:
        names = ", ".join(each.name for each in recipes.RECIPES)
        raise UsageError(f"There is no recipe of a paper for '{network}'. Name one: {names}, or data.")
    return recipe.settings
