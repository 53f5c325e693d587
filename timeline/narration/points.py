"""What a time expression says of where a story is: months, with their year or without it."""

from __future__ import annotations

import re
from typing import TypeAlias

from timeline.model import Mention, Reading, TimexType
from timeline.narration.course import Point

Argument: TypeAlias = Reading | int | float | str | None
_DATELINE = "dateline"
_YEAR_AT = {
    "beside_year": 1,
    "date": 0,
    "days": 0,
    "half_year": 1,
    "month_in": 1,
    "quarter": 1,
    "range_end": 1,
    "season": 1,
    "wdate": 1,
}
"""Where readings have the year they tell."""
_MONTH_AT = {
    "beside_year": 2,
    "date": 1,
    "days": 1,
    "month": 0,
    "month_in": 0,
    "range_end": 2,
    "wdate": 2,
}
_LENGTH = {"season": 3, "half_year": 6, "quarter": 3}
"""The months of a season, half or quarter."""
_SEASON_STARTS = 2
"""Months into its year at which the first season begins: spring in March."""
_MONTHS = 12
_YEAR = re.compile(r"\d+")


def is_date(mention: Mention) -> bool:
    """Whether it names a time that a story can come to; the date of a dateline is the report's."""
    return mention.type in (TimexType.DATE, TimexType.TIME) and mention.rule != _DATELINE


def _own(reading: Reading) -> Reading:
    """Of one of two ends of a range that end."""
    while reading.op == "between_ends":
        end = reading.args[int(str(reading.args[2])) - 1]
        assert isinstance(end, Reading)
        reading = end
    return reading


def point_told(reading: Reading) -> Point | None:
    """The months of the year that a reading tells, or None where it tells none."""
    reading = _own(reading)
    if reading.op in ("iso", "years"):
        numbers = [int(each) for each in _YEAR.findall(str(reading.args[0]))]
        return _stretch(reading.op, numbers)
    if reading.op == "era":
        number, era, other, other_era = reading.args
        year = number if number is not None else other
        bc = (era or other_era) == "bc"
        return _year_point(1 - year if bc else year) if isinstance(year, int) else None
    at = _YEAR_AT.get(reading.op)
    if at is None:
        inner = (point_told(each) for each in reading.args if isinstance(each, Reading))
        return next((each for each in inner if each is not None), None)
    year = reading.args[at]
    if not isinstance(year, int):
        return None
    first, last = _months(reading)
    return Point(_MONTHS * year + first, _MONTHS * year + last, fixed=True)


def _stretch(op: str, numbers: list[int]) -> Point | None:
    if op == "years" and len(numbers) > 1:
        first, last = numbers[:2]
        last += first - first % 100 if last < 100 else 0
        return Point(_MONTHS * first, _MONTHS * max(first, last) + _MONTHS - 1, fixed=True)
    if len(numbers) == 1 and len(str(numbers[0])) == 8:
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100]
    if len(numbers) < 2:
        return _year_point(numbers[0]) if numbers else None
    month = _MONTHS * numbers[0] + min(max(numbers[1], 1), 12) - 1
    return Point(month, month, fixed=True)


def _year_point(year: int) -> Point:
    return Point(_MONTHS * year, _MONTHS * year + _MONTHS - 1, fixed=True)


def _months(reading: Reading) -> tuple[int, int]:
    """The first and the last month, from 0, of what a reading names in a year."""
    at = _MONTH_AT.get(reading.op)
    if at is not None:
        month = reading.args[at]
        return (month - 1, month - 1) if isinstance(month, int) else (0, 11)
    number = reading.args[0]
    length = _LENGTH[reading.op]
    first = length * (number - 1) if isinstance(number, int) else 0
    first += _SEASON_STARTS if reading.op == "season" else 0
    return first, first + length - 1


def bare_in(reading: Reading) -> Reading | None:
    """The day, month or season in a reading that is told without its year."""
    reading = _own(reading)
    bare = bare_of(reading)
    if bare is not None:
        return bare
    inner = (bare_in(each) for each in reading.args if isinstance(each, Reading))
    return next((each for each in inner if each is not None), None)


def bare_of(reading: Reading) -> Reading | None:
    """A reading that leaves the year out, also of "July of that year" and "that summer"."""
    if reading.op == "same_season":
        return Reading("season", (reading.args[0], None, None))
    if reading.op == "in_year" and reading.args[3] == Reading("same", ("year",)):
        wanted, month, day, _ = reading.args
        if day is None:
            return Reading("month", (month, None))
        return Reading("wdate", (wanted, None, month, day))
    return reading if leaves_year_out(reading) else None


def leaves_year_out(reading: Reading) -> bool:
    """Whether it names a day, month or season, or half a year, and not of which year."""
    if reading.op == "month":
        return reading.args[1] is None
    at = _YEAR_AT.get(reading.op)
    if at is None or reading.op == "quarter":
        return False
    which = reading.args[2] if reading.op in ("season", "half_year") else None
    return reading.args[at] is None and which is None


def point_of_bare(bare: Reading) -> Point:
    """Where a time that leaves the year out lies in its year."""
    first, last = _months(bare)
    day = weekday = None
    if bare.op == "wdate":
        weekday, _, _, day = bare.args
    return Point(
        first,
        last,
        fixed=False,
        day=day if isinstance(day, int) else None,
        weekday=weekday if isinstance(weekday, int) else None,
    )


def with_year(bare: Reading, year: int) -> Reading:
    """What leaves the year out, with its year."""
    if bare.op == "month":
        return Reading("date", (year, bare.args[0], None))
    at = _YEAR_AT[bare.op]
    return Reading(bare.op, (*bare.args[:at], year, *bare.args[at + 1 :]))
