"""Let one event date two articles: statements alike, with the days each gives them, to clues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log
from typing import TypeAlias

import numpy as np

from timeline.interval import DAY_SECONDS, Interval, to_ordinal
from timeline.meaning import Context, Unreadable, read_as_of
from timeline.model import Direction, Document, Mention, Reading
from timeline.publication.clue import Clue, day_words
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
_WIDEST_DAYS = 1500
"""Of a document whose 90 % interval is wider nothing is asked: too little is known of it."""
_LEAST_ALIKE = 0.3
_MOST_BELIEF = 0.9
_SHARPER = 0.5
"""Nats by which the other side must know its own day, or the event's, better to be heard."""
_MOST_CLUES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """The probability of each of a run of days, from an ordinal on, that a document was written."""

    first: int
    mass: Scores

    @classmethod
    def on(cls, day: int) -> Written:
        """For a document whose day is known."""
        return cls(day, np.ones(1))


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence with a time in it: the mention, its words, and what it is called."""

    mention: Mention
    words: frozenset[str]


def shared_clues(
    articles: Sequence[tuple[Document, tuple[Mention, ...]]],
    written: Sequence[Written | None],
    kin: Iterable[Kin],
    grid: DayGrid,
) -> dict[int, tuple[Clue, ...]]:
    """What documents that tell one thing alike say of each other's day of writing.

    "On Wednesday" here and "on May 19" there, of the same thing: that was a Wednesday, and this
    was written in the week from it.  Each statement gives its event a probability for each day,
    by when its document may have been written; the side that knows that day, or its own, better
    tells the other.  The same holds of two statements of one document.  How alike two statements
    are is the cosine of their words, the rarer the heavier.  ``written`` is None where too little
    is known of a document's day.
    """
    statements = [_statements(document.text, mentions) for document, mentions in articles]
    weight = _Weights(statements)
    found: dict[int, list[tuple[float, Clue]]] = {}
    for place, one in enumerate(written):
        if one is not None and len(one.mass) > 1:
            found.setdefault(place, []).extend(_own_clues(statements[place], one, weight, grid))
    for pair in kin:
        for here, there in ((pair.left, pair.right), (pair.right, pair.left)):
            mine, theirs = written[here], written[there]
            if mine is None or theirs is None or len(mine.mass) == 1:
                continue
            name = articles[there][0].title or articles[there][0].id
            for alike, this, that in _matches(statements[here], statements[there], weight):
                clue = _clue((this, mine), (that, theirs), alike, name, grid)
                if clue is not None:
                    found.setdefault(here, []).append((alike, clue))
    return {
        place: tuple(clue for _, clue in sorted(clues, key=lambda one: -one[0])[:_MOST_CLUES])
        for place, clues in found.items()
        if clues
    }


def window(mass: Scores, low: int | None, high: int | None, grid: DayGrid) -> Written | None:
    """A posterior over all days cut to its 90 % interval; None where that is too wide."""
    if low is None or high is None or high - low >= _WIDEST_DAYS:
        return None
    part = mass[low - grid.first : high + 1 - grid.first]
    return Written(low, part / part.sum())


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
    mine: Sequence[_Statement], theirs: Sequence[_Statement], weight: _Weights
) -> Iterable[tuple[float, _Statement, _Statement]]:
    """Each statement with the one most like it on the other side, where they are alike enough."""
    for one in mine:
        if one.mention.reading.op not in _RELATIVE:
            continue
        others = [other for other in theirs if other is not one]
        best = max(others, key=lambda other: _cosine(one, other, weight), default=None)
        if best is not None:
            alike = _cosine(one, best, weight)
            if alike >= _LEAST_ALIKE:
                yield alike, one, best


class _Weights:
    """How heavy words are, and how long the statements made of them: asked for again and again."""

    def __init__(self, statements: Iterable[Sequence[_Statement]]) -> None:
        told = [one for each in statements for one in each]
        total = len(told) or 1
        spread = Counter(word for one in told for word in one.words)
        self._squares = {word: log(1 + total / count) ** 2 for word, count in spread.items()}
        self._lengths: dict[frozenset[str], float] = {}

    def of(self, words: frozenset[str]) -> float:
        """The sum of the squares of some words, exactly: sets have no order to sum in."""
        return fsum(map(self._squares.__getitem__, words))

    def length(self, words: frozenset[str]) -> float:
        """The same of a statement's words."""
        known = self._lengths.get(words)
        if known is None:
            known = self._lengths[words] = self.of(words)
        return known


