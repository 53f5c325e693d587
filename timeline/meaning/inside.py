"""Times told by the year or stretch they lie in, which stands beside them, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import Granularity, Interval, add, civil, timex3, weekday
from timeline.meaning.core import (
    FAIR,
    Context,
    Meaning,
    Unreadable,
    duration_value,
    finer,
    operator,
    read_as_of,
    told,
    unit_of,
)
from timeline.model import Direction, Reading


@operator("in_year")
def _in_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    """A month or day of the year that is told beside it: of "May 3 of that year"."""
    wanted, month, day, year_reading = args
    year = read_as_of(year_reading, context)
    if year.when is None or year.when.start is None:
        alone = Reading("month", (month, None))
        return read_as_of(
            alone if day is None else Reading("wdate", (wanted, None, month, day)), context
        )
    number = civil(year.when.start)[0]
    if day is None:
        when = Interval.month(number, month)
        return told(when, f"in {year.why}", year.leans_on, confidence=year.confidence)
    full = read_as_of(Reading("wdate", (wanted, number, month, day)), context)
    return replace(full, leans_on=year.leans_on, why=f"{full.why}, in {year.why}")


@operator("beside_year")
def _beside_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    """A month or day of a row, with the year that is told beside another of the row."""
    wanted, year, month, day = args
    if day is None:
        return told(Interval.month(year, month), "with the year told beside it")
    full = read_as_of(Reading("wdate", (wanted, year, month, day)), context)
    return replace(full, why=f"{full.why}, with the year told beside it")


@operator("numbered_day")
def _numbered_day(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the last day of May" that day."""
    number, whole_reading = args
    whole, start, end, name = _stretch(context, whole_reading)
    base, steps = (end, number) if number < 0 else (start, number - 1)
    day = add(base, steps, Granularity.DAY)
    if day >= end:
        raise Unreadable(f"{name} has no day {number}")
    when = Interval.of(Granularity.DAY, day)
    if whole.when is not None and whole.when.is_soft:
        when = when.approximate()
    return replace(whole, when=when, value=timex3(when), why=f"a day of {name}")


@operator("numbered")
def _numbered(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the last week of 2016" seven days, of "the last weekend of May" that weekend."""
    number, unit, whole_reading = args
    if unit == "weekend":
        saturday = _numbered_weekday(context, (number, _SATURDAY, whole_reading))
        assert saturday.when is not None
        when = Interval.of(Granularity.WEEKEND, saturday.when.start or 0)
        return replace(saturday, when=when, value=timex3(when))
    whole, start, end, name = _stretch(context, whole_reading)
    base, steps = (end, 7 * number) if number < 0 else (start, 7 * (number - 1))
    first = add(base, steps, Granularity.DAY)
    if first >= end:
        raise Unreadable(f"{name} has no week {number}")
    when = Interval(first, add(first, 7, Granularity.DAY), Granularity.DAY)
    return replace(whole, when=when, why=f"seven days of {name}")


@operator("numbered_weekday")
def _numbered_weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the first Monday of 2017" that day."""
    number, wanted, whole_reading = args
    whole, start, end, name = _stretch(context, whole_reading)
    if number < 0:
        last = add(end, -1, Granularity.DAY)
        day = add(last, -((weekday(last) - wanted) % 7), Granularity.DAY)
    else:
        day = add(start, (wanted - weekday(start)) % 7 + 7 * (number - 1), Granularity.DAY)
    if not start <= day < end:
        raise Unreadable(f"{name} has no such day {number}")
    when = Interval.of(Granularity.DAY, day)
    return replace(whole, when=when, value=timex3(when), why=f"that weekday of {name}")


def _stretch(context: Context, reading: Reading) -> tuple[Meaning, int, int, str]:
    """A stretch of time, where it begins and ends, and its name."""
    whole = read_as_of(reading, context)
    assert whole.when is not None
    assert whole.when.start is not None
    assert whole.when.end is not None
    return whole, whole.when.start, whole.when.end, whole.when.in_words()


_SATURDAY = 5


@operator("day_over")
def _day_over(context: Context, args: tuple[Any, ...]) -> Meaning:
    """The last such day begun by the day of writing, for a period of which it says it ended."""
    month, day = args
    nearest = Reading("wdate", (None, None, month, day))
    meaning = read_as_of(nearest, context)
    assert meaning.when is not None
    if context.direction is Direction.FUTURE or (meaning.when.start or 0) <= context.now:
        return meaning
    year = civil(meaning.when.start or 0)[0] - 1
    when = Interval.day(year, month, day)
    return told(when, "the last such day, since the period had ended", "writing", confidence=FAIR)


@operator("edge_of")
def _edge_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the last three months of 2008" a length that lies there."""
    side, number, unit, whole_reading = args
    value = duration_value(number, unit)
    if number == "X":
        which = "early" if side > 0 else "late"
        part = read_as_of(Reading("part", (which, whole_reading)), context)
        return replace(part, value=value, confidence=FAIR)
    whole = read_as_of(whole_reading, context)
    if whole.when is None or whole.when.start is None or whole.when.end is None:
        return replace(whole, when=None, value=value)
    granularity, steps = (
        finer(unit, number) if isinstance(number, float) else (unit_of(unit), number)
    )
    start, end = whole.when.start, whole.when.end
    edges = (
        (start, add(start, steps, granularity))
        if side > 0
        else (add(end, -steps, granularity), end)
    )
    if not start <= edges[0] < edges[1] <= end:
        return replace(whole, when=None, value=value)
    when = Interval(*edges, min(granularity, whole.when.granularity))
    told_as = f"the {'first' if side > 0 else 'last'} {steps} {granularity.label}s"
    why = f"{told_as} of {whole.when.in_words()}"
    return replace(whole, when=when, value=value, why=why)
