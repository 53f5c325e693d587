"""Say what a time expression would mean if it had been written on a given day.

A pure function over operator trees: the dating stage asks it for candidate days, the resolving
stage for the day decided on.  Each operator of the rule files is one small function here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    PartOfDay,
    add,
    civil,
    easter,
    from_ordinal,
    moment,
    nth_weekday,
    timex3,
    weekday,
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
_DURATION_LETTERS = {
    "second": "T{}S", "minute": "T{}M", "hour": "T{}H", "day": "{}D", "weekend": "{}WE", "week": "{}W",
    "fortnight": "{}W", "month": "{}M", "quarter": "{}Q", "season": "{}SE", "year": "{}Y", "decade": "{}DE",
    "century": "{}CE", "millennium": "{}ML", "spring": "{}SP", "summer": "{}SU", "autumn": "{}FA", "winter": "{}WI",
}  # fmt: skip
_PARTS = {
    "MO": PartOfDay.MORNING,
    "AF": PartOfDay.AFTERNOON,
    "EV": PartOfDay.EVENING,
    "NI": PartOfDay.NIGHT,
}
_NEAR_DAYS = 14
"""A month and day this close to the writing is meant, whatever the verb's tense says."""
_FAINT = 0.55
_FAIR = 0.75
_GOOD = 0.9


class Unreadable(ValueError):
    """An expression that names no possible date ("February 30"); the message says why."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against.

    ``day`` is the ordinal of the day of writing, ``reference`` the time named before it,
    ``day_order`` "mdy" or "dmy" for dates in figures, ``first_weekday`` 0 for Monday.
    """

    day: int
    direction: Direction = Direction.UNKNOWN
    reference: Interval | None = None
    day_order: str = "mdy"
    first_weekday: int = 0

    @property
    def now(self) -> int:
        """The moment at which the day of writing begins."""
        return from_ordinal(self.day)


@dataclass(frozen=True, slots=True)
class Meaning:
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


def _operator(name: str) -> Callable[[Operator], Operator]:
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


def _told(when: Interval, why: str, leans_on: str = "", **more: Any) -> Meaning:
    return Meaning(when, timex3(when), why, leans_on, **more)


def _year_of(context: Context) -> int:
    return civil(context.now)[0]


def _unit(name: str) -> Granularity:
    return UNITS[name]


# --- dates by the calendar ---------------------------------------------------------------


