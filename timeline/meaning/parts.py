"""Parts of a stretch of time, parts of a day and clock times, as operators."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from timeline.interval import DAY_SECONDS, Granularity, Interval, PartOfDay, add, civil, timex3
from timeline.meaning.core import FAINT, Context, Meaning, Unreadable, day_at, operator, read_as_of
from timeline.model import Direction, Reading

_PARTS = {
    "MO": PartOfDay.MORNING,
    "AF": PartOfDay.AFTERNOON,
    "EV": PartOfDay.EVENING,
    "NI": PartOfDay.NIGHT,
}


@operator("part")
def _part(context: Context, args: tuple[Any, ...]) -> Meaning:
    which, inner_reading = args
    inner = read_as_of(inner_reading, context)
    if inner.when is None:
        return inner
    third = {"early": 1, "mid": 2, "late": 3}[which]
    when = inner.when.third(third)
    if inner.when.contains(context.now) and inner.leans_on == "writing":
        when = _side_of_writing(context, inner.when, when, which)
    name = {"early": "first", "mid": "middle", "late": "last"}[which]
    return replace(inner, when=when, why=f"the {name} third of {inner.when.in_words()}")


def _side_of_writing(context: Context, whole: Interval, part: Interval, which: str) -> Interval:
    """For "earlier this month" the part of it before the writing, for "later" the part after."""
    tomorrow = add(context.now, 1, Granularity.DAY)
    start, end = whole.start, whole.end
    assert start is not None
    assert end is not None
    if which == "early" and context.direction is not Direction.FUTURE:
        return (
            Interval(start, tomorrow, Granularity.DAY).approximate() if start < tomorrow else part
        )
    if which == "late" and context.direction is not Direction.PAST:
        return Interval(context.now, end, Granularity.DAY).approximate()
    return part


@operator("begin")
def _begin(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    return replace(
        inner, when=_edge(inner.when, first=True), why=f"the start of {inner.when.in_words()}"
    )


@operator("end")
def _end(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    return replace(
        inner, when=_edge(inner.when, first=False), why=f"the end of {inner.when.in_words()}"
    )


_EDGES = {
    Granularity.WEEK: Granularity.DAY,
    Granularity.MONTH: Granularity.WEEK,
    Granularity.QUARTER: Granularity.MONTH,
    Granularity.HALF: Granularity.MONTH,
    Granularity.YEAR: Granularity.MONTH,
    Granularity.DECADE: Granularity.YEAR,
    Granularity.CENTURY: Granularity.DECADE,
    Granularity.MILLENNIUM: Granularity.CENTURY,
}


def _edge(whole: Interval, *, first: bool) -> Interval:
    """The first or last smaller unit of a stretch, approximate: January for a year."""
    unit = _EDGES.get(whole.granularity, Granularity.DAY)
    assert whole.start is not None
    assert whole.end is not None
    if first:
        end = min(add(whole.start, 1, unit), whole.end)
        return Interval(whole.start, end, unit).approximate()
    return Interval(max(add(whole.end, -1, unit), whole.start), whole.end, unit).approximate()


@operator("daypart")
def _daypart(context: Context, args: tuple[Any, ...]) -> Meaning:
    part, inner_reading = args
    inner = read_as_of(inner_reading, context)
    start = None if inner.when is None else inner.when.start
    if inner.when is None or start is None or inner.when.granularity > Granularity.DAY:
        return replace(inner, when=None, value=f"XXXX-XX-XXT{part}")
    year, month, day = civil(start)
    if part in _PARTS:
        when = Interval.part_of_day(year, month, day, _PARTS[part])
    else:
        when = Interval.hour(year, month, day, 12)
    return replace(inner, when=when, value=f"{timex3(Interval.day(year, month, day))}T{part}")


@operator("day_named")
def _day_named(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, offset = args
    if wanted is None and offset is None:
        return read_as_of(Reading("day_spoken"), context)
    if wanted is not None:
        return read_as_of(Reading("weekday", (wanted, None)), context)
    return read_as_of(Reading("rel", ("day", offset)), context)


@operator("past_hour")
def _past_hour(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "half past six" and "a quarter to six" the clock time."""
    minutes, hour, half_day = args
    at = int(str(hour).partition(":")[0]) % 24 * 60 + minutes
    return _at(context, (f"{at // 60 % 24}:{at % 60:02}", half_day, None))


