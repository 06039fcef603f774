"""How many rounds a benchmark is asked for: a median with quartiles needs two."""

from __future__ import annotations

import argparse

FEWEST = 2


def num_rounds(text: str) -> int:
    """Return a number of rounds as an option says it.

    Raises:
        argparse.ArgumentTypeError: it is no number, or too few.
    """
    try:
        rounds = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a whole number of rounds, received '{text}'.") from None
    if rounds < FEWEST:
        raise argparse.ArgumentTypeError(
            f"quartiles need at least {FEWEST} rounds. Received {rounds}. Ask for {FEWEST} or more; 20 tell something."
        )
    return rounds