def _cosine(one: _Statement, other: _Statement, weights: _Weights) -> float:
    """The cosine of two statements' words."""
    shared = one.words & other.words
    if not shared:
        return 0.0
    lengths = weights.length(one.words) * weights.length(other.words)
    return weights.of(shared) / lengths**0.5 if lengths else 0.0


_Told: TypeAlias = tuple[_Statement, Written]


def _clue(mine: _Told, theirs: _Told, alike: float, name: str, grid: DayGrid) -> Clue | None:
    (one, here), (other, there) = mine, theirs
    event = _event(other, there)
    surer = _entropy(there.mass) < _entropy(here.mass) - _SHARPER
    sharper = _entropy(event.values()) < _entropy(_event(one, here).values()) - _SHARPER
    if not event or not (surer or sharper):
        return None
    likely = np.array(
        [
            sum(event.get(day, 0.0) for day in _days(one.mention, at))
            for at in range(here.first, here.first + len(here.mass))
        ]
    )
    day = max(event, key=lambda day: (event[day], -day))
    says = f"“{name}” tells the same of “{other.mention.surface}”, {day_words(day)}"
    return _weighed(one.mention, likely, alike, says, here, grid)


def _own_clues(
    told: Sequence[_Statement], here: Written, weight: _Weights, grid: DayGrid
) -> Iterable[tuple[float, Clue]]:
    """Of "last week" and "on May 19" in one text, of one thing: the days on which both are true."""
    dated = [one for one in told if one.mention.reading.op in _DATED]
    for alike, one, other in _matches(told, dated, weight):
        likely = np.array(
            [
                float(bool(set(_days(one.mention, at)) & set(_days(other.mention, at))))
                for at in range(here.first, here.first + len(here.mass))
            ]
        )
        says = f"tells the same as “{other.mention.surface}” further on"
        clue = _weighed(one.mention, likely, alike, says, here, grid)
        if clue is not None:
            yield alike, clue


def _weighed(
    mention: Mention, likely: Scores, alike: float, says: str, here: Written, grid: DayGrid
) -> Clue | None:
    """A clue from how well each day of a window fits, believed as far as the statements agree."""
    if not likely.any() or np.ptp(likely) == 0:
        return None
    belief = min(_MOST_BELIEF, alike)
    scores = np.zeros(len(grid))
    start = here.first - grid.first
    scores[start : start + len(likely)] = np.log(1 - belief + belief * likely / likely.mean())
    return Clue("shared", mention.surface, says, scores, mention.start, mention.end)


def _event(statement: _Statement, written: Written) -> dict[int, float]:
    """How probable each day is for what a statement tells, over all days it may be written on."""
    found: dict[int, float] = {}
    for at, share in enumerate(written.mass, written.first):
        days = _days(statement.mention, at)
        for day in days:
            found[day] = found.get(day, 0.0) + float(share) / len(days)
    total = sum(found.values())
    return {day: share / total for day, share in found.items()} if total else {}


def _entropy(shares: Iterable[float]) -> float:
    return -sum(share * log(share) for share in shares if share > 0)


def _days(mention: Mention, day: int) -> range:
    """The days a mention means when written on a day, where they are few."""
    when = _short(mention, day)
    if when is None or when.start is None or when.end is None:
        return range(0)
    first = to_ordinal(when.start)
    return range(first, max(to_ordinal(when.end - 1), first) + 1)


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
