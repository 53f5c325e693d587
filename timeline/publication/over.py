"""What a history says of its own day of writing: that all it tells was over by then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from timeline.interval import to_ordinal
from timeline.meaning import Context, Unreadable, read_as_of
from timeline.model import Direction, Mention, TimexType
from timeline.narration import has_year_of_story
from timeline.publication.clue import Clue
from timeline.publication.days import DayGrid
from timeline.publication.offsets import SOME_DAY, Offset

_TOO_EARLY = -9.0
"""Nats for the days before the last that it tells: a slip of the pen can be one of these."""
_HALF_AS_LIKELY = 365.0
"""Days after its end at which a history is written half as likely as just then: a convention.

Statements and reports come soon, histories at any time, and nothing says which one it is.
"""
_GENERATION = 30 * 365
"""Days after which to have been over says too little: of a history of 1812 nothing is known."""
_STAMPS = ("full stamp", "full dateline", "near stamp", "near dateline")


def is_history(mentions: Sequence[Mention]) -> bool:
    """Whether a text tells of a time of its own, so that its dates do not lie near its writing."""
    return any(has_year_of_story(mention.reading) for mention in mentions)


def over_clues(mentions: Sequence[Mention], grid: DayGrid) -> Iterable[Clue]:
    """The one clue that a history gives: the last day or month it tells, and when that was over."""
    told = [
        (day, mention)
        for mention in mentions
        if mention.direction is not Direction.FUTURE and (day := _last_day(mention)) is not None
    ]
    if not told:
        return
    last, mention = max(told, key=lambda one: one[0])
    if grid.last - last > _GENERATION:
        return
    since = (grid.ordinals - last).astype(np.float64)
    scores = np.where(since < 0, _TOO_EARLY, -np.log1p(np.maximum(since, 0.0) / _HALF_AS_LIKELY))
    says = "the last time of its story, which was over when it was written"
    yield Clue("story", mention.surface, says, scores, mention.start, mention.end)


def _last_day(mention: Mention) -> int | None:
    """The day on which what a mention tells with its year, or that of its story, is over."""
    if mention.type not in (TimexType.DATE, TimexType.TIME):
        return None
    try:
        meaning = read_as_of(mention.reading, Context(day=SOME_DAY))
    except Unreadable:
        return None
    if meaning.leans_on == "writing" or meaning.when is None:
        return None
    end = meaning.when.end if meaning.when.end is not None else meaning.when.start
    return None if end is None else to_ordinal(end - 1)


def stamps_among(offsets: Iterable[Offset]) -> list[Offset]:
    """The dates that stand like those of a publication."""
    return [one for one in offsets if one.group.startswith(_STAMPS)]
