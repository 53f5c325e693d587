"""Tell a text that tells of a time of its own from news of the days about its writing."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.model import Direction, Mention, Reading
from timeline.narration.course import Point
from timeline.narration.points import bare_in, is_date, point_told

_LEAST_YEARS, _LEAST_FULL, _MANY_YEARS = 3, 2, 20
"""Times with their year that a history tells at least, and days or months among them: none of these
where it tells very many years.
"""
_LEAST_DATES = 5.0
"""How many dates it tells at least, with or without their year,"""
_FOR_NEAR, _FOR_NOW, _FOR_AHEAD = 8.0, 1.5, 1.0
"""and how many more for each time that counts from the day of writing, each "now", and each date
that it looks ahead to.  Chosen on half of 22 histories and 2,700 news articles, of which it
takes some ten for histories that are none.
"""
_MOST_DATES = 20_000
"""Dates of a text from which on it is a table, and no story."""
_HEAD = 300
"""Characters within which a text tells when it was written."""
_WORDS_BESIDE = 2
"""Words that may stand beside that: "Published on"."""
_FEWEST_DATES, _FEWEST_BARE = 3, 2
"""How many dates a short text tells at least before it is taken for one, and without a year."""
_SHORT = 3
"""Months from which a time with its year is no day or month: a season, a year."""
_NOW = frozenset({"present", "quarter", "latest", "past"})
"""What news speaks of, and a statement of what happened does not."""
_NEAR = frozenset({"ago", "day_named", "hence", "rel", "weekday"})
"""What counts from the day of writing."""
_UNIT_OF = frozenset({"begin", "end", "half_of", "numbered", "numbered_day", "part"})
"""What tells a part of a unit: of "the end of the year" the year that is told of."""


def places_told(text: str, mentions: Sequence[Mention]) -> list[int]:
    """The places, among the mentions of a text, of times that a story can come to."""
    places = [at for at, each in enumerate(mentions) if is_date(each)]
    return places[1:] if places and _is_own_date(text, mentions[places[0]]) else places


def _is_own_date(text: str, mention: Mention) -> bool:
    """Whether a full date near the head has a line of its own: it is that of the writing."""
    if mention.start >= _HEAD or not _is_full(mention.reading) or mention.reading.op == "date":
        return False
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    line += text[mention.end : mention.end + _HEAD].partition("\n")[0]
    return len(line.split()) <= _WORDS_BESIDE


def tells_of_its_own_time(
    dated: Sequence[Mention], mentions: Sequence[Mention], headings: int
) -> bool:
    """Whether a text tells of a time of its own, and not of the days about its writing.

    A long one is known by its dates with their year.  A short one is where it begins with a day or
    month with its year, and names no time that counts from the writing.  ``dated`` are those of
    its mentions that a story can come to; the ``headings`` of a chronology count as dates in full.
    """
    if len(dated) > _MOST_DATES:
        return False
    told = [point for each in dated if (point := point_told(each.reading)) is not None]
    full = sum(_is_short(point) for point in told) + headings
    bare = [each for each in dated if bare_in(each.reading) is not None]
    ahead = sum(each.direction is Direction.FUTURE for each in bare)
    many = len(told) >= _MANY_YEARS
    if not (full or many) or (bare and ahead == len(bare)):
        return False
    near = sum(_is_near_writing(each.reading) for each in dated)
    if near and not bare:
        return False
    now = sum(each.reading.op == "present" for each in mentions)
    dates = len(told) + len(bare)
    least = _LEAST_DATES + _FOR_NEAR * near + _FOR_NOW * now + _FOR_AHEAD * ahead
    if len(told) >= _LEAST_YEARS and dates >= least and (many or full >= _LEAST_FULL):
        return True
    opens = next(
        (is_told for each in dated if (is_told := _is_full(each.reading)) is not None), False
    )
    if len(bare) < _FEWEST_BARE or near or _speaks_of_now(mentions):
        return False
    return opens and dates >= _FEWEST_DATES


def _is_full(reading: Reading) -> bool | None:
    """Whether a day or month is told with its year; None where it is no day or month."""
    point = point_told(reading)
    if point is not None:
        return True if _is_short(point) else None
    return None if bare_in(reading) is None else False


def _is_short(point: Point) -> bool:
    return point.last - point.first < _SHORT


def _speaks_of_now(mentions: Sequence[Mention]) -> bool:
    return any(
        each.reading.op in _NOW or (each.direction is Direction.FUTURE and is_date(each))
        for each in mentions
    )


def _is_near_writing(reading: Reading) -> bool:
    if reading.op in _NEAR:
        return True
    inner = (each for each in reading.args if isinstance(each, Reading))
    return any(_is_near_writing(each) for each in inner if not is_part_of_unit(reading, each))


def is_part_of_unit(reading: Reading, inner: Reading) -> bool:
    """Whether a part is told of the unit that is spoken of: "the end of the year"."""
    return reading.op in _UNIT_OF and inner.op == "rel" and inner.args[1] in (0, None)
