"""A text to the terms in it that a table of terms in the news knows, cut as the news was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from timeline.knowledge.news_table import NewsTable

WORD = re.compile(r"([A-Za-z][A-Za-z'’-]{1,59})")
"""Two ASCII letters at least; an accented letter ends a word, because it did so in the table."""
BREAK = re.compile(r"[.!?]|\n[^\S\n]*\n")
"""What no term runs across; after it, one capital letter does not make a name."""
TAIL = re.compile(r"['’-]*(?:['’]s)?['’-]*$")
SHORTEST_NAME = 3
LONGEST_RUN = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A known term in a text: ``text[start:end]``, and its row in the table."""

    name: str
    row: int
    start: int
    end: int


_Word: TypeAlias = tuple[str, int, int, bool]
"""In small letters, where it starts and ends, and whether its capital is not that of a sentence."""


def find_mentions(text: str, table: NewsTable) -> list[Mention]:
    """Find every mention of a known term in a text, by place; of nested ones only the longest."""
    runs, pairs = _cut(text, table.stop)
    candidates = [candidate for run in runs for candidate in _candidates(run)]
    names = list(dict.fromkeys(name for name, *_ in candidates + pairs))
    rows = dict(zip(names, table.find(names).tolist(), strict=True))
    found = [
        Mention(name, rows[name], start, end)
        for name, start, end in candidates + pairs
        if rows[name] >= 0
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    longest: list[Mention] = []
    reached = -1
    for mention in found:
        if mention.name[0] == "b":
            longest.append(mention)
        elif mention.end > reached:
            longest.append(mention)
            reached = mention.end
    return longest


def terms_of(text: str, stop: frozenset[str]) -> set[str]:
    """Every term a text has, as ``kind:term``, known to a table or not."""
    runs, pairs = _cut(text, stop)
    return {name for run in runs for name, *_ in _candidates(run)} | {name for name, *_ in pairs}


def _cut(text: str, stop: frozenset[str]) -> tuple[list[list[_Word]], list[tuple[str, int, int]]]:
    """Cut a text to runs of capitalised words, and pairs of words that end in lower case."""
    runs: list[list[_Word]] = []
    run: list[_Word] = []
    pairs: list[tuple[str, int, int]] = []
    before, before_start = "", 0
    begins, reached, end = True, 0, 0
    parts = WORD.split(text)
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        start = reached + len(gap)
        reached = start + len(word)
        length, lower = _bare(word)
        if length < 2:
            continue
        if (gap != " " or end + 1 != start) and BREAK.search(text, end, start):
            begins, before = True, ""
            run = []
        end = reached
        if lower in stop:
            before, begins = "", False
            run = []
            continue
        if word[0].isupper():
            if not run:
                runs.append(run)
            run.append((lower, start, start + length, not begins and length >= SHORTEST_NAME))
        else:
            run = []
            if before:
                pairs.append((f"b:{before} {lower}", before_start, start + length))
        before, before_start, begins = lower, start, False
    return runs, pairs


@lru_cache(maxsize=1 << 15)
def _bare(word: str) -> tuple[int, str]:
    """A word without its tail: its length, and it in small letters with plain apostrophes."""
    if not word.isalpha():
        word = TAIL.sub("", word)
    return len(word), word.lower().replace("’", "'")


def _candidates(run: list[_Word]) -> Iterator[tuple[str, int, int]]:
    for place, (lower, start, end, named) in enumerate(run):
        if named:
            yield f"U:{lower}", start, end
        name = lower
        for follower in run[place + 1 : place + LONGEST_RUN]:
            name = f"{name} {follower[0]}"
            yield f"C:{name}", start, follower[2]
