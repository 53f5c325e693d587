"""Turn the happenings an article tells, and what it counts from them, into clues to its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil, floor

import numpy as np

from timeline.knowledge.chronicle import Told
from timeline.model import Mention
from timeline.publication.clue import Clue, day_words, month_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.told import happening_density

UNIT_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.44, "year": 365.25}
"""Days of a unit that lengths of time are told in."""


def happening_clues(
    text: str,
    mentions: tuple[Mention, ...],
    found: Sequence[tuple[Told, tuple[str, int]]],
    grid: DayGrid,
) -> Iterable[Clue]:
    """Of what an article tells the day it happened: written then or after, mostly soon after."""
    told_of: list[tuple[Told, Scores | None]] = []
    in_part: list[tuple[Told, Scores]] = []
    for told, (group, day) in found:
        happening = told.happening
        scores = happening_density(day, happening.days, group, grid)
        if told.whole:
            told_of.append((told, scores))
        if scores is not None and not told.whole:
            in_part.append((told, scores))
        elif scores is not None:
            when = day_words if happening.days == 1 else month_words
            says = f"{happening.label}, {when(happening.day)}"
            words = text[told.start : told.end]
            yield Clue("happening", words, says, scores, told.start, told.end)
    yield from _since_clues(text, told_of, mentions, grid)
    if in_part:
        yield _one_of(in_part, text)


_NAMED_OF_ONE = 3


def _one_of(in_part: Sequence[tuple[Told, Scores]], text: str) -> Clue:
    """Of what may be told beside its weekday one is: the scores of any, as a mixture."""
    scores: Scores = np.log(np.mean([np.exp(scores) for _, scores in in_part], axis=0))
    named = [f"{told.happening.label}, {day_words(told.happening.day)}" for told, _ in in_part]
    more = f", or {len(named) - _NAMED_OF_ONE} others" if len(named) > _NAMED_OF_ONE else ""
    says = f"on the weekday of {' or '.join(named[:_NAMED_OF_ONE])}{more}"
    first = in_part[0][0]
    words = text[first.start : first.end]
    return Clue("in part", words, says, scores, first.start, first.end)


_SINCE_SHARE, _AGO_SHARE = 0.5, 0.2
"""How often "106 days since" and "three years ago" beside a happening count from it: 19 of 36 and
7 of 40 on the development set."""
_SINCE_REACH = 250
"""Characters between a happening and what is counted from it, where the text tells several."""
_ONE_STORY = 10
_LONG_SINCE = 60
"""Days: where a text tells one story only, so long a time is counted from it wherever it stands."""
_SINCE = re.compile(r"\s+(?:since|after|from)\b", re.IGNORECASE)


def _since_clues(
    text: str,
    found: Sequence[tuple[Told, Scores | None]],
    mentions: tuple[Mention, ...],
    grid: DayGrid,
) -> Iterable[Clue]:
    """Of a happening told and "three years ago" or "106 days since": written that long after it.

    That is set against how likely the happening is told so long after its day anyway.
    """
    told_of = [told.happening.day for told, _ in found]
    one_story = bool(found) and max(told_of) - min(told_of) <= _ONE_STORY
    for mention in mentions:
        ago = mention.reading.op in ("ago", "ago_exactly")
        if not ago and (mention.reading.op != "duration" or not _SINCE.match(text, mention.end)):
            continue
        number, unit = mention.reading.args
        if not isinstance(number, int) or unit not in UNIT_DAYS:
            continue
        length, slack = number * UNIT_DAYS[str(unit)], UNIT_DAYS[str(unit)] / 2
        counted_from = [
            (told.happening.day, scores)
            for told, scores in found
            if (one_story and length >= _LONG_SINCE)
            or min(abs(told.start - mention.end), abs(mention.start - told.end)) <= _SINCE_REACH
        ]
        fits = np.zeros(len(grid), dtype=bool)
        for day, _ in counted_from:
            away = day + length - grid.first
            low, high = ceil(away - slack), floor(away + max(slack, UNIT_DAYS["week"])) + 1
            fits[max(low, 0) : max(high, 0)] = True
        share = float(fits.mean())
        if not 0 < share < 1:
            continue
        days = [day for day, _ in counted_from]
        belief = _AGO_SHARE if ago else _SINCE_SHARE
        anyway = sum(1.0 if told is None else np.exp(told[fits]) for _, told in counted_from)
        surprise = np.maximum(anyway / len(days), 1.0)
        scores: Scores = np.full(len(grid), np.log(1 - belief))
        scores[fits] = np.log(1 - belief + belief / (share * surprise))
        says = f"counted from {' or '.join(dict.fromkeys(map(day_words, days)))}"
        yield Clue("since", mention.surface, says, scores, mention.start, mention.end)
