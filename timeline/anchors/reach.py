"""Count a length of time from the time of a deed: the arithmetic of "two weeks after"."""

from __future__ import annotations

from timeline.anchors.counts import Count
from timeline.interval import DAY_SECONDS, Granularity, Interval, add, to_ordinal
from timeline.meaning import SOME, UNITS, Context, read_as_of
from timeline.model import Reading

_NEAR_YEARS = 2
"""Years up to which their month is told: "two years after", but not twenty."""
_SHORT_HOURS = 12
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0}
_FINER = {"week": ("day", 7), "month": ("day", 30), "year": ("month", 12), "decade": ("year", 10)}


def coarsest_anchor(count: Count) -> Granularity:
    """The coarsest time that a length can be counted from: days from a day, months from a month."""
    unit = UNITS[count.unit]
    if unit < Granularity.MONTH:
        return Granularity.DAY
    return Granularity.MONTH if unit < Granularity.YEAR else Granularity.YEAR


def reached(anchor: Interval, count: Count) -> Interval:
    """The time that lies a length away from an anchor, no sharper than the words are.

    The anchor has two ends.  Weeks are told as about a day, months and up to two years as about a
    month, more years as about a year.  ValueError where the calendar has no such time.
    """
    when = _reached(anchor, count)
    return when.approximate() if anchor.is_soft or count.roughly else when


def _reached(anchor: Interval, count: Count) -> Interval:
    sign = -1 if count.side == "earlier" else 1
    number, unit = _number(count)
    if unit in _HOURS:
        when = _by_hours(anchor, number, unit, sign)
        return when.hull(anchor).approximate() if count.stretch else when
    if anchor.granularity < Granularity.DAY:
        assert anchor.start is not None
        anchor = Interval.of(Granularity.DAY, anchor.start)
    if count.part:
        return _part_of(anchor, count)
    if unit == "weekend":
        return _weekend(anchor, sign)
    granularity = UNITS[unit]
    if anchor.granularity > granularity and anchor.granularity > Granularity.DAY:
        return anchor.approximate()
    steps = 2 if unit == "fortnight" else 1
    if number == "X" or count.stretch or (count.whole and granularity > Granularity.DAY):
        near = SOME[0] if number == "X" and not count.stretch else 0
        near -= bool(near) and granularity is Granularity.DAY  # two days after is the second day
        far = SOME[1] if number == "X" else number
        return _between(anchor, sign * near * steps, sign * int(far) * steps, granularity)
    assert not isinstance(number, str)
    moved = _away(anchor, sign * round(number) * steps, granularity)
    if granularity is Granularity.DAY or count.exactly:
        return moved
    told = _told_in(granularity, number)
    assert moved.middle is not None
    return Interval.of(max(told, anchor.granularity), moved.middle).approximate()


def _number(count: Count) -> tuple[int | float | str, str]:
    """How many of which unit; parts of one in the next finer, "half a year" in months."""
    number, unit = count.number, count.unit
    if number == "half":
        number = 0.5
    if isinstance(number, float) and number % 1 and unit in _FINER:
        finer, many = _FINER[unit]
        return round(number * many), finer
    return (1 if number is None else number), unit


def _told_in(granularity: Granularity, number: float) -> Granularity:
    if granularity <= Granularity.WEEK:
        return Granularity.DAY
    few_years = granularity is Granularity.YEAR and number <= _NEAR_YEARS
    return Granularity.MONTH if granularity < Granularity.YEAR or few_years else Granularity.YEAR


def _away(anchor: Interval, steps: int, unit: Granularity) -> Interval:
    """The anchor so many units on; of one of several days, from the day it ends or begins on."""
    assert anchor.start is not None
    assert anchor.end is not None
    if anchor.granularity is not Granularity.DAY or (anchor.duration or 0) <= DAY_SECONDS:
        moment = anchor.middle if anchor.granularity > Granularity.DAY else anchor.start
        assert moment is not None
        return Interval.of(anchor.granularity, add(moment, steps, unit))
    day = anchor.end - 1 if steps > 0 else anchor.start
    return Interval.of(Granularity.DAY, add(day, steps, unit))


def _between(anchor: Interval, near: int, far: int, unit: Granularity) -> Interval:
    """From the anchor, or ``near`` units from it, to ``far`` units from it, about."""
    assert anchor.start is not None
    assert anchor.end is not None
    base = anchor.end if far > 0 else anchor.start
    first, last = sorted((add(base, near, unit), add(base, far, unit)))
    told = max(Granularity.DAY, min(unit, Granularity.YEAR), anchor.granularity)
    if told is Granularity.WEEK:
        told = Granularity.DAY
    whole = Interval.of(told, first).hull(Interval.of(told, last - 1))
    return whole.approximate()


def _by_hours(anchor: Interval, number: float | str, unit: str, sign: int) -> Interval:
    """Hours from an hour are an hour; from a day they are that day, or about the one beside it."""
    assert anchor.start is not None
    hours = SOME[0] * _HOURS[unit] if isinstance(number, str) else number * _HOURS[unit]
    if anchor.granularity < Granularity.DAY and not isinstance(number, str):
        granularity = max(anchor.granularity, UNITS[unit])
        return Interval.of(granularity, anchor.start + sign * round(hours * 3600)).approximate()
    if anchor.granularity < Granularity.DAY:
        return Interval.of(Granularity.DAY, anchor.start).approximate()
    if hours <= _SHORT_HOURS or anchor.granularity > Granularity.DAY:
        return anchor.approximate()
    return _away(anchor, sign * max(1, round(hours / 24)), Granularity.DAY).approximate()


def _part_of(anchor: Interval, count: Count) -> Interval:
    """Of "the morning after" the morning of the day after; of a month nobody knows which day."""
    day = Reading(count.side, (1, "day")) if count.number else Reading("same", ("day",))
    beside = Reading("daypart", (count.part, day))
    assert anchor.start is not None
    when = read_as_of(beside, Context(to_ordinal(anchor.start), reference=anchor)).when
    if when is None or anchor.granularity > Granularity.DAY:
        return anchor.approximate()
    return when


def _weekend(anchor: Interval, sign: int) -> Interval:
    assert anchor.start is not None
    own = Interval.of(Granularity.WEEKEND, anchor.start)
    if sign > 0:
        return own if (own.start or 0) > anchor.start else own.shift(1)
    return own if (own.end or 0) <= anchor.start else own.shift(-1)
