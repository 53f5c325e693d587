"""Dates by the calendar: full, partial, named and periodic ones, as operators."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    civil,
    moment,
    timex3,
    weekday,
)
from timeline.meaning.core import (
    FAINT,
    FAIR,
    GOOD,
    Context,
    Meaning,
    Unreadable,
    nearest_by_tense,
    operator,
    read_as_of,
    told,
    which_one,
    year_of,
)
from timeline.model import Alternative, Direction, Reading

_FURTHER = 2.5
"""So many times further off, and a month and day of the other year would be told with its year."""
_DECADE_AHEAD = 2
"""Years to its beginning from which "the '90s" can be those to come."""
_NEAR_DAYS = 14
"""A month and day this close to the writing is meant, whatever the verb's tense says."""


@operator("iso")
def _iso(context: Context, args: tuple[Any, ...]) -> Meaning:
    numbers = [int(part) for part in re.findall(r"\d+", str(args[0]))]
    if len(numbers) == 1:
        digits = str(args[0])
        numbers = [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
    if len(numbers) > 3:
        return told(Interval.minute(*numbers[:5]), "a full date and time")
    return told(Interval.day(*numbers), "a full date")


@operator("date")
def _date(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, month, day = args
    if day is not None:
        return told(Interval.day(year, month, day), "a full date")
    if month is not None:
        return told(Interval.month(year, month), "a month with its year")
    return told(Interval.year(year), "a year")


@operator("wdate")
def _wdate(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, year, month, day = args
    if year is not None:
        when = Interval.day(year, month, day)
        if wanted is not None and when.start is not None and weekday(when.start) != wanted:
            return told(when, "a full date, though its weekday does not fit", confidence=FAINT)
        return told(when, "a full date")
    return _month_day(context, wanted, month, day)


def _month_day(context: Context, wanted: int | None, month: int, day: int) -> Meaning:
    this_year = year_of(context)
    candidates = [
        Interval.day(year, month, day)
        for year in range(this_year - 6, this_year + 7)
        if _exists(year, month, day)
    ]
    if not candidates:
        raise Unreadable(f"no year has a day {day} in month {month}")
    if wanted is not None:
        fitting = [one for one in candidates if weekday(one.start or 0) == wanted]
        if not fitting:
            raise Unreadable("no year near has that weekday on that date")
        best = min(fitting, key=lambda one: abs((one.start or 0) - context.now))
        return told(best, "the nearest year in which that date falls on that weekday", "writing")
    by_distance = sorted(candidates, key=lambda one: abs((one.start or 0) - context.now))
    best, other = by_distance[0], by_distance[1]
    ahead = ((best.start or 0) - context.now) // DAY_SECONDS
    far_off = abs((other.start or 0) - context.now) // DAY_SECONDS > _FURTHER * abs(ahead)
    wrong_way = not far_off and (
        (context.direction is Direction.PAST and ahead > _NEAR_DAYS)
        or (context.direction is Direction.FUTURE and ahead < -_NEAR_DAYS)
    )
    if wrong_way:
        looks = "back" if ahead > 0 else "ahead"
        why = f"the verb looks {looks}, so the nearest such day is not meant"
        return told(
            other,
            why,
            "writing",
            alternatives=(Alternative(best, "against the verb's tense"),),
            confidence=FAIR,
        )
    return told(
        best,
        "the nearest such day to the day of writing",
        "writing",
        alternatives=(Alternative(other, "further from the day of writing"),),
        confidence=GOOD,
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        moment(year, month, day)
    except ValueError:
        return False
    return True


@operator("month_day")
def _relative_month_day(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "last Oct. 23" and "next May 1" the one before or after the day of writing."""
    month, day, which = args
    years = range(year_of(context) - 1, year_of(context) + 2)
    days = [Interval.day(year, month, day) for year in years if _exists(year, month, day)]
    if not days:
        raise Unreadable(f"no year near has a day {day} in month {month}")
    return which_one(context, days, which)


@operator("days")
def _days(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, month, first, last = args
    start = read_as_of(Reading("wdate", (None, year, month, first)), context)
    assert start.when is not None
    start_year = civil(start.when.start or 0)[0]
    when = start.when.hull(Interval.day(start_year, month, last))
    return replace(start, when=when, value=timex3(when))


@operator("paired_days")
def _paired_days(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "9/10 May" both days; of "31/1 May" the last of May and the first of June.

    Raises Unreadable where the second does not follow the first.
    """
    year, month, pair = args
    first, last = (int(part) for part in str(pair).split("/"))
    start = read_as_of(Reading("wdate", (None, year, month, first)), context)
    assert start.when is not None
    following = start.when.shift(1)
    if civil(following.start or 0)[2] != last:
        raise Unreadable("its days do not follow each other")
    when = start.when.hull(following)
    return replace(start, when=when, value=timex3(when))


@operator("first_day")
def _first_day(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of two days the first: that on which a night between them begins."""
    both = read_as_of(args[0], context)
    assert both.when is not None
    when = Interval.of(Granularity.DAY, both.when.start or 0)
    return replace(both, when=when, value=timex3(when))


@operator("years")
def _years(context: Context, args: tuple[Any, ...]) -> Meaning:
    first, last = (int(part) for part in re.findall(r"\d+", str(args[0])))
    if last < 100:
        last += first - first % 100
    when = Interval.year(first).hull(Interval.year(last)) if first < last else None
    if when is None:
        raise Unreadable("its years run backwards")
    return told(when, "the years from the first to the last named")


@operator("era")
def _era(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, era, other_year, other_era = args
    number = year if year is not None else other_year
    before = (era or other_era) == "bc"
    return told(Interval.year(1 - number if before else number), "a year with its era")


@operator("decade")
def _decade(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = args[0]
    decade = Interval.decade(year)
    if year % 100 or year >= _DECADE_OF_ITS_OWN:
        return told(decade, "a decade")
    other = Alternative(decade, "only its first ten years")
    return told(Interval.century(year // 100), "a hundred years", alternatives=(other,))


_DECADE_OF_ITS_OWN = 2000
"""From here on "the 2000s" are ten years; "the 1800s" and "the early 1900s" are of a hundred."""


@operator("spoken_decade")
def _spoken_decade(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the nineteen eighties" the decade."""
    century, decade = args
    if not 1 <= century <= 20:
        raise Unreadable(f"there are no {century} hundreds")
    return told(Interval.decade(century * 100 + decade), "a decade")


@operator("decade2")
def _decade2(context: Context, args: tuple[Any, ...]) -> Meaning:
    latest = year_of(context) + (40 if context.in_story else _DECADE_AHEAD)
    year = latest - (latest - args[0]) % 100
    return told(Interval.decade(year), "the latest such decade", "writing", confidence=GOOD)


@operator("century")
def _century(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, era = args
    if era == "bc":
        return told(Interval.century_bce(number), "a century before the common era")
    return told(Interval.century(number - 1), "a century")


@operator("quarter")
def _quarter(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, which = args
    if not 1 <= number <= 4:
        raise Unreadable(f"a year has no quarter {number}")
    if year is not None:
        return told(Interval.quarter(year, number), "a quarter with its year")
    if which is not None:
        return told(
            Interval.quarter(year_of(context) + which, number),
            "a quarter counted from the year of writing",
            "writing",
        )
    return nearest_by_tense(
        context, [Interval.quarter(year_of(context) + step, number) for step in (-1, 0, 1)]
    )


@operator("quarter_code")
def _quarter_code(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, other_number, other_year = args
    return _quarter(context, (number or other_number, year or other_year, None))


@operator("half_year")
def _half_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, which = args
    if number not in (1, 2):
        raise Unreadable(f"a year has no half {number}")
    if year is None and which is None:
        halves = [Interval.half(year_of(context) + step, number) for step in (-1, 0, 1)]
        return nearest_by_tense(context, halves)
    base = year if year is not None else year_of(context) + which
    return told(Interval.half(base, number), "half a year", "" if year is not None else "writing")


@operator("month")
def _month(context: Context, args: tuple[Any, ...]) -> Meaning:
    month, which = args
    year = year_of(context)
    months = [Interval.month(year + step, month) for step in (-1, 0, 1)]
    if which is None:
        return nearest_by_tense(context, months)
    if which < 0 and months[1] == Interval.of(Granularity.MONTH, context.now).shift(-1):
        why = "the month just over would be called last month, so the one of the year before"
        other = Alternative(months[1], "the month just over")
        return told(months[0], why, "writing", alternatives=(other,), confidence=FAIR)
    return which_one(context, months, which)


@operator("season")
def _season(context: Context, args: tuple[Any, ...]) -> Meaning:
    season, year, which = args
    if year is not None:
        return told(Interval.season(year, season), "a season with its year")
    seasons = [Interval.season(year_of(context) + step, season) for step in (-2, -1, 0, 1)]
    if which is None:
        return nearest_by_tense(context, seasons)
    return which_one(context, seasons, which)


@operator("season_of")
def _season_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the spring of last year" that spring."""
    season, which = args
    when = Interval.season(year_of(context) + which, season)
    return told(when, "counted from the year of writing", "writing")


@operator("month_of")
def _month_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = year_of(context) + (args[1] or 0)
    return told(Interval.month(year, args[0]), "counted from the year of writing", "writing")


@operator("day_of_month")
def _day_of_month(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the 11th of next month" that day; of "the 11th" the one that the tense points to.

    Where a day or month was named before, it is the first one from that on.
    """
    day, which = args
    if which is None:
        named = context.reference
        near = named is not None and named.granularity <= Granularity.MONTH
        base = named.start if named is not None and near else None
        months = Interval.of(Granularity.MONTH, context.now if base is None else base)
        around = [civil(months.shift(step).start or 0)[:2] for step in range(-2, 3)]
        days = [Interval.day(*one, day) for one in around if _exists(*one, day)]
        if not days:
            raise Unreadable(f"no month has a day {day}")
        if base is None:
            return nearest_by_tense(context, days)
        when = next(one for one in days if (one.start or 0) >= base)
        return told(
            when, "the first such day from the time named before", "earlier", confidence=FAIR
        )
    year, month, _ = civil(Interval.of(Granularity.MONTH, context.now).shift(which).start or 0)
    return told(Interval.day(year, month, day), "counted from the month of writing", "writing")


@operator("month_span")
def _month_span(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the July-September quarter" those months, nearest by the verb's tense."""
    first, last = args
    spans = []
    for year in (year_of(context) - 1, year_of(context), year_of(context) + 1):
        end = Interval.month(year + (last < first), last)
        spans.append(Interval.month(year, first).hull(end))
    meaning = nearest_by_tense(context, spans)
    if (first - 1) % 3 or (last - first) % 12 != 2:
        return meaning
    assert meaning.when is not None
    when = Interval.of(Granularity.QUARTER, meaning.when.start or 0)
    return replace(meaning, when=when, value=timex3(when))
