"""Times beside a time named before, and times of a length cut in two, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import Granularity, Interval, add, civil, timex3, weekday
from timeline.meaning.core import (
    FAIR,
    GOOD,
    Context,
    Meaning,
    Unreadable,
    day_at,
    operator,
    read_as_of,
    told,
    unit_of,
)
from timeline.model import Direction, Reading

_LONGEST_WAIT = 2000
"""Days within which every day of a month up to the 31st falls on every weekday."""


@operator("month_beside")
def _month_beside(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the following March" the first after the time named before, or the last before it."""
    side, month = args
    year = civil(_base(context))[0]
    return _beside(context, side, [Interval.month(year + step, month) for step in (-1, 0, 1)])


@operator("season_beside")
def _season_beside(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the following spring" the first after the time named before, or the last before it."""
    side, season = args
    year = civil(_base(context))[0]
    return _beside(context, side, [Interval.season(year + step, season) for step in (-2, -1, 0, 1)])


@operator("same_season")
def _same_season(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "that summer" the one in the year of the time named before."""
    season = args[0]
    year = civil(_base(context))[0]
    when = Interval.season(year, season)
    return told(when, "the one in the year of the time named before", _leans_on(context))


def _base(context: Context) -> int:
    reference = context.reference
    if reference is not None and reference.start is not None:
        return reference.start
    return context.now


def _leans_on(context: Context) -> str:
    named = context.reference is not None and context.reference.start is not None
    return "earlier" if named else "writing"


def _beside(context: Context, side: str, candidates: list[Interval]) -> Meaning:
    base = _base(context)
    later = [one for one in candidates if one.start is not None and one.start > base]
    earlier = [one for one in candidates if one.end is not None and one.end <= base]
    when = later[0] if side == "later" else earlier[-1]
    origin = "the time named before" if _leans_on(context) == "earlier" else "the day of writing"
    return told(when, f"the first one {side} than {origin}", _leans_on(context), confidence=FAIR)


@operator("day_spoken")
def _day_spoken(context: Context, args: tuple[Any, ...]) -> Meaning:
    """The day named before, else the day of writing: of "early afternoon"."""
    reference = context.reference
    if (
        reference is not None
        and reference.start is not None
        and reference.granularity <= Granularity.DAY
    ):
        when = Interval.of(Granularity.DAY, reference.start)
        return told(when, "the day named before", "earlier", confidence=FAIR)
    return told(day_at(context, 0), "the day of writing", "writing", confidence=FAIR)


@operator("night_before")
def _night_before(context: Context, args: tuple[Any, ...]) -> Meaning:
    """The day whose night "overnight" is: that before the writing, ahead the one of the writing."""
    ahead = context.direction is Direction.FUTURE
    why = "the day of writing" if ahead else "the day before the writing"
    return told(day_at(context, 0 if ahead else -1), why, "writing", confidence=FAIR)


@operator("ago_this")
def _ago_this(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two years ago last month" that month: last month, so many years before."""
    number, unit, this, which = args
    there = add(context.now, -number, unit_of(unit))
    when = Interval.of(unit_of(this), there, context.first_weekday).shift(which)
    side = {-1: "the one before ", 0: "", 1: "the one after "}[which]
    return told(when, f"{number} {unit}s before {side}the {this} of writing", "writing")


@operator("ago_half")
def _ago_half(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two and a half years ago" the month so long before the writing."""
    number, unit = args
    return read_as_of(Reading("ago", (number + 0.5, unit)), context)


@operator("beside_half")
def _beside_half(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "a year and a half later" the month so long after the time named before."""
    side, number, unit = args
    return read_as_of(Reading(side, (number + 0.5, unit)), context)


@operator("around")
def _around(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "around Nov. 1" that day, approximate."""
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    return replace(inner, when=inner.when.approximate(), why=f"about {inner.when.in_words()}")


@operator("weekday_dated")
def _weekday_dated(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "Friday the 13th" the latest such day, ahead the first."""
    wanted, day = args
    step = 1 if context.direction is Direction.FUTURE else -1
    for away in range(_LONGEST_WAIT):
        when = day_at(context, step * away)
        assert when.start is not None
        if civil(when.start)[2] == day and weekday(when.start) == wanted:
            return told(when, "the nearest day on which both fall", "writing", confidence=GOOD)
    raise Unreadable(f"no month has a day {day}")


@operator("half_of")
def _half_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the first half of the 1990s" its first half; the TIMEX3 value is that of the whole."""
    half, inner_reading = args
    if half not in (1, 2):
        raise Unreadable(f"nothing has a half {half}")
    inner = read_as_of(inner_reading, context)
    assert inner.when is not None
    name = "first" if half == 1 else "second"
    why = f"the {name} half of {inner.when.in_words()}"
    return replace(inner, when=inner.when.half_of(half), why=why)


@operator("month_in")
def _month_in(context: Context, args: tuple[Any, ...]) -> Meaning:
    """A month with its year, or without one the month that the tense points to."""
    month, year = args
    if year is None:
        return read_as_of(Reading("month", (month, None)), context)
    return told(Interval.month(year, month), "a month with its year")


@operator("weekend_beside")
def _weekend_beside(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "Labor Day weekend" the weekend nearest to the day."""
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    assert inner.when.start is not None
    own = Interval.of(Granularity.WEEKEND, inner.when.start)
    day = inner.when.start
    whole = min((own.shift(-1), own), key=lambda one: abs((one.middle or 0) - day))
    why = f"the weekend beside {inner.when.in_words()}"
    return replace(inner, when=whole.hull(inner.when), value=timex3(whole), why=why)


@operator("range_end")
def _range_end(context: Context, args: tuple[Any, ...]) -> Meaning:
    """One (1 or 2) of two days of a month said together, "May 3 and 4": told as the stretch.

    Raises Unreadable for the second one where it does not lie behind the first.
    """
    side, year, month, first, last = args
    start = read_as_of(Reading("wdate", (None, year, month, first)), context)
    assert start.when is not None
    whole = start.when
    if side != 1 and last <= first:
        raise Unreadable("its days run backwards")  # "raised it on April 29 to 5"
    end = Interval.day(civil(whole.start or 0)[0], month, last)
    one = whole if side == 1 else end
    when = whole.hull(end) if (end.start or 0) > (whole.start or 0) else one
    return replace(start, when=when, value=timex3(one), confidence=min(start.confidence, GOOD))


@operator("weekdays_ago")
def _weekdays_ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two Mondays ago" the second last one before the day of writing."""
    number, wanted = args
    if not isinstance(number, int):
        raise Unreadable(f"{number} weekdays ago is no day")
    back = (weekday(context.now) - wanted) % 7 or 7
    why = f"the {number}. such day before the day of writing, counted back"
    return told(day_at(context, -back - 7 * (number - 1)), why, "writing", confidence=GOOD)


@operator("year_back")
def _year_back(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the summer before last" the one a year before last summer."""
    last = read_as_of(args[0], context)
    assert last.when is not None
    when = last.when.shift(-1, Granularity.YEAR)
    return replace(last, when=when, value=timex3(when), why=f"a year before {last.why}")
