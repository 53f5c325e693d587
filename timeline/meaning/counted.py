"""Times counted from the day of writing, or from a time named before, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import DAY_SECONDS, Granularity, Interval, add, timex3, weekday
from timeline.meaning.core import (
    FAINT,
    FAIR,
    GOOD,
    SOME,
    Context,
    Meaning,
    base_of,
    business_period,
    day_at,
    duration_value,
    finer,
    operator,
    read_as_of,
    some_day_of,
    told,
    unit_of,
    without_doubts,
)
from timeline.model import Alternative, Direction, Reading

_COARSE = Granularity.YEAR
_MILLION = 1_000_000


@operator("rel")
def _rel(context: Context, args: tuple[Any, ...]) -> Meaning:
    unit, steps = args
    steps = steps or 0
    when = Interval.of(unit_of(unit), context.now, context.first_weekday)
    if unit == "fortnight":
        steps *= 2
    if unit == "weekend" and steps == 0 and context.direction is Direction.PAST:
        steps = -1 if (when.start or 0) > context.now else 0
    if unit == "week" and steps == -1 and weekday(context.now) == 6 and context.first_weekday == 0:
        return _last_week_on_sunday(when)
    when = when.shift(steps)
    name = unit_of(unit).label
    far = f"{abs(steps)} {name}s" if abs(steps) > 1 else f"the {name}"
    side = "before" if steps < 0 else "after"
    why = f"{far} {side} the {name} of writing" if steps else f"the {name} of writing"
    return told(when, why, "writing")


def _last_week_on_sunday(ending: Interval) -> Meaning:
    """On a Sunday "last week" is the one that ends, as Sunday papers write it."""
    before = Alternative(
        ending.shift(-1), "the week before the one that ends with the day of writing"
    )
    why = "written on a Sunday: the week that ends with it"
    return told(ending, why, "writing", alternatives=(before,), confidence=FAIR)


@operator("weekday")
def _weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, which = args
    back = (weekday(context.now) - wanted) % 7
    ahead = -back % 7
    days = {
        "back": day_at(context, -back),
        "ahead": day_at(context, ahead),
    }
    if which is None:
        return _bare_weekday(context, days, back)
    week = weekday(context.now)
    if which < 0:
        chosen = day_at(context, -(back or 7))
        return told(
            chosen, "the latest such day before the day of writing", "writing", confidence=GOOD
        )
    if which > 0:
        chosen = day_at(context, wanted - week + 7)
        nearer = day_at(context, ahead or 7)
        refused = (
            () if nearer == chosen else (Alternative(nearer, "the coming one, not next week's"),)
        )
        return told(
            chosen,
            "that day of the week after the week of writing",
            "writing",
            alternatives=refused,
            confidence=FAIR,
        )
    if context.direction is Direction.FUTURE and wanted < week:
        return told(days["ahead"], "the coming one, since the sentence looks ahead", "writing")
    return told(
        day_at(context, wanted - week),
        "that day of the week of writing",
        "writing",
        confidence=GOOD,
    )


def _bare_weekday(context: Context, days: dict[str, Interval], back: int) -> Meaning:
    if back == 0:
        return told(days["back"], "the day of writing is such a day", "writing", confidence=GOOD)
    looks_ahead = context.direction is Direction.FUTURE
    best, other = (days["ahead"], days["back"]) if looks_ahead else (days["back"], days["ahead"])
    sure = context.direction in (Direction.PAST, Direction.FUTURE)
    why = (
        "the first such day from the day of writing on, since the sentence looks ahead"
        if looks_ahead
        else "the latest such day up to the day of writing"
        + (", since the sentence looks back" if sure else "")
    )
    return told(
        best,
        why,
        "writing",
        alternatives=(Alternative(other, "the verb's tense speaks against it"),),
        confidence=GOOD if sure else FAIR,
    )


@operator("weekday_of")
def _weekday_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, weeks = args
    when = day_at(context, wanted - weekday(context.now) + 7 * weeks)
    return told(when, "that day of the week named, counted from the week of writing", "writing")


@operator("week_of")
def _week_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    when = inner.when.widen(Granularity.WEEK, context.first_weekday)
    return replace(inner, when=when, value=timex3(when), why=f"the week that holds {inner.why}")


@operator("ago")
def _ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    period = None if context.reference is None else business_period(context.reference)
    if period is not None and args == (1, "year"):
        why = f"the same {period.granularity.label} a year before"
        return told(period.shift(-1, Granularity.YEAR), why, "earlier", confidence=FAIR)
    number, unit = args
    if unit == "year" and isinstance(number, int) and number >= _MILLION:
        return read_as_of(Reading("ages_ago", (number / _MILLION, _MILLION)), context)
    return _counted(context, context.now, args, back=True, leans_on="writing")


@operator("counted_from")
def _counted_from(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two days after May 3" the day counted from that date, or from the time named before."""
    side, number, unit, date_reading = args
    if date_reading is None:
        return read_as_of(Reading(side, (number, unit)), context)
    named = read_as_of(date_reading, context)
    steps = Reading(side, (number, unit))
    reference = _last_day(named.when) if side == "later" else named.when
    counted = read_as_of(steps, replace(context, reference=reference))
    if named.when is not None and named.when.is_soft and counted.when is not None:
        counted = replace(counted, when=counted.when.approximate())
    return replace(counted, leans_on=named.leans_on)