@operator("minutes_beside")
def _minutes_beside(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two minutes before noon" and "one minute past midnight" the clock time.

    Past midnight is the beginning of the day that is named, before midnight its end.
    """
    minutes, side, hour, half_day, day_reading = args
    if not isinstance(minutes, int):
        raise Unreadable(f"{minutes} minutes beside an hour are no clock time")
    numbers = [int(part) for part in re.findall(r"\d+", str(hour))]
    at = 60 * numbers[0] + (numbers[1] if len(numbers) > 1 else 0)
    if side == "past":
        at %= 24 * 60
    at += minutes if side == "past" else -minutes
    if not 0 <= at < 24 * 60:
        raise Unreadable("minutes beside no hour of a day")
    return _at(context, (f"{at // 60}:{at % 60:02}", half_day, day_reading))


@operator("first_clock")
def _first_clock(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "from 2:30 to 3 p.m." the first, in the half of the day in which it comes before."""
    first, second, half_day, day_reading = args
    begin, end = (int(re.split(r"[:.]", str(time))[0]) % 12 for time in (first, second))
    other = {"am": "pm", "pm": "am"}[half_day]
    return _at(context, (first, half_day if begin <= end else other, day_reading))


@operator("hour_day")
def _hour_day(context: Context, args: tuple[Any, ...]) -> Meaning:
    """The day of "this evening", "Friday night" or "yesterday morning"."""
    which, wanted, offset = args
    if which is not None:
        return read_as_of(Reading("rel", ("day", which)), context)
    return read_as_of(Reading("day_named", (wanted, offset)), context)


@operator("military")
def _military(context: Context, args: tuple[Any, ...]) -> Meaning:
    """A clock time in four figures, as 0910."""
    time, day_reading = args
    return _at(context, (f"{time // 100}:{time % 100:02}", None, day_reading))


_LONG = 2 * DAY_SECONDS
"""Longer than any day."""


@operator("at")
def _at(context: Context, args: tuple[Any, ...]) -> Meaning:
    time, half_day, day_reading = args
    if day_reading is not None:
        inner = read_as_of(day_reading, context)
    elif context.reference is not None and (context.reference.duration or _LONG) <= DAY_SECONDS:
        inner = Meaning(context.reference, "", "the day named before", "earlier")
    else:
        inner = Meaning(day_at(context, 0), "", "the day of writing", "writing", confidence=FAINT)
    if inner.when is None or inner.when.granularity > Granularity.DAY:
        return replace(inner, when=None, value="PAST_REF")
    numbers = [int(part) for part in re.findall(r"\d+", str(time))]
    if isinstance(time, int) and time > 24:  # "eight thirty", one number of two
        numbers = [*divmod(time, 100)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else None
    second = numbers[2] if len(numbers) > 2 else 0
    if half_day == "pm" and hour < 12:
        hour += 12
    elif half_day == "am" and hour == 12:
        hour = 0
    start = Interval.of(Granularity.DAY, inner.when.start or 0).start or 0
    precise = Granularity.HOUR if minute is None else Granularity.MINUTE
    precise = Granularity.SECOND if second else precise  # ":00" is how clocks write minutes
    when = Interval.of(precise, start + hour * 3600 + (minute or 0) * 60 + second)
    value = timex3(when) + (":00" if minute is None else "")
    if (hour, minute or 0) == (24, 0):
        value = f"{timex3(Interval.of(Granularity.DAY, start))}T24:00"
    return replace(inner, when=when, value=value, why=f"a clock time on {inner.why}")
