"""A text to the terms in it that a table of terms in the news knows, cut as the news was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from timeline.knowledge.news_table import NewsTable

WORD = re.compile(r"[A-Za-z][A-Za-z'’-]{1,59}")
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


class _Word(NamedTuple):
    lower: str
    start: int
    end: int
    named: bool  # its capital is not that of a sentence


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
    runs: list[list[_Word]] = [[]]
    pairs: list[tuple[str, int, int]] = []
    before: _Word | None = None
    begins, end = True, 0
    for match in WORD.finditer(text):
        word = match[0]
        if not word.isalpha():
            word = TAIL.sub("", word)
            if len(word) < 2:
                continue
        start = match.start()
        if text[end:start] != " " and BREAK.search(text, end, start):
            begins, before = True, None
            runs.append([])
        end = match.end()
        lower = word.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        if lower in stop:
            before, begins = None, False
            runs.append([])
            continue
        this = _Word(lower, start, start + len(word), not begins and len(word) >= SHORTEST_NAME)
        if word[0].isupper():
            runs[-1].append(this)
        else:
            runs.append([])
            if before:
                pairs.append((f"b:{before.lower} {lower}", before.start, this.end))
        before, begins = this, False
    return runs, pairs


def _candidates(run: list[_Word]) -> Iterator[tuple[str, int, int]]:
    for place, first in enumerate(run):
        if first.named:
            yield f"U:{first.lower}", first.start, first.end
        for size in range(2, min(LONGEST_RUN, len(run) - place) + 1):
            words = run[place : place + size]
            name = " ".join(word.lower for word in words)
            yield f"C:{name}", first.start, words[-1].end
