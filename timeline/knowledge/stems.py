"""A text to the places at which its words begin with one of some stems."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import TypeAlias

WORD = re.compile(r"[^\W_]+")
_WORDS = re.compile(f"({WORD.pattern})")
"""To split a text into its words and what is between them."""
BEGINNING = 5
"""Letters of a word by which the happenings a text cannot speak of are passed over."""
Group: TypeAlias = tuple[str, ...]


class Words:
    """Where the groups of words that were asked for stand in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        lowered = text.lower()
        self.lowered = lowered if len(lowered) == len(text) else text
        parts = _WORDS.split(self.lowered)
        self.spoken = parts[1::2]
        self.starts = list(accumulate(map(len, parts)))[::2]
        self.distinct = frozenset(self.spoken)
        self._words = sorted(self.distinct)
        self._begin = {word[:size] for word in self._words for size in range(1, BEGINNING + 1)}
        self._found: dict[str, list[int]] = {}
        self._at: dict[str, list[int]] = {word: [] for word in self._words}
        for word, start in zip(self.spoken, self.starts, strict=False):
            self._at[word].append(start)

    def lacks(self, groups: tuple[frozenset[str], ...]) -> int:
        """Of how many groups of beginnings the text has no word anywhere."""
        return sum(map(self._begin.isdisjoint, groups))

    def is_name(self, word: str, text: str) -> bool:
        """Whether a word of the text begins with a capital wherever it stands."""
        return all(text[at].isupper() for at in self._at[word])

    def near(self, groups: tuple[Group, ...], low: int, high: int) -> bool:
        """Whether of each group a word with one of its beginnings starts in ``[low, high)``."""
        for group in groups:
            for stem in group:
                starts = self._starts_of(stem)
                place = bisect_left(starts, low)
                if place < len(starts) and starts[place] < high:
                    break
            else:
                return False
        return True

    def _starts_of(self, stem: str) -> list[int]:
        starts = self._found.get(stem)
        if starts is None:
            starts = self._found[stem] = sorted(self._find(stem))
        return starts

    def _find(self, stem: str) -> Iterator[int]:
        first = first_word(stem)
        marks = 0 if stem[0].isalnum() else stem.lower().find(first)
        exact = len(first) < len(stem) or not stem.islower()
        text = self.lowered if stem.islower() else self._text
        for place in range(bisect_left(self._words, first), len(self._words)):
            word = self._words[place]
            if not word.startswith(first):
                return
            for start in self._at[word]:
                at = start - marks
                if exact and not (at >= 0 and text.startswith(stem, at)):
                    continue
                if not _runs_on(text, at):
                    yield at


def _runs_on(text: str, at: int) -> bool:
    """Whether a place lies within a word or a number: the 3 of "0.3 percent"."""
    before = text[at - 1] if at else " "
    if before in ".," and text[at].isdigit():
        return text[at - 2 : at - 1].isdigit()
    return before.isalnum()


@cache
def first_word(stem: str) -> str:
    """The first word of a stem, in small letters; "" where it has none."""
    first = WORD.search(stem.lower())
    return first[0] if first is not None else ""
