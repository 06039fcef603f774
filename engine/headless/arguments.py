"""Reading the command line: what is wrong is said in one sentence, not in a page of usage."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from engine.data import source
from engine.data.augmenting.recipes import RECIPES
from engine.data.augmenting.setting import Augmentation
from engine.data.source import DataSource
from engine.errors import ConvCanvasError, ParameterError, did_you_mean
from engine.layers.params import Bool, Float, Int, Param, Value
from engine.training.settings import SETTINGS
from engine.training.weights import source as weights_source
from engine.training.weights.source import WeightsSource

_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}

SETTING_NAMES = frozenset(param.name for param in SETTINGS)


class UsageError(ConvCanvasError):
    """A command line that cannot be carried out."""


class Parser(argparse.ArgumentParser):
    """An `argparse.ArgumentParser` that raises `UsageError` instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        """Raise argparse's message as a sentence."""
        sentence = message.removeprefix("argument ")
        sentence = sentence[0].upper() + sentence[1:]
        raise UsageError(f"{sentence.removesuffix('.')}. `{self.prog} --help` lists what there is.")

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Return what the words say.

        Raises:
            UsageError: an unknown option, a missing or superfluous word, or a value outside its range.
        """
        arguments, unknown = self.parse_known_args(words)
        if unknown:
            word = unknown[0].partition("=")[0]
            if not word.startswith("-"):
                raise UsageError(f"'{word}' is one word too many. `{self.prog} --help` says what is expected.")
            raise UsageError(
                f"There is no option '{word}'.{did_you_mean(word, self._option_string_actions)} "
                f"`{self.prog} --help` lists them all."
            )
        return arguments


def flag(param: Param) -> str:
    """Return a setting's option: ``--batch-size``."""
    return "--" + param.name.replace("_", "-")


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add an option for every training setting; those not given are left out of the namespace."""
    for param in SETTINGS:
        parser.add_argument(
            flag(param),
            dest=param.name,
            type=reader(param),
            default=argparse.SUPPRESS,
            metavar=_metavar(param),
            nargs="?" if isinstance(param, Bool) else None,
            const=True if isinstance(param, Bool) else None,  # a switch without a word is on
            help=f"{param.doc} Default: {param.text(param.default)}.".replace("%", "%%"),
        )


def given_settings(arguments: argparse.Namespace) -> Mapping[str, Value]:
    """Return the training settings that were on the command line."""
    return {name: value for name, value in vars(arguments).items() if name in SETTING_NAMES}


def _metavar(param: Param) -> str:
    if isinstance(param, DataSource):
        return "NAME|FOLDER|FILE.csv"
    if isinstance(param, WeightsSource):
        return "FILE|RUN|fresh"
    if isinstance(param, Augmentation):
        return f"STEPS|{'|'.join(RECIPES)}"
    if isinstance(param, Bool):
        return "yes|no"
    return "|".join(getattr(param, "options", ())) or param.unit.upper() or "NUMBER"


def reader(param: Param) -> Callable[[str], Value]:
    """Return what reads an option's word as the parameter's value, for argparse."""

    def read(text: str) -> Value:
        try:
            return param.validate(_number(param, text))
        except ParameterError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


def _number(param: Param, text: str) -> int | float | str:
    """Return the text as what the parameter wants; as it is if it cannot be, for the parameter to refuse."""
    try:
        if isinstance(param, Bool):
            return _YES_OR_NO.get(text.lower(), text)
        if isinstance(param, Int):
            return int(text)
        if isinstance(param, DataSource):
            return source.from_command_line(text)
        if isinstance(param, WeightsSource):
            return weights_source.from_command_line(text)
        return float(text) if isinstance(param, Float) else text
    except ValueError:
        return text
