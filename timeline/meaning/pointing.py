"""Times that point at the one named before, "that day" or "the quarter", as operators."""

from __future__ import annotations

from typing import Any

from timeline.interval import DAY_SECONDS, Granularity, Interval, add, weekday
from timeline.meaning.core import (
    FAINT,
    FAIR,
    GOOD,
    Context,
    Meaning,
    base_of,
    day_at,
    operator,
    some_day_of,
    told,
    unit_of,
)
from timeline.model import Direction


@operator("same")
def _same(context: Context, args: tuple[Any, ...]) -> Meaning:
    unit = args[0]
    if context.reference is None or context.reference.start is None:
        return Meaning(
            None, "PAST_REF", "it points to a time that is not named before it", "earlier"
        )
    if unit == "time":
        return Meaning(
            context.reference, "PAST_REF", "the time named before", "earlier", confidence=FAINT
        )
    if unit == "day" and context.reference.granularity > Granularity.DAY:
        return some_day_of(context.reference)
    when = Interval.of(unit_of(unit), context.reference.start, context.first_weekday)
    return told(when, f"the {unit} of the time named before", "earlier", confidence=GOOD)


@operator("that_time")
def _that_time(context: Context, args: tuple[Any, ...]) -> Meaning:
    reference = context.reference
    ahead = reference is not None and (reference.start or 0) > context.now
    if reference is None or (ahead and args[0] == "past"):
        return Meaning(
            None, "PAST_REF", "it points to a time that is not named before it", "earlier"
        )
    return told(reference, "the time named before", "earlier", confidence=FAIR)


@operator("weekday_beside")
def _weekday_beside(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the following Monday" the first one after the time named before, or the last before."""
    side, wanted = args
    if context.reference is not None and context.reference.granularity > Granularity.WEEK:
        return some_day_of(context.reference)
    base, leans_on = base_of(context)
    away = (wanted - weekday(base)) % 7 or 7
    if side == "earlier":
        away = -((weekday(base) - wanted) % 7 or 7)
    when = Interval.of(Granularity.DAY, add(base, away, Granularity.DAY))
    origin = "the day of writing" if leans_on == "writing" else "the time named before"
    return told(when, f"the first such day {side} than {origin}", leans_on, confidence=FAIR)


@operator("weeks_from")
def _weeks_from(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "a week from Tuesday" the Tuesday after the coming one."""
    number, wanted, offset = args
    days = offset if wanted is None else (wanted - weekday(context.now)) % 7
    when = day_at(context, days + 7 * number)
    return told(when, f"{number} weeks after the coming such day", "writing", confidence=GOOD)


@operator("weeks_ago")
def _weeks_ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "a week ago Friday" the Friday before the last one."""
    number, wanted = args
    back = (weekday(context.now) - wanted) % 7
    when = day_at(context, -back - 7 * number)
    return told(when, f"{number} weeks before the latest such day", "writing", confidence=GOOD)


@operator("the")
def _the(context: Context, args: tuple[Any, ...]) -> Meaning:
    """For "the quarter" the one spoken of, else the one of writing.

    What was so "over the weekend" is over, though the day named before lies in the week after it.
    """
    unit = unit_of(args[0] or "quarter")
    reference = context.reference
    if reference is not None and reference.start is not None and reference.granularity <= unit:
        when = Interval.of(unit, reference.start, context.first_weekday)
        is_over = args[1:] == ("over",) and context.direction is Direction.PAST
        if not is_over or (when.start or 0) <= context.now:
            why = f"the {unit.label} of the time named before"
            return told(when, why, "earlier", confidence=FAIR)
    when = Interval.of(unit, context.now, context.first_weekday)
    if (
        unit is Granularity.QUARTER
        and context.direction is Direction.PAST
        and _begun(context, when)
    ):
        why = "the quarter before the one of writing, which has hardly begun"
        return told(when.shift(-1), why, "writing", confidence=FAINT)
    ahead = when.start is not None and when.start > context.now
    if ahead and context.direction is not Direction.FUTURE:  # nor the weekend that comes
        return told(when.shift(-1), f"the {unit.label} before the day of writing", "writing")
    return told(when, f"the {unit.label} of writing", "writing", confidence=FAINT)


_BEGUN_DAYS = 45
"""Days into a quarter in which what is told of "the quarter" is told of the one before."""


def _begun(context: Context, quarter: Interval) -> bool:
    return context.now - (quarter.start or 0) < _BEGUN_DAYS * DAY_SECONDS
