"""The commands by name, and how one is carried out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Protocol

from engine.errors import ConvCanvasError, did_you_mean
from engine.headless import devices, presets, static, summary, testing, train
from engine.headless.arguments import Parser, UsageError


class Command(Protocol):
    """What each command's module has.

    Attributes:
        HELP: what it does, as a phrase.
    """

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add what the command understands."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Carry it out and return the exit code."""


COMMANDS: dict[str, Command] = {
    "train": train,
    "test": testing,
    "summary": summary,
    "static": static,
    "devices": devices,
    "presets": presets,
}

BAD_INPUT = 2


def run(words: Sequence[str]) -> int:
    """Carry out a command line and return its exit code: 2, with a sentence on stderr, where it makes no sense."""
    try:
        return _run(words)
    except ConvCanvasError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # who read the output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it does not fail again
        return 0


def _run(words: Sequence[str]) -> int:
    parser = _program()
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        raise UsageError(
            f"There is no command and no project file '{words[0]}'.{did_you_mean(words[0], COMMANDS)} "
            f"Commands: {', '.join(COMMANDS)}."
        )
    if not words or words[0] not in COMMANDS:
        parser.parse(words)
        raise UsageError(f"A command is missing. Commands: {', '.join(COMMANDS)}.")
    name, *rest = words
    command = COMMANDS[name]
    purpose = f"{command.HELP[0].upper()}{command.HELP[1:]}."
    own = Parser(prog=f"{parser.prog} {name}", description=purpose, allow_abbrev=False)
    command.add_arguments(own)
    return command.run(own.parse(rest))


def _program() -> Parser:
    """Return the parser of the bare program, which knows nothing but ``--help``."""
    listed = "\n".join(f"  {name:<10}{command.HELP}" for name, command in COMMANDS.items())
    return Parser(
        prog="main.py",
        usage="main.py [PROJECT]\n       main.py COMMAND ...",
        description=f"Open the window, with a project file if one is given, or, without a window:\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
