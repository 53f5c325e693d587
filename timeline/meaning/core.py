"""What every operator works with: the context it is read in, the meaning it gives, the register."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    add,
    civil,
    from_ordinal,
    timex3,
)
from timeline.model import Alternative, Direction, Reading

Argument: TypeAlias = Reading | int | float | str | None

UNITS = {
    "second": Granularity.SECOND,
    "minute": Granularity.MINUTE,
    "hour": Granularity.HOUR,
    "day": Granularity.DAY,
    "weekend": Granularity.WEEKEND,
    "week": Granularity.WEEK,
    "fortnight": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.QUARTER,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
    "century": Granularity.CENTURY,
    "millennium": Granularity.MILLENNIUM,
}
FAINT = 0.55
FAIR = 0.75
GOOD = 0.9
"""Confidences: a guess, a fair reading, a good one."""
SOME = (2, 7)
"""How many "several" or "a few" can be: the project's convention, both ends approximate."""


class Unreadable(ValueError):
    """An expression that names no possible date ("February 30"); the message says why."""


class Context(Struct, frozen=True, array_like=True, gc=False):
    """What an expression is read against.

    ``day`` is the ordinal of the day of writing, ``reference`` the time named before it,
    ``day_order`` "mdy", "dmy" or "auto" for dates in figures, ``first_weekday`` 0 for Monday.
    ``in_story`` the day is the one that a story has come to.
    """

    day: int
    direction: Direction = Direction.UNKNOWN
    reference: Interval | None = None
    day_order: str = "auto"
    first_weekday: int = 0
    in_story: bool = False

    @property
    def now(self) -> int:
        """The moment at which the day of writing begins."""
        return from_ordinal(self.day)


class Meaning(Struct, frozen=True, array_like=True, gc=False):
    """What was read: an interval or None, its TIMEX3 value, why, and what else it could be.

    ``leans_on`` is "writing", "earlier" (a time named before) or "" (the calendar alone).
    """

    when: Interval | None
    value: str
    why: str
    leans_on: str = ""
    alternatives: tuple[Alternative, ...] = ()
    confidence: float = 1.0


Operator: TypeAlias = Callable[[Context, tuple[Any, ...]], Meaning]
_OPERATORS: dict[str, Operator] = {}


def operator(name: str) -> Callable[[Operator], Operator]:
    """Register a function as what a rule's reading means by ``name``."""

    def register(function: Operator) -> Operator:
        _OPERATORS[name] = function
        return function

    return register


def operators() -> frozenset[str]:
    """The names a rule's reading may use."""
    return frozenset(_OPERATORS)


def read_as_of(reading: Reading, context: Context) -> Meaning:
    """Read an operator tree against a day of writing; raises Unreadable on an impossible date."""
    try:
        return _OPERATORS[reading.op](context, reading.args)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    except (TypeError, OverflowError) as error:
        if any(isinstance(number, str) and number.isdigit() for number in reading.args):
            raise Unreadable("a number too long to count by") from error
        raise


def told(when: Interval, why: str, leans_on: str = "", **more: Any) -> Meaning:
    """A meaning whose TIMEX3 value is the interval's own."""
    return Meaning(when, timex3(when), why, leans_on, **more)


def year_of(context: Context) -> int:
    """The year of writing."""
    return civil(context.now)[0]


def unit_of(name: str) -> Granularity:
    """The granularity of a unit as the rule files call it."""
    return UNITS[name]


def without_doubts(when: Interval) -> Interval:
    """The same stretch of time without its doubts."""
    return Interval(when.start, when.end, when.granularity)


_QUARTER_DAYS = (80, 100)


def business_period(when: Interval) -> Interval | None:
    """A quarter or half itself, or the quarter that holds most of some three months, or None.

    "The quarter ended Sept. 29" is compared as the third quarter.
    """
    if when.granularity in (Granularity.QUARTER, Granularity.HALF):
        return when
    length = when.duration
    if length is None or when.middle is None:
        return None
    if not _QUARTER_DAYS[0] * DAY_SECONDS <= length <= _QUARTER_DAYS[1] * DAY_SECONDS:
        return None
    return Interval.of(Granularity.QUARTER, when.middle)


_SMALLER = {
    "century": (Granularity.YEAR, 100),
    "decade": (Granularity.YEAR, 10),
    "year": (Granularity.MONTH, 12),
    "month": (Granularity.DAY, 30),
    "week": (Granularity.DAY, 7),
    "day": (Granularity.HOUR, 24),
    "hour": (Granularity.MINUTE, 60),
}
"""What a broken number of a unit is told in, and how many of it make one."""


def finer(unit: str, number: float) -> tuple[Granularity, int]:
    """A broken number of units as a whole number of smaller ones."""
    granularity, size = _SMALLER.get(unit, (unit_of(unit), 1))
    return granularity, round(number * size)


