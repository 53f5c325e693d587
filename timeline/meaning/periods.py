"""Periods that are reported on, quarters and years of business, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import Granularity, Interval, add, civil, timex3
from timeline.meaning.core import (
    FAIR,
    Context,
    Meaning,
    business_period,
    operator,
    read_as_of,
    told,
    unit_of,
    year_of,
)
from timeline.model import Reading


@operator("latest")
def _latest(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the latest quarter" the one reported on, else the last that is over."""
    unit = unit_of(args[0] or "quarter")
    reference = context.reference
    begun = reference is not None and (reference.start or 0) <= context.now
    if reference is not None and begun and reference.granularity <= unit:
        return told(reference, "the period spoken of before", "earlier", confidence=FAIR)
    when = Interval.of(unit, context.now, context.first_weekday).shift(-1)
    return told(when, f"the last {unit.label} over by the day of writing", "writing")


@operator("year_before")
def _year_before(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the year-ago quarter" the one a year before the one reported on, else the year.

    Where no quarter was named before, the last one over is the one reported on.
    """
    if context.reference is not None:
        why = "the same period a year before"
        reported = business_period(context.reference) or context.reference
        when = reported.shift(-1, Granularity.YEAR)
        return told(when, why, "earlier", confidence=FAIR)
    if args[0] == "quarter":
        when = Interval.of(Granularity.QUARTER, context.now).shift(-1).shift(-1, Granularity.YEAR)
        why = "the last quarter over by the day of writing, a year before"
        return told(when, why, "writing", confidence=FAIR)
    when = Interval.of(Granularity.YEAR, context.now).shift(-1)
    return told(when, "the year before the year of writing", "writing", confidence=FAIR)


@operator("quarter_before")
def _quarter_before(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the year-ago third quarter" that one a year before the one the tense points to."""
    same = read_as_of(Reading("quarter", (args[0], None, None)), context)
    assert same.when is not None
    when = same.when.shift(-1, Granularity.YEAR)
    return told(when, f"a year before {same.when.in_words()}", "writing", confidence=FAIR)


@operator("month_quarter")
def _month_quarter(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the September quarter" the one that ends with it, or holds it."""
    return read_as_of(Reading("quarter", ((args[0] + 2) // 3, None, None)), context)


@operator("period_in")
def _period_in(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the 1988 period" the months reported on, in that year; else the year itself."""
    year, which = args
    leans_on = "" if year is not None else "writing"
    number = year if year is not None else year_of(context) + (which or 0)
    reference = context.reference
    if reference is None or reference.start is None:
        return told(Interval.year(number), "the year named", leans_on, confidence=FAIR)
    steps = number - civil(reference.start)[0]
    why = "the same period of the year named"
    return told(reference.shift(steps, Granularity.YEAR), why, leans_on, confidence=FAIR)


@operator("unit_ended")
def _unit_ended(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the quarter ended July 31" the three months up to that day.

    Its TIMEX3 value is the unit of the calendar that holds its middle, for a year its end.
    """
    unit = unit_of(args[0])
    last = read_as_of(args[1], context)
    assert last.when is not None
    assert last.when.end is not None
    start = add(last.when.end, -1, unit)
    within = last.when.end - 1 if unit is Granularity.YEAR else (start + last.when.end) // 2
    named = Interval.of(unit, within, context.first_weekday)
    when = Interval(start, last.when.end, Granularity.MONTH)
    if unit <= Granularity.WEEK:
        when = Interval(start, last.when.end, Granularity.DAY)
    why = f"the {unit.label} that ends with {last.when.in_words()}"
    return replace(last, when=when, value=timex3(named), why=why)
