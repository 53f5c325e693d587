"""Let one event date two articles: statements alike, with the days each gives them, to clues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from timeline.interval import DAY_SECONDS, Interval
from timeline.meaning import Context, Unreadable, read_as_of
from timeline.model import Direction, Document, Mention, Publication, Reading
from timeline.publication.clues import Clue, day_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.kinship import Kin

_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}|\d+")
_END = re.compile(r"[.!?]\s|\n")
_STEM = 6
_SENTENCE = 320
_RELATIVE = frozenset({"weekday", "rel", "weekday_of", "ago", "daypart"})
_DATED = frozenset({"wdate", "date", "iso"})
_LONGEST_DAYS = 8
"""A statement dated to more days than these pins nobody's day of writing."""
_REACH_DAYS = 60
_LEAST_ALIKE = 0.3
_MOST_BELIEF = 0.6
_SURE = 0.8
"""How probable the days round a document's best one must be for it to date others."""
_MOST_CLUES = 3


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence with a time in it: the mention, its words, and what it is called."""

    mention: Mention
    words: frozenset[str]


def shared_clues(
    articles: Sequence[tuple[Document, tuple[Mention, ...]]],
    publications: Sequence[Publication],
    kin: Iterable[Kin],
    grid: DayGrid,
) -> dict[int, tuple[Clue, ...]]:
    """For documents of doubtful day, what they tell alike with kin whose day is all but known.

    "On Wednesday" here and "on May 19" there, of the same thing: written in the week from May 19.
    How alike two statements are is the cosine of their words, the rarer the heavier.
    """
    statements = [_statements(document.text, mentions) for document, mentions in articles]
    spread = Counter(word for told in statements for one in told for word in one.words)
    total = sum(map(len, statements)) or 1
    weight = {word: log(1 + total / count) for word, count in spread.items()}
    found: dict[int, list[tuple[float, Clue]]] = {}
    for pair in kin:
        for here, there in ((pair.left, pair.right), (pair.right, pair.left)):
            if _is_sure(publications[here]) or not _is_sure(publications[there]):
                continue
            name = articles[there][0].title or articles[there][0].id
            for alike, mine, theirs in _matches(statements[here], statements[there], weight):
                clue = _clue(mine, theirs, alike, publications[there], name, grid)
                if clue is not None:
                    found.setdefault(here, []).append((alike, clue))
    return {
        place: tuple(clue for _, clue in sorted(clues, key=lambda one: -one[0])[:_MOST_CLUES])
        for place, clues in found.items()
    }


def _is_sure(publication: Publication) -> bool:
    return publication.day is not None and publication.near >= _SURE


def _statements(text: str, mentions: tuple[Mention, ...]) -> tuple[_Statement, ...]:
    return tuple(
        _Statement(mention, _words(text, mention))
        for mention in mentions
        if mention.reading.op in _RELATIVE or mention.reading.op in _DATED
    )


def _words(text: str, mention: Mention) -> frozenset[str]:
    """The words of the sentence round a mention, cut to their stems, the mention left out."""
    before = text[max(0, mention.start - _SENTENCE) : mention.start]
    after = text[mention.end : mention.end + _SENTENCE]
    ends = [match.end() for match in _END.finditer(before)]
    stop = _END.search(after)
    told = before[ends[-1] if ends else 0 :] + after[: stop.start() if stop else None]
    return frozenset(word.lower()[:_STEM] for word in _WORD.findall(told))


def _matches(
    mine: Sequence[_Statement], theirs: Sequence[_Statement], weight: Mapping[str, float]
) -> Iterable[tuple[float, _Statement, _Statement]]:
    """Each statement with the one most like it on the other side, where they are alike enough."""
    for one in mine:
        if one.mention.reading.op not in _RELATIVE:
            continue
        best = max(theirs, key=lambda other: _cosine(one, other, weight), default=None)
        if best is not None:
            alike = _cosine(one, best, weight)
            if alike >= _LEAST_ALIKE:
                yield alike, one, best


def _cosine(one: _Statement, other: _Statement, weight: Mapping[str, float]) -> float:
    both = sum(weight[word] ** 2 for word in one.words & other.words)
    lengths = [sum(weight[word] ** 2 for word in each.words) for each in (one, other)]
    return both / (lengths[0] * lengths[1]) ** 0.5 if all(lengths) else 0.0


def _clue(
    mine: _Statement,
    theirs: _Statement,
    alike: float,
    publication: Publication,
    name: str,
    grid: DayGrid,
) -> Clue | None:
    day = publication.day
    assert day is not None
    there = _short(theirs.mention, day)
    if there is None:
        return None
    first = max(day - _REACH_DAYS, grid.first)
    days = range(first, min(day + _REACH_DAYS, grid.last) + 1)
    fits = np.array([_agrees(mine.mention, at, there) for at in days])
    if not fits.any() or fits.all():
        return None
    even = 1.0 / len(grid)
    belief = min(_MOST_BELIEF, alike)
    mass: Scores = np.full(len(grid), (1 - belief) * even)
    mass[first - grid.first : first - grid.first + len(fits)][fits] += belief / fits.sum()
    says = (
        f"“{name}”, written near {day_words(day)}, tells the same of “{theirs.mention.surface}”, "
        f"{there.in_words()}"
    )
    mention = mine.mention
    scores = np.log(mass / even)
    return Clue("shared", mention.surface, says, scores, mention.start, mention.end)


def _agrees(mention: Mention, day: int, there: Interval) -> bool:
    here = _short(mention, day)
    return here is not None and here.overlaps(there)


def _short(mention: Mention, day: int) -> Interval | None:
    """What a mention means on a day, where that is a stretch of days and no more."""
    when = _read(mention.reading, mention.direction, day)
    if when is None or when.duration is None or when.duration > _LONGEST_DAYS * DAY_SECONDS:
        return None
    return when


@lru_cache(maxsize=65536)
def _read(reading: Reading, direction: Direction, day: int) -> Interval | None:
    try:
        return read_as_of(reading, Context(day=day, direction=direction)).when
    except Unreadable:
        return None
