"""Holidays, which the rules name and a table tells the days of, as operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    add,
    easter,
    hanukkah,
    islamic_days,
    jewish_new_year,
    moment,
    nth_weekday,
    orthodox_easter,
)
from timeline.meaning.core import (
    GOOD,
    Context,
    Meaning,
    Unreadable,
    nearest_by_tense,
    operator,
    told,
    which_one,
    year_of,
)
from timeline.model import Alternative
from timeline.prepared import rule_table

_NEAR_DAYS = 14
"""A holiday this close to the writing is meant, whatever the verb's tense says."""


@operator("holiday")
def _holiday(context: Context, args: tuple[Any, ...]) -> Meaning:
    name, year, which = args
    if year is not None:
        days = _holiday_in(name, year)
        if not days:
            raise Unreadable(f"nobody told when that was in {year}")
        others = tuple(Alternative(one, "it came twice in that year") for one in days[1:])
        return told(days[0], "a named day with its year", alternatives=others)
    # One may begin in a year and end in the next, so that of the year before may not be over.
    days = [one for step in range(-2, 3) for one in _holiday_in(name, year_of(context) + step)]
    if not days or (days[0].end or 0) > context.now or (days[-1].start or 0) <= context.now:
        raise Unreadable("nobody told when that was in those years")  # at the edge of a table
    near = min(days, key=lambda one: abs((one.start or 0) - context.now))
    if which is None and abs((near.start or 0) - context.now) <= _NEAR_DAYS * DAY_SECONDS:
        return told(near, "the one close to the day of writing", "writing", confidence=GOOD)
    return nearest_by_tense(context, days) if which is None else which_one(context, days, which)


@cache
def _holidays() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = rule_table("holidays")["day"]
    return table


def _holiday_in(name: str, year: int) -> list[Interval]:
    """A named day and a year to where it fell in it: once, but of the Islamic year up to twice."""
    rule = _holidays()[name]
    found = [
        Interval(start, add(start, rule.get("days", 1), Granularity.DAY), Granularity.DAY)
        for start in _starts(rule, year)
    ]
    return [one.approximate() for one in found] if "about" in rule else found


def _starts(rule: Mapping[str, int], year: int) -> Sequence[int]:
    for name, first_of in _MOVABLE.items():
        if name in rule:
            return [add(start, rule[name], Granularity.DAY) for start in first_of(year)]
    if "islamic_month" in rule:
        return islamic_days(year, rule["islamic_month"], rule["islamic_day"])
    if "nth" in rule:
        start = nth_weekday(year, rule["month"], rule["weekday"], rule["nth"])
        return [add(start, rule.get("plus", 0), Granularity.DAY)]
    return [moment(year, rule["month"], rule["day"])]


def _lunar_new_year(year: int) -> list[int]:
    table = rule_table("holidays")["lunar_new_year"]
    place = year - table["first_year"]
    if not 0 <= place < len(table["days"]):
        return []
    month, day = map(int, table["days"][place].split("-"))
    return [moment(year, month, day)]


_MOVABLE: dict[str, Callable[[int], list[int]]] = {
    "easter": lambda year: [easter(year)],
    "orthodox_easter": lambda year: [orthodox_easter(year)],
    "jewish_new_year": lambda year: [jewish_new_year(year)],
    "hanukkah": lambda year: [hanukkah(year)],
    "lunar_new_year": _lunar_new_year,
}


@operator("each_holiday")
def _each_holiday(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "every Christmas" its day, of "every Thanksgiving" its month, of Easter nothing."""
    rule = _holidays()[args[0]]
    value = "".join(f"-{rule[name]:02d}" for name in ("month", "day") if name in rule)
    return Meaning(None, f"XXXX{value}", "it repeats, so it has no one date")
