"""What a time expression says of where a story is: months, with their year or without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

from timeline.model import DATELINE, Mention, Reading, TimexType
from timeline.narration.course import Point

Argument: TypeAlias = Reading | int | float | str | None
_YEAR_AT = {
    "beside_year": 1,
    "date": 0,
    "days": 0,
    "half_year": 1,
    "month_in": 1,
    "paired_days": 0,
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
    "paired_days": 1,
    "range_end": 2,
    "wdate": 2,
}
_LENGTH = {"season": 3, "half_year": 6, "quarter": 3}
"""The months of a season, half or quarter."""
_SEASON_STARTS = 2
"""Months into its year at which the first season begins: spring in March."""
_MONTHS = 12
_PARTS = {
    ("part", "early"): (0, 3),
    ("part", "mid"): (4, 7),
    ("part", "late"): (8, 11),
    ("begin", ""): (0, 1),
    ("end", ""): (10, 11),
}
"""The months of a year, from 0, that are told as a part of it."""
_CHRONOLOGY = 2
"""Years that head a day each, from which on they head all that stands under them."""
_LINE = 80
_MARKS = " \t#*=:.-–—"
"""What may stand beside a year on a line of its own."""
_YEAR = re.compile(r"\d+")


def is_date(mention: Mention) -> bool:
    """Whether it names a time that a story can come to; the date of a dateline is the report's."""
    return mention.type in (TimexType.DATE, TimexType.TIME) and mention.rule != DATELINE


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
        return _part(reading, next((each for each in inner if each is not None), None))
    year = reading.args[at]
    if not isinstance(year, int):
        return None
    first, last = _months(reading)
    return Point(_MONTHS * year + first, _MONTHS * year + last, fixed=True)


def _part(reading: Reading, whole: Point | None) -> Point | None:
    """Of "early 1943" and "the end of 1942" their months."""
    if whole is None or whole.last - whole.first != _MONTHS - 1:
        return whole
    which = reading.args[0] if reading.op == "part" else ""
    first, last = _PARTS.get((reading.op, str(which)), (0, _MONTHS - 1))
    return Point(whole.first + first, whole.first + last, fixed=True)


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


def point_of_bare(bare: Reading, year: int | None = None) -> Point:
    """Where a time that leaves the year out lies in its year, or in the one it stands under."""
    first, last = _months(bare)
    if year is not None:
        return Point(_MONTHS * year + first, _MONTHS * year + last, fixed=True)
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


def years_over(text: str, mentions: Sequence[Mention], places: Sequence[int]) -> dict[int, int]:
    """The year that each day or month of a chronology stands under, by its place.

    "2011 / 7 February / A hearing begins. / 2 November / ...": a year is a heading where it has a
    line of its own, or nothing stands between it and a day.  A single one heads the day right
    under it alone.
    """
    heads: dict[int, int] = {}
    right_under: dict[int, int] = {}
    for one, following in zip_longest(places, places[1:]):
        year = _year_alone(mentions[one].reading)
        if year is None:
            continue
        under = following is not None and _is_right_under(text, mentions[one], mentions[following])
        if under:
            right_under[following] = year
        if under or _has_own_line(text, mentions[one]):
            heads[one] = year
    if len(heads) < _CHRONOLOGY:
        return right_under
    years: dict[int, int] = {}
    year = None
    for at in places:
        year = heads.get(at, year)
        if year is not None and bare_in(mentions[at].reading) is not None:
            years[at] = year
    return years


def _is_right_under(text: str, heading: Mention, mention: Mention) -> bool:
    between = text[heading.end : mention.start]
    return not between.strip() and bare_in(mention.reading) is not None


def _has_own_line(text: str, mention: Mention) -> bool:
    before = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    after = text[mention.end : mention.end + _LINE].partition("\n")[0]
    return not before.strip(_MARKS) and not after.strip(_MARKS)


def _year_alone(reading: Reading) -> int | None:
    if reading.op != "date" or reading.args[1] is not None:
        return None
    return reading.args[0] if isinstance(reading.args[0], int) else None


def with_year(bare: Reading, year: int) -> Reading:
    """What leaves the year out, with its year."""
    if bare.op == "month":
        return Reading("date", (year, bare.args[0], None))
    at = _YEAR_AT[bare.op]
    return Reading(bare.op, (*bare.args[:at], year, *bare.args[at + 1 :]))