@_operator("iso")
def _iso(context: Context, args: tuple[Any, ...]) -> Meaning:
    numbers = [int(part) for part in re.findall(r"\d+", str(args[0]))]
    if len(numbers) == 1:
        digits = str(args[0])
        numbers = [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
    if len(numbers) > 3:  # noqa: PLR2004 - year, month, day, then the clock
        return _told(Interval.minute(*numbers[:5]), "a full date and time")
    return _told(Interval.day(*numbers), "a full date")


@_operator("date")
def _date(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, month, day = args
    if day is not None:
        return _told(Interval.day(year, month, day), "a full date")
    if month is not None:
        return _told(Interval.month(year, month), "a month with its year")
    return _told(Interval.year(year), "a year")


@_operator("date2")
def _date2(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = _full_year(context, args[0])
    return _told(Interval.month(year, args[1]), "a month with its year")


def _full_year(context: Context, two_digits: int) -> int:
    """The latest year with these last digits that is at most ten years ahead of the writing."""
    latest = _year_of(context) + 10
    return latest - (latest - two_digits) % 100


@_operator("wdate")
def _wdate(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, year, month, day = args
    if year is not None:
        when = Interval.day(year, month, day)
        if wanted is not None and when.start is not None and weekday(when.start) != wanted:
            return _told(when, "a full date, though its weekday does not fit", confidence=_FAINT)
        return _told(when, "a full date")
    return _month_day(context, wanted, month, day)


def _month_day(context: Context, wanted: int | None, month: int, day: int) -> Meaning:
    this_year = _year_of(context)
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
        return _told(best, "the nearest year in which that date falls on that weekday", "writing")
    by_distance = sorted(candidates, key=lambda one: abs((one.start or 0) - context.now))
    best, other = by_distance[0], by_distance[1]
    ahead = ((best.start or 0) - context.now) // DAY_SECONDS
    wrong_way = (context.direction is Direction.PAST and ahead > _NEAR_DAYS) or (
        context.direction is Direction.FUTURE and ahead < -_NEAR_DAYS
    )
    if wrong_way:
        why = f"the verb looks {'back' if ahead > 0 else 'ahead'}, so the nearest such day is not meant"
        return _told(
            other, why, "writing", alternatives=(Alternative(best, "against the verb's tense"),), confidence=_FAIR
        )  # fmt: skip
    return _told(
        best, "the nearest such day to the day of writing", "writing",
        alternatives=(Alternative(other, "further from the day of writing"),), confidence=_GOOD,
    )  # fmt: skip


def _exists(year: int, month: int, day: int) -> bool:
    try:
        moment(year, month, day)
    except ValueError:
        return False
    return True


@_operator("days")
def _days(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, month, first, last = args
    start = read_as_of(Reading("wdate", (None, year, month, first)), context)
    assert start.when is not None
    start_year = civil(start.when.start or 0)[0]
    when = start.when.hull(Interval.day(start_year, month, last))
    return replace(start, when=when, value=timex3(when))


@_operator("numeric")
def _numeric(context: Context, args: tuple[Any, ...]) -> Meaning:
    parts = [int(part) for part in re.findall(r"\d+", str(args[0]))]
    month, day = parts[:2] if context.day_order == "mdy" else (parts[1], parts[0])
    if month > 12:  # noqa: PLR2004
        month, day = day, month
    year = None
    if len(parts) == 3:  # noqa: PLR2004
        year = parts[2] if parts[2] > 99 else _full_year(context, parts[2])  # noqa: PLR2004
    meaning = read_as_of(Reading("wdate", (None, year, month, day)), context)
    if day <= 12 and day != month:  # noqa: PLR2004
        swapped = read_as_of(Reading("wdate", (None, year, day, month)), context)
        if swapped.when is not None:
            other = Alternative(swapped.when, "day and month the other way round")
            return replace(meaning, alternatives=(other,), confidence=_FAIR)
    return meaning


@_operator("years")
def _years(context: Context, args: tuple[Any, ...]) -> Meaning:
    first, last = (int(part) for part in re.findall(r"\d+", str(args[0])))
    if last < 100:  # noqa: PLR2004 - "1998-99"
        last += first - first % 100
    when = Interval.year(first).hull(Interval.year(last)) if first < last else None
    if when is None:
        raise Unreadable("its years run backwards")
    return _told(when, "the years from the first to the last named")


@_operator("era")
def _era(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, era, other_year, other_era = args
    number = year if year is not None else other_year
    before = (era or other_era) == "bc"
    return _told(Interval.year(1 - number if before else number), "a year with its era")


@_operator("decade")
def _decade(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _told(Interval.decade(args[0]), "a decade")


@_operator("decade2")
def _decade2(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = _year_of(context) - (_year_of(context) - args[0]) % 100
    return _told(Interval.decade(year), "the latest such decade", "writing", confidence=_GOOD)


@_operator("century")
def _century(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, era = args
    if era == "bc":
        return _told(Interval.century_bce(number), "a century before the common era")
    return _told(Interval.century(number - 1), "a century")


@_operator("quarter")
def _quarter(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, which = args
    if not 1 <= number <= 4:  # noqa: PLR2004
        raise Unreadable(f"a year has no quarter {number}")
    if year is not None:
        return _told(Interval.quarter(year, number), "a quarter with its year")
    if which is not None:
        return _told(
            Interval.quarter(_year_of(context) + which, number), "a quarter counted from the year of writing", "writing"
        )  # fmt: skip
    return _nearest_by_tense(
        context, [Interval.quarter(_year_of(context) + step, number) for step in (-1, 0, 1)]
    )


@_operator("quarter_code")
def _quarter_code(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, other_number, other_year = args
    return _quarter(context, (number or other_number, year or other_year, None))


@_operator("half_year")
def _half_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, year, which = args
    if number not in (1, 2):
        raise Unreadable(f"a year has no half {number}")
    base = year if year is not None else _year_of(context) + (which or 0)
    return _told(Interval.half(base, number), "half a year", "" if year is not None else "writing")


def _nearest_by_tense(context: Context, candidates: list[Interval]) -> Meaning:
    """Of candidates in order, the last begun when looking back, the first not over when ahead."""
    begun = [one for one in candidates if one.start is not None and one.start <= context.now]
    open_ = [one for one in candidates if one.end is not None and one.end > context.now]
    if context.direction is Direction.FUTURE:
        best, why = open_[0], "the first one not yet over, since the sentence looks ahead"
        others = begun[-1:]
    else:
        best, why = begun[-1], "the latest one begun by the day of writing"
        others = [one for one in open_[:1]]
    refused = tuple(
        Alternative(one, "the verb's tense speaks against it") for one in others if one != best
    )
    sure = context.direction in (Direction.PAST, Direction.FUTURE)
    return _told(best, why, "writing", alternatives=refused, confidence=_GOOD if sure else _FAIR)


@_operator("month")
def _month(context: Context, args: tuple[Any, ...]) -> Meaning:
    month, which = args
    year = _year_of(context)
    months = [Interval.month(year + step, month) for step in (-1, 0, 1)]
    if which is None:
        return _nearest_by_tense(context, months)
    return _which_one(context, months, which)


@_operator("season")
def _season(context: Context, args: tuple[Any, ...]) -> Meaning:
    season, year, which = args
    if year is not None:
        return _told(Interval.season(year, season), "a season with its year")
    seasons = [Interval.season(_year_of(context) + step, season) for step in (-2, -1, 0, 1)]
    if which is None:
        return _nearest_by_tense(context, seasons)
    return _which_one(context, seasons, which)


def _which_one(context: Context, candidates: list[Interval], which: int) -> Meaning:
    """ "last", "this" or "next" one of a yearly candidate list."""
    if which < 0:
        over = [one for one in candidates if (one.end or 0) <= context.now]
        return _told(over[-1], "the latest one that was over on the day of writing", "writing")
    if which > 0:
        ahead = [one for one in candidates if (one.start or 0) > context.now]
        return _told(ahead[0], "the first one that begins after the day of writing", "writing")
    best = min(candidates, key=lambda one: abs((one.middle or 0) - context.now))
    return _told(best, "the one nearest to the day of writing", "writing")


@_operator("month_of")
def _month_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = _year_of(context) + (args[1] or 0)
    return _told(Interval.month(year, args[0]), "counted from the year of writing", "writing")


@_operator("holiday")
def _holiday(context: Context, args: tuple[Any, ...]) -> Meaning:
    name, year, which = args
    if year is not None:
        return _told(_holiday_in(name, year), "a named day with its year")
    days = [_holiday_in(name, _year_of(context) + step) for step in (-1, 0, 1)]
    return _nearest_by_tense(context, days) if which is None else _which_one(context, days, which)


@cache
def _holidays() -> dict[str, dict[str, int]]:
    source = (files("timeline") / "rules" / "holidays.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, int]] = tomllib.loads(source)["day"]
    return table


def _holiday_in(name: str, year: int) -> Interval:
    rule = _holidays()[name]
    if "easter" in rule:
        return Interval.of(Granularity.DAY, add(easter(year), rule["easter"], Granularity.DAY))
    if "nth" in rule:
        start = nth_weekday(year, rule["month"], rule["weekday"], rule["nth"])
        return Interval.of(Granularity.DAY, add(start, rule.get("plus", 0), Granularity.DAY))
    return Interval.day(year, rule["month"], rule["day"])


# --- times counted from the day of writing -----------------------------------------------


@_operator("rel")
def _rel(context: Context, args: tuple[Any, ...]) -> Meaning:
    unit, steps = args
    steps = steps or 0
    when = Interval.of(_unit(unit), context.now, context.first_weekday)
    if unit == "fortnight":
        steps *= 2
    if unit == "weekend" and steps == 0 and context.direction is Direction.PAST:
        steps = -1 if (when.start or 0) > context.now else 0
    when = when.shift(steps)
    name = {-1: "the one before", 0: "the one", 1: "the one after"}.get(
        steps, f"{abs(steps)} {'before' if steps < 0 else 'after'}"
    )
    return _told(when, f"the {unit} of writing, or {name}" if steps else f"the {unit} of writing", "writing")


@_operator("weekday")
def _weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, which = args
    back = (weekday(context.now) - wanted) % 7
    ahead = -back % 7
    days = {
        "back": _day_at(context, -back),
        "ahead": _day_at(context, ahead),
    }
    if which is None:
        return _bare_weekday(context, days, back)
    week = weekday(context.now)
    if which < 0:
        chosen = _day_at(context, -(back or 7))
        return _told(chosen, "the latest such day before the day of writing", "writing", confidence=_GOOD)
    if which > 0:
        chosen = _day_at(context, wanted - week + 7)
        nearer = _day_at(context, ahead or 7)
        refused = () if nearer == chosen else (Alternative(nearer, "the coming one, not next week's"),)
        return _told(
            chosen, "that day of the week after the week of writing", "writing", alternatives=refused, confidence=_FAIR
        )  # fmt: skip
    return _told(_day_at(context, wanted - week), "that day of the week of writing", "writing", confidence=_GOOD)


def _bare_weekday(context: Context, days: dict[str, Interval], back: int) -> Meaning:
    if back == 0:
        return _told(days["back"], "the day of writing is such a day", "writing", confidence=_GOOD)
    looks_ahead = context.direction is Direction.FUTURE
    best, other = (days["ahead"], days["back"]) if looks_ahead else (days["back"], days["ahead"])
    sure = context.direction in (Direction.PAST, Direction.FUTURE)
    why = (
        "the first such day from the day of writing on, since the sentence looks ahead"
        if looks_ahead
        else "the latest such day up to the day of writing"
        + (", since the sentence looks back" if sure else "")
    )
    return _told(
        best,
        why,
        "writing",
        alternatives=(Alternative(other, "the verb's tense speaks against it"),),
        confidence=_GOOD if sure else _FAIR,
    )


def _day_at(context: Context, offset: int) -> Interval:
    return Interval.of(Granularity.DAY, add(context.now, offset, Granularity.DAY))


@_operator("weekday_of")
def _weekday_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, weeks = args
    when = _day_at(context, wanted - weekday(context.now) + 7 * weeks)
    return _told(when, "that day of the week named, counted from the week of writing", "writing")


@_operator("week_of")
def _week_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    when = inner.when.widen(Granularity.WEEK, context.first_weekday)
    return replace(inner, when=when, value=timex3(when), why=f"the week that holds {inner.why}")


@_operator("ago")
def _ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _counted(context, context.now, args, back=True, leans_on="writing")


@_operator("ago_exactly")
def _ago_exactly(context: Context, args: tuple[Any, ...]) -> Meaning:
    number, unit = args
    when = Interval.of(Granularity.DAY, add(context.now, -number * _fortnights(unit), _unit(unit)))
    return _told(when, f"{number} {unit}s before the day of writing, to the day", "writing")


@_operator("hence")
def _hence(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _counted(context, context.now, args, back=False, leans_on="writing")


@_operator("earlier")
def _earlier(context: Context, args: tuple[Any, ...]) -> Meaning:
    base, leans_on = _reference(context)
    return _counted(context, base, args, back=True, leans_on=leans_on)


@_operator("later")
def _later(context: Context, args: tuple[Any, ...]) -> Meaning:
    base, leans_on = _reference(context)
    return _counted(context, base, args, back=False, leans_on=leans_on)


def _reference(context: Context) -> tuple[int, str]:
    if context.reference is not None and context.reference.start is not None:
        return context.reference.start, "earlier"
    return context.now, "writing"


def _fortnights(unit: str) -> int:
    return 2 if unit == "fortnight" else 1


_COARSE = Granularity.YEAR
_SOME = (2, 7)
"""How many "several" or "a few" can be: the project's convention, both ends approximate."""


def _counted(
    context: Context, base: int, args: tuple[Any, ...], *, back: bool, leans_on: str
) -> Meaning:
    number, unit = args
    sign = -1 if back else 1
    granularity = _unit(unit)
    side = "before" if back else "after"
    origin = "the day of writing" if leans_on == "writing" else "the time named before"
    if number == "X":
        ends = [add(base, sign * many * _fortnights(unit), granularity) for many in _SOME]
        first, last = (Interval.of(granularity, end, context.first_weekday) for end in sorted(ends))
        value = "PAST_REF" if back else "FUTURE_REF"
        return Meaning(
            first.hull(last).approximate(), value,
            f"an unnamed number of {unit}s {side} {origin}, taken as two to seven", leans_on, confidence=_FAINT,
        )  # fmt: skip
    steps = 1 if number is None else number
    if steps == "half" or isinstance(steps, float):
        granularity, steps = _finer(unit, 0.5 if steps == "half" else float(steps))
    else:
        steps *= _fortnights(unit)
    when = Interval.of(granularity, add(base, sign * steps, granularity), context.first_weekday)
    if granularity >= _COARSE:
        when = when.approximate()
    return Meaning(when, timex3(replace_marks(when)), f"{steps} {granularity.label}{'' if steps == 1 else 's'} {side} {origin}", leans_on)  # fmt: skip


def replace_marks(when: Interval) -> Interval:
    """The same stretch of time without its doubts."""
    return Interval(when.start, when.end, when.granularity)


def _finer(unit: str, number: float) -> tuple[Granularity, int]:
    """A broken number of units as a whole number of smaller ones."""
    smaller = {
        "century": (Granularity.YEAR, 100), "decade": (Granularity.YEAR, 10), "year": (Granularity.MONTH, 12),
        "month": (Granularity.DAY, 30), "week": (Granularity.DAY, 7), "day": (Granularity.HOUR, 24),
        "hour": (Granularity.MINUTE, 60),
    }  # fmt: skip
    granularity, size = smaller.get(unit, (_unit(unit), 1))
    return granularity, round(number * size)


@_operator("past")
def _past(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _window(context, args, back=True)


@_operator("coming")
def _coming(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _window(context, args, back=False)


def _window(context: Context, args: tuple[Any, ...], *, back: bool) -> Meaning:
    number, unit = args
    count, granularity = number, _unit(unit)
    if number == "X":
        count = _SOME[1]
    elif isinstance(number, float):
        granularity, count = _finer(unit, number)
    step = count * _fortnights(unit) * (-1 if back else 1)
    far = Interval.of(Granularity.DAY, add(context.now, step, granularity)).approximate()
    if granularity < Granularity.DAY:
        far = _day_at(context, -1 if back else 1).approximate()
    today = _day_at(context, 0)
    when = far.hull(today)
    side = "up to" if back else "from"
    return Meaning(when, _duration_value(number, unit), f"the {unit}s {side} the day of writing", "writing", confidence=_GOOD)  # fmt: skip


@_operator("same")
def _same(context: Context, args: tuple[Any, ...]) -> Meaning:
    unit = args[0]
    if context.reference is None or context.reference.start is None:
        return Meaning(None, "PAST_REF", "it points to a time that is not named before it", "earlier")
    if unit == "time":
        return Meaning(context.reference, "PAST_REF", "the time named before", "earlier", confidence=_FAINT)
    when = Interval.of(_unit(unit), context.reference.start, context.first_weekday)
    return _told(when, f"the {unit} of the time named before", "earlier", confidence=_GOOD)


# --- parts and clocks ----------------------------------------------------------------------


@_operator("part")
def _part(context: Context, args: tuple[Any, ...]) -> Meaning:
    which, inner_reading = args
    inner = read_as_of(inner_reading, context)
    assert inner.when is not None
    third = {"early": 1, "mid": 2, "late": 3}[which]
    when = inner.when.third(third)
    if inner.when.contains(context.now) and inner.leans_on == "writing":
        when = _side_of_writing(context, inner.when, when, which)
    name = {"early": "first", "mid": "middle", "late": "last"}[which]
    return replace(inner, when=when, why=f"the {name} third of {inner.when.in_words()}")


def _side_of_writing(context: Context, whole: Interval, part: Interval, which: str) -> Interval:
    """ "Earlier this month" is the part of it before the writing, "later" the part after."""
    tomorrow = add(context.now, 1, Granularity.DAY)
    start, end = whole.start, whole.end
    assert start is not None
    assert end is not None
    if which == "early" and context.direction is not Direction.FUTURE:
        return Interval(start, tomorrow, Granularity.DAY).approximate() if start < tomorrow else part
    if which == "late" and context.direction is not Direction.PAST:
        return Interval(context.now, end, Granularity.DAY).approximate()
    return part


@_operator("begin")
def _begin(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    return replace(inner, when=_edge(inner.when, first=True), why=f"the start of {inner.when.in_words()}")


@_operator("end")
def _end(context: Context, args: tuple[Any, ...]) -> Meaning:
    inner = read_as_of(args[0], context)
    assert inner.when is not None
    return replace(inner, when=_edge(inner.when, first=False), why=f"the end of {inner.when.in_words()}")


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


@_operator("daypart")
def _daypart(context: Context, args: tuple[Any, ...]) -> Meaning:
    part, inner_reading = args
    inner = read_as_of(inner_reading, context)
    assert inner.when is not None
    assert inner.when.start is not None
    year, month, day = civil(inner.when.start)
    if part in _PARTS:
        when = Interval.part_of_day(year, month, day, _PARTS[part])
    else:
        when = Interval.hour(year, month, day, 12)
    return replace(inner, when=when, value=f"{timex3(Interval.day(year, month, day))}T{part}")


@_operator("day_named")
def _day_named(context: Context, args: tuple[Any, ...]) -> Meaning:
    wanted, offset = args
    if wanted is not None:
        return _weekday(context, (wanted, None))
    return _rel(context, ("day", offset))


@_operator("at")
def _at(context: Context, args: tuple[Any, ...]) -> Meaning:
    time, half_day, day_reading = args
    if day_reading is not None:
        inner = read_as_of(day_reading, context)
    elif context.reference is not None and context.reference.granularity <= Granularity.DAY:
        inner = Meaning(context.reference, "", "the day named before", "earlier")
    else:
        inner = Meaning(_day_at(context, 0), "", "the day of writing", "writing", confidence=_FAINT)
    assert inner.when is not None
    numbers = [int(part) for part in re.findall(r"\d+", str(time))]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else None
    if half_day == "pm" and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half_day == "am" and hour == 12:  # noqa: PLR2004
        hour = 0
    start = Interval.of(Granularity.DAY, inner.when.start or 0).start or 0
    precise = Granularity.HOUR if minute is None else Granularity.MINUTE
    when = Interval.of(precise, start + hour * 3600 + (minute or 0) * 60)
    return replace(inner, when=when, value=timex3(when), why=f"a clock time on {inner.why}")


# --- lengths, repetitions, vague words -----------------------------------------------------


def _duration_value(number: Argument, unit: str) -> str:
    letters = _DURATION_LETTERS[unit]
    if number == "half":
        granularity, count = _finer(unit, 0.5)
        letters, number = _DURATION_LETTERS[granularity.name.lower()], count
    elif unit == "fortnight" and isinstance(number, int):
        number *= 2
    return "P" + letters.format("X" if number in (None, "X") else number)


@_operator("duration")
def _duration(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, _duration_value(*args), "a length of time, not a place in it")


@_operator("duration_half")
def _duration_half(context: Context, args: tuple[Any, ...]) -> Meaning:
    value = _duration_value(float(args[0]) + 0.5, args[1])
    return Meaning(None, value, "a length of time, not a place in it")


@_operator("each")
def _each(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, _duration_value(args[0] or 1, args[1]), "it repeats, so it has no one date")


@_operator("each_weekday")
def _each_weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    part = f"T{args[1]}" if args[1] else ""
    return Meaning(None, f"XXXX-WXX-{args[0] + 1}{part}", "it repeats, so it has no one date")


@_operator("present")
def _present(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "PRESENT_REF", "it points at the time of writing without naming a stretch of it")


@_operator("past_ref")
def _past_ref(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "PAST_REF", "it points at the past without saying where")


@_operator("future_ref")
def _future_ref(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "FUTURE_REF", "it points at the future without saying where")


# --- prepositions and ranges ---------------------------------------------------------------


@_operator("since")
def _since(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _opened(context, args[0], "from then on", lambda when: when.since())


@_operator("from")
def _from(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _opened(context, args[0], "from then on", lambda when: when.since())


@_operator("after")
def _after(context: Context, args: tuple[Any, ...]) -> Meaning:
    def later(when: Interval) -> Interval:
        tomorrow = add(context.now, 1, Granularity.DAY)
        if context.direction is Direction.PAST and when.start is not None and when.start < tomorrow:
            return Interval(when.start, tomorrow, when.granularity, when.start_mark)
        return when.since()

    return _opened(context, args[0], "after that", later)


@_operator("until")
def _until(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _opened(context, args[0], "up to then", lambda when: when.until())


@_operator("by")
def _by(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _opened(context, args[0], "no later than then", lambda when: when.until())


@_operator("before")
def _before(context: Context, args: tuple[Any, ...]) -> Meaning:
    def earlier(when: Interval) -> Interval:
        if when.start is None:
            return when
        return Interval(None, when.start, when.granularity, end_mark=when.start_mark)

    return _opened(context, args[0], "before that", earlier)


@_operator("between")
def _between(context: Context, args: tuple[Any, ...]) -> Meaning:
    return read_as_of(args[0], context)


@_operator("as_of")
def _as_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    return read_as_of(args[0], context)


def _opened(
    context: Context, reading: Reading, words: str, change: Callable[[Interval], Interval]
) -> Meaning:
    inner = read_as_of(reading, context)
    if inner.when is None:
        return inner
    return replace(
        inner,
        when=change(inner.when),
        why=f"{inner.why}; {words}",
        alternatives=tuple(replace(one, when=change(one.when)) for one in inner.alternatives),
    )


@_operator("between_ends")
def _between_ends(context: Context, args: tuple[Any, ...]) -> Meaning:
    first, last = read_as_of(args[0], context), read_as_of(args[1], context)
    side = first if args[2] == 1 else last
    if first.when is None or last.when is None or first.when.start is None:
        return side
    end = last.when
    if end.end is not None and end.end <= first.when.start:
        period = Granularity.WEEK if end.granularity <= Granularity.DAY else Granularity.YEAR
        end = end.shift(1, period)
    if end.end is None or end.end <= first.when.start:
        return side
    return replace(side, when=first.when.hull(end), why=f"from {first.why} to {last.why}")

