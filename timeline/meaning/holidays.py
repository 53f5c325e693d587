"""Holidays, which the rules name and a table tells the days of, as operators."""

from __future__ import annotations

from functools import cache
from typing import Any

from timeline.interval import DAY_SECONDS, Granularity, Interval, add, easter, nth_weekday
from timeline.meaning.core import (
    GOOD,
    Context,
    Meaning,
    nearest_by_tense,
    operator,
    told,
    which_one,
    year_of,
)
from timeline.prepared import rule_table

_NEAR_DAYS = 14
"""A holiday this close to the writing is meant, whatever the verb's tense says."""


@operator("holiday")
def _holiday(context: Context, args: tuple[Any, ...]) -> Meaning:
    name, year, which = args
    if year is not None:
        return told(_holiday_in(name, year), "a named day with its year")
    days = [_holiday_in(name, year_of(context) + step) for step in (-1, 0, 1)]
    near = min(days, key=lambda one: abs((one.start or 0) - context.now))
    if which is None and abs((near.start or 0) - context.now) <= _NEAR_DAYS * DAY_SECONDS:
        return told(near, "the one close to the day of writing", "writing", confidence=GOOD)
    return nearest_by_tense(context, days) if which is None else which_one(context, days, which)


@cache
def _holidays() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = rule_table("holidays")["day"]
    return table


def _holiday_in(name: str, year: int) -> Interval:
    rule = _holidays()[name]
    if "easter" in rule:
        return Interval.of(Granularity.DAY, add(easter(year), rule["easter"], Granularity.DAY))
    if "nth" in rule:
        start = nth_weekday(year, rule["month"], rule["weekday"], rule["nth"])
        return Interval.of(Granularity.DAY, add(start, rule.get("plus", 0), Granularity.DAY))
    return Interval.day(year, rule["month"], rule["day"])


@operator("each_holiday")
def _each_holiday(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "every Christmas" its day, of "every Thanksgiving" its month, of Easter nothing."""
    rule = _holidays()[args[0]]
    value = "".join(f"-{rule[name]:02d}" for name in ("month", "day") if name in rule)
    return Meaning(None, f"XXXX{value}", "it repeats, so it has no one date")
