"""Which entry a person means by a few letters: a score, and the letters of the title that matched.

A catalogue has some dozen entries, so plain Python answers in about a millisecond; a fuzzy-matching library would save
nothing and does not say which letters matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[a-z]?")
"""Parts of a name as a person reads it: ``Max Pool 2d``, ``Batch Norm 2d``, ``Re LU``."""

_BRITISH = re.compile(r"is(?=e|ing|ation)")
_ENDING = re.compile(r"(?<=\w{4})(?:izations?|ations?|ings?|ions?|ies|ers?|ed|es|s|e)$")

_TYPO_CUTOFF = 0.72
"""Share of letters in common from which a misspelt word is taken for a title's; ``covn`` and ``conv`` have 0.75."""


@dataclass(frozen=True)
class Entry:
    """Something that can be searched for.

    Attributes:
        kind, name: what it is, for whoever made the list.
        title: what the list shows, and what is searched first.
        synonyms: other words for it.
        family: the group it belongs to.
        summary: a sentence of what it does.
    """

    kind: str
    name: str
    title: str
    synonyms: tuple[str, ...] = ()
    family: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Match:
    """An entry that a query means.

    Attributes:
        score: how surely, above 0 and up to 1 per word of the query.
        letters: places in the title to highlight.
    """

    entry: Entry
    score: float
    letters: tuple[int, ...] = ()


def rank(entries: Iterable[Entry], query: str) -> tuple[Match, ...]:
    """Return the entries that every word of a query means, the surest first; all in their order if it is empty."""
    words = query.split()
    found = [match for entry in entries if (match := _match(entry, words)) is not None]
    return tuple(sorted(found, key=lambda match: -match.score))


def _match(entry: Entry, words: Sequence[str]) -> Match | None:
    score, letters = 0.0, set[int]()
    for word in words:
        word_score, word_letters = _best(entry, word)
        if not word_score:
            return None
        score += word_score
        letters.update(word_letters)
    return Match(entry, score, tuple(sorted(letters)))


def _best(entry: Entry, word: str) -> tuple[float, Sequence[int]]:
    """Return how surely one word means an entry, and the title's letters that say so."""
    in_title = _in_title(entry.title, word)
    stem = _stem(word)
    elsewhere = max(
        0.82 * max((_in_words(text, stem) for text in entry.synonyms), default=0.0),
        0.72 * _in_words(entry.family, stem),
        0.60 * _in_words(entry.summary, stem),
    )
    if in_title[0] >= elsewhere:
        return in_title if in_title[0] else (_misspelt(entry, word), ())
    return elsewhere, ()


def _in_title(title: str, word: str) -> tuple[float, Sequence[int]]:
    small, wanted = title.lower(), word.lower()
    if small == wanted:
        return 1.0, range(len(title))
    starts = [part.start() for part in _WORD.finditer(title)]
    share = len(wanted) / len(title)  # of two titles that begin alike the shorter is meant
    at = next((start for start in starts if small.startswith(wanted, start)), small.find(wanted))
    if at >= 0:
        base = 0.9 if at == 0 else 0.84 if at in starts else 0.5
        return base + 0.09 * share, range(at, at + len(wanted))
    letters = _spread(small, wanted, starts)
    if letters is None:
        return 0.0, ()
    at_starts = sum(place in starts for place in letters) / len(letters)
    return (0.35 + 0.45 * at_starts if at_starts >= 0.5 else 0.3) + 0.05 * share, letters


def _spread(title: str, word: str, starts: Sequence[int]) -> list[int] | None:
    """Return where the letters of a word stand in a title in their order, at the beginnings of its parts if possible.

    None unless each run of letters begins a part or goes on from the letter before: ``bn``, ``mpool``, ``avgp2``.
    """

    def place(letter: int, after: int) -> list[int] | None:
        if letter == len(word):
            return []
        for at in (*((after,) if after else ()), *(start for start in starts if start > after or not after)):
            if title[at : at + 1] == word[letter]:
                rest = place(letter + 1, at + 1)
                if rest is not None:
                    return [at, *rest]
        return None

    return place(0, 0)


def _in_words(text: str, stem: str) -> float:
    """Return 1 where a text is the word, a little less where it begins with it, less where a word in it does."""
    words = _stems(text)
    if not words or len(stem) < 2:
        return 0.0
    if words == (stem,):
        return 1.0
    if words[0].startswith(stem):
        return 0.97
    return 0.93 if any(part.startswith(stem) for part in words) else 0.0


@cache
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(part) for part in re.split(r"\W+", text) if part)


def _stem(word: str) -> str:
    """Return a word without its ending, spelt the American way: normalise and normalization are both normaliz."""
    spelt = _BRITISH.sub("iz", word.lower())
    return re.sub(r"(?<=\w{3})iz\w*$", "iz", spelt) if "iz" in spelt[3:] else _ENDING.sub("", spelt)


def _misspelt(entry: Entry, word: str) -> float:
    if len(word) < 4:
        return 0.0
    texts = (entry.title, *(part.group() for part in _WORD.finditer(entry.title)), *entry.synonyms)
    matcher = SequenceMatcher(b=word.lower())  # it keeps what it learns of b
    closest = 0.0
    for text in texts:
        matcher.set_seq1(text.lower())
        if matcher.real_quick_ratio() >= _TYPO_CUTOFF and matcher.quick_ratio() >= _TYPO_CUTOFF:
            closest = max(closest, matcher.ratio())
    return 0.3 * closest if closest >= _TYPO_CUTOFF else 0.0