_JUST_OVER_DAYS = 45
_FAR_DAYS = 230


def _far(one: Interval, context: Context) -> bool:
    return one.start is not None and one.start - context.now > _FAR_DAYS * DAY_SECONDS


def nearest_by_tense(context: Context, candidates: list[Interval]) -> Meaning:
    """Of candidates in order, the last begun when looking back, the first not over when ahead."""
    begun = [one for one in candidates if one.start is not None and one.start <= context.now]
    open_ = [one for one in candidates if one.end is not None and one.end > context.now]
    just_over = bool(begun) and context.now - (begun[-1].end or 0) < _JUST_OVER_DAYS * DAY_SECONDS
    if context.direction is Direction.FUTURE and not (just_over and _far(open_[0], context)):
        best, why = open_[0], "the first one not yet over, since the sentence looks ahead"
        others = begun[-1:]
    else:
        best, why = begun[-1], "the latest one begun by the day of writing"
        others = open_[:1]
    refused = tuple(
        Alternative(one, "the verb's tense speaks against it") for one in others if one != best
    )
    sure = context.direction in (Direction.PAST, Direction.FUTURE)
    return told(best, why, "writing", alternatives=refused, confidence=GOOD if sure else FAIR)


def which_one(context: Context, candidates: list[Interval], which: int) -> Meaning:
    """Of yearly candidates the last (``which`` below 0), this (0) or next (above 0).

    "This spring" is the nearest one, of two about as near the one to which the sentence looks.
    """
    if which < 0:
        over = [one for one in candidates if (one.end or 0) <= context.now]
        return told(over[-1], "the latest one that was over on the day of writing", "writing")
    if which > 0:
        ahead = [one for one in candidates if (one.start or 0) > context.now]
        return told(ahead[0], "the first one that begins after the day of writing", "writing")
    by_distance = sorted(candidates, key=lambda one: _distance(one, context))
    best, other = by_distance[:2]
    as_near = _distance(best, context) * _THIS_OR_THAT > _distance(other, context)
    if as_near and _looks_away(best, context) and not _looks_away(other, context):
        best = other
    return told(best, "the one nearest to the day of writing", "writing")


_THIS_OR_THAT = 1.7
"""So many times further off, and "this spring" is not the spring on the side the tense looks to."""


def _distance(one: Interval, context: Context) -> int:
    return abs((one.middle or 0) - context.now)


def _looks_away(one: Interval, context: Context) -> bool:
    """Whether the sentence looks to the side on which a stretch of time does not lie."""
    if context.direction is Direction.PAST:
        return (one.start or 0) > context.now
    return context.direction is Direction.FUTURE and (one.end or 0) <= context.now


_DURATION_LETTERS = {
    "second": "T{}S",
    "minute": "T{}M",
    "hour": "T{}H",
    "day": "{}D",
    "weekend": "{}WE",
    "week": "{}W",
    "fortnight": "{}W",
    "month": "{}M",
    "quarter": "{}Q",
    "season": "{}SE",
    "year": "{}Y",
    "decade": "{}DE",
    "century": "{}CE",
    "millennium": "{}ML",
    "spring": "{}SP",
    "summer": "{}SU",
    "autumn": "{}FA",
    "winter": "{}WI",
    "night": "{}NI",
}


def duration_value(number: Argument, unit: str) -> str:
    """The TIMEX3 value of a length of time ("P3D"); "X" for an unnamed number."""
    letters = _DURATION_LETTERS[unit]
    if number == "half":
        granularity, count = finer(unit, 0.5)
        letters, number = _DURATION_LETTERS[granularity.name.lower()], count or 0.5
    elif unit == "hour" and isinstance(number, float):
        whole, part = divmod(number, 1)
        return f"PT{whole:.0f}H{part * 60:.0f}M"
    elif unit == "fortnight" and isinstance(number, int):
        number *= 2
    return "P" + letters.format("X" if number in (None, "X") else number)


def base_of(context: Context) -> tuple[int, str]:
    """The moment from which is counted, and what it is: the time named before, or the writing."""
    if context.reference is not None and context.reference.start is not None:
        return context.reference.start, "earlier"
    return context.now, "writing"


def some_day_of(named: Interval) -> Meaning:
    """A day in or beside a month or year that was named before: nobody says which."""
    value = timex3(without_doubts(named))
    return Meaning(
        named.uncertain(),
        f"{value}-XX" if re.fullmatch(r"\d{4}-\d\d", value) else "PAST_REF",
        "a day of the time named before, and nobody says which",
        "earlier",
        confidence=FAINT,
    )


def day_at(context: Context, offset: int) -> Interval:
    """The day so many days after the day of writing."""
    return Interval.of(Granularity.DAY, add(context.now, offset, Granularity.DAY))
