"""Tell a text that tells of a time of its own from news of the days about its writing."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.model import Direction, Mention, Reading
from timeline.narration.points import bare_in, is_date, point_told

_LEAST_YEARS = 3
"""Times with their year that a text tells at least before it is taken for a history."""
_LEAST_DATES, _DATES_EACH = 5, 10
"""How many dates it tells at least, with or without a year, for each time that counts from the day
of writing.
"""
_FEWEST_DATES = 3
"""How many dates a short text tells at least before it is taken for one."""
_SHORT = 3
"""Months from which a time with its year is no day or month: a season, a year."""
_NOW = frozenset({"present", "quarter", "latest", "past"})
"""What news speaks of, and a statement of what happened does not."""
_NEAR = frozenset({"ago", "day_named", "hence", "rel", "weekday"})
"""What counts from the day of writing."""
_UNIT_OF = frozenset({"begin", "end", "half_of", "numbered", "numbered_day", "part"})
"""What tells a part of a unit: of "the end of the year" the year that is told of."""


def tells_of_its_own_time(mentions: Sequence[Mention]) -> bool:
    """Whether a text tells of a time of its own, and not of the days about its writing.

    A long one is known by its dates with their year.  A short one is where it begins with a day or
    month with its year, and names no time that counts from the writing.
    """
    dated = [each for each in mentions if is_date(each)]
    told = [point for each in dated if (point := point_told(each.reading)) is not None]
    bare = [each for each in dated if bare_in(each.reading) is not None]
    if not told or (bare and all(each.direction is Direction.FUTURE for each in bare)):
        return False
    near = sum(_is_near_writing(each.reading) for each in dated)
    if near and not bare:
        return False
    dates = len(told) + len(bare)
    if len(told) >= _LEAST_YEARS and dates >= _LEAST_DATES + _DATES_EACH * near:
        return True
    opens = next(
        (is_told for each in dated if (is_told := _is_full(each.reading)) is not None), False
    )
    return opens and dates >= _FEWEST_DATES and not near and not _speaks_of_now(mentions)


def _is_full(reading: Reading) -> bool | None:
    """Whether a day or month is told with its year; None where it is no day or month."""
    point = point_told(reading)
    if point is not None:
        return True if point.last - point.first < _SHORT else None
    return None if bare_in(reading) is None else False


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
