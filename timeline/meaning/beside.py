"""Times beside a time named before, and times of a length cut in two, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import DAY_SECONDS, Granularity, Interval, add, civil, timex3, weekday
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
        and reference.duration is not None
        and reference.duration <= DAY_SECONDS
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


@operator("seasons_ago")
def _seasons_ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two summers ago" the second last one over by the day of writing."""
    number, season = args
    if not isinstance(number, int):
        raise Unreadable(f"{number} seasons ago is no season")
    last = read_as_of(Reading("season", (season, None, -1)), context)
    assert last.when is not None
    when = last.when.shift(1 - number, Granularity.YEAR)
    return told(when, f"the {number}. such season counted back", "writing", confidence=GOOD)


@operator("season_from")
def _season_from(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the winter of 1991-92" the one that begins in the first of the years."""
    season, years = args
    when = Interval.season(int(years[:4]), season)
    return told(when, "a season with the years it lies in")


@operator("same_weekday")
def _same_weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "that Sunday" the one of the week of the time named before."""
    wanted = args[0]
    reference = context.reference
    if reference is None or reference.start is None or reference.granularity > Granularity.WEEK:
        why = "it points to a week that is not named before it"
        return Meaning(None, f"XXXX-WXX-{wanted + 1}", why, "earlier")
    step = wanted - weekday(reference.start)
    when = Interval.of(Granularity.DAY, add(reference.start, step, Granularity.DAY))
    return told(when, "that day of the week named before", "earlier", confidence=FAIR)


@operator("weekday_from")
def _weekday_from(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the Friday before Christmas" the last one before that day."""
    side, wanted, day_reading = args
    named = read_as_of(day_reading, context)
    beside = Reading("weekday_beside", (side, wanted))
    counted = read_as_of(beside, replace(context, reference=named.when))
    return replace(counted, leans_on=named.leans_on)


@operator("this_time")
def _this_time(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "this time last year" this month a year before; of "next week" this day a week on."""
    unit, which = args
    steps = -1 if which is None else which
    own = Granularity.MONTH if unit == "year" else Granularity.DAY
    when = Interval.of(own, add(context.now, steps, unit_of(unit)))
    side = "before" if steps < 0 else "after"
    return told(when, f"one {unit} {side} the {own.label} of writing", "writing", confidence=FAIR)


@operator("decade_of")
def _decade_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the last decade of the 19th century" the 1890s."""
    number, century, which = args
    first = 100 * (century - 1) if century is not None else _first_year(context, which or 0)
    if not 1 <= abs(number) <= _DECADES:
        raise Unreadable(f"a century has no decade {number}")
    place = number - 1 if number > 0 else number + _DECADES
    return told(Interval.decade(first + 10 * place), "a decade of the century named")


_DECADES = 10


def _first_year(context: Context, which: int) -> int:
    return civil(context.now)[0] // 100 * 100 + 100 * which


@operator("new_year")
def _new_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the new year" the coming one from summer on, before that the one that has begun."""
    year, month, _ = civil(context.now)
    looking_ahead = context.direction is Direction.FUTURE and month > _EARLY_IN_THE_YEAR
    ahead = looking_ahead or month >= _LATE_IN_THE_YEAR
    why = "the year that comes" if ahead else "the year that has begun"
    return told(Interval.year(year + ahead), why, "writing", confidence=FAIR)


@operator("ending_year")
def _ending_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "at year end" the year of writing; looking back, in its first months, the one before."""
    year, month, _ = civil(context.now)
    before = context.direction is Direction.PAST and month <= _EARLY_IN_THE_YEAR
    why = "the year that ended last" if before else "the year of writing"
    return told(Interval.year(year - before), why, "writing", confidence=FAIR if before else 1.0)


_EARLY_IN_THE_YEAR = 3
_LATE_IN_THE_YEAR = 7