@operator("ago_exactly")
def _ago_exactly(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, unit = args
    when = Interval.of(
        Granularity.DAY, add(context.now, -number * _fortnights(unit), unit_of(unit))
    )
    return told(when, f"{number} {unit}s before the day of writing, to the day", "writing")


@operator("hence")
def _hence(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _counted(context, context.now, args, back=False, leans_on="writing")


def _last_day(when: Interval | None) -> Interval | None:
    """Of a feast of several days its last one; anything else as it is."""
    if when is None or when.granularity is not Granularity.DAY or not when.duration:
        return when
    assert when.end is not None
    return when if when.duration == DAY_SECONDS else Interval.of(Granularity.DAY, when.end - 1)


def _day_of(when: Interval) -> Interval:
    return when if when.start is None else Interval.of(Granularity.DAY, when.start)


def _is_coarse(reference: Interval) -> bool:
    return reference.granularity > Granularity.WEEK


@operator("earlier")
def _earlier(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _from_reference(context, args, back=True)


@operator("later")
def _later(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _from_reference(context, args, back=False)


def _from_reference(context: Context, args: tuple[Any, ...], *, back: bool) -> Meaning:
    """Count from the time named before; what is finer than the unit keeps its own grain."""
    number, unit = args
    reference = context.reference
    if reference is not None and unit == "day" and number != "X" and _is_coarse(reference):
        return some_day_of(reference)
    if reference is not None and reference.granularity < Granularity.DAY <= unit_of(unit):
        reference = _day_of(reference)  # "two days later" is told at no hour
    steps = 1 if number is None else number
    if reference is not None and unit == "year":
        reference = business_period(reference) or reference
    reported = reference is not None and business_period(reference) is not None
    whole = number is None and not (unit == "year" and reported)
    if whole and reference is not None and reference.start is not None:
        named = Interval.of(unit_of(unit), reference.start, context.first_weekday)
        side = "before" if back else "after"
        when = named.shift(-1 if back else 1)
        return told(when, f"the {unit} {side} the time named before", "earlier")
    if reference is not None and isinstance(steps, int) and reference.granularity < unit_of(unit):
        steps *= _fortnights(unit)
        when = reference.shift(-steps if back else steps, unit_of(unit))
        side = "before" if back else "after"
        return told(
            when,
            f"{steps} {unit}{'' if steps == 1 else 's'} {side} the time named before",
            "earlier",
        )
    base, leans_on = base_of(context)
    return _counted(context, base, args, back=back, leans_on=leans_on)


def _fortnights(unit: str) -> int:
    return 2 if unit == "fortnight" else 1


def _counted(
    context: Context, base: int, args: tuple[Any, ...], *, back: bool, leans_on: str
) -> Meaning:
    number, unit = args
    sign = -1 if back else 1
    granularity = unit_of(unit)
    side = "before" if back else "after"
    origin = "the day of writing" if leans_on == "writing" else "the time named before"
    if number == "X":
        ends = [add(base, sign * many * _fortnights(unit), granularity) for many in SOME]
        first, last = (Interval.of(granularity, end, context.first_weekday) for end in sorted(ends))
        value = "PAST_REF" if back else "FUTURE_REF"
        return Meaning(
            first.hull(last).approximate(),
            value,
            f"an unnamed number of {unit}s {side} {origin}, taken as two to seven",
            leans_on,
            confidence=FAINT,
        )
    steps = 1 if number is None else number
    if leans_on == "writing" and granularity < Granularity.DAY:
        return _hours_away(context, 0.5 if steps == "half" else steps, granularity, back=back)
    if steps == "half" or isinstance(steps, float):
        granularity, steps = finer(unit, 0.5 if steps == "half" else float(steps))
    else:
        steps *= _fortnights(unit)
    when = Interval.of(granularity, add(base, sign * steps, granularity), context.first_weekday)
    if granularity >= _COARSE:
        when = when.approximate()
    return Meaning(
        when,
        timex3(without_doubts(when)),
        f"{steps} {granularity.label}{'' if steps == 1 else 's'} {side} {origin}",
        leans_on,
    )


def _hours_away(context: Context, steps: float, granularity: Granularity, *, back: bool) -> Meaning:
    """Of "30 minutes ago" no more than the day: nobody knows at what hour it was written."""
    sign = -1 if back else 1
    far = add(context.now, sign * max(round(steps), 1), granularity)
    when = day_at(context, 0)
    if abs(far - context.now) > DAY_SECONDS // 2:
        last = Interval.of(Granularity.DAY, far + DAY_SECONDS - 1)  # written at the day's end
        when = Interval.of(Granularity.DAY, far).hull(last)
    side = "before" if back else "after"
    why = f"{steps:g} {granularity.label}s {side} the hour of writing, which is not known"
    return told(when, why, "writing", confidence=FAIR)


@operator("past")
def _past(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _window(context, args, back=True)


@operator("coming")
def _coming(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _window(context, args, back=False)


def _window(context: Context, args: tuple[Any, ...], *, back: bool) -> Meaning:
    number, unit = args
    count, granularity = number, unit_of(unit)
    if number == "X":
        count = SOME[1]
    elif isinstance(number, float):
        granularity, count = finer(unit, number)
    step = count * _fortnights(unit) * (-1 if back else 1)
    far = Interval.of(Granularity.DAY, add(context.now, step, granularity)).approximate()
    if granularity < Granularity.DAY:
        far = day_at(context, -1 if back else 1).approximate()
    today = day_at(context, 0)
    when = far.hull(today)
    side = "up to" if back else "from"
    return Meaning(
        when,
        duration_value(number, unit),
        f"the {unit}s {side} the day of writing",
        "writing",
        confidence=GOOD,
    )
