"""Dates in figures alone, and years by their last two, as operators."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from timeline.figures import order_shown
from timeline.interval import Interval
from timeline.meaning.core import (
    FAIR,
    GOOD,
    Context,
    Meaning,
    operator,
    read_as_of,
    told,
    year_of,
)
from timeline.model import Alternative, Reading

_MONTHS, _TWO_FIGURES = 12, 99
_FIRST = {"dmy": "day", "mdy": "month"}


@operator("numeric")
def _numeric(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "05/06/2019" the day: in the order the reader was told, else in that the text shows.

    Where nothing tells, the month comes first, but not before points ("08.07.2012").
    """
    written, shown = str(args[0]), args[1] if len(args) > 1 else ""
    first, second, year = (int(part) for part in re.findall(r"\d+", written))
    settled = shown if context.day_order == "auto" else context.day_order
    order = settled or order_shown(written) or "mdy"
    month, day = (first, second) if order == "mdy" else (second, first)
    if month > _MONTHS:
        month, day = day, month
    year = year if year > _TWO_FIGURES else _full_year(context, year)
    meaning = read_as_of(Reading("wdate", (None, year, month, day)), context)
    if day > _MONTHS or day == month:
        return meaning
    why = f"a full date, {_FIRST[order]} first"
    why += ", as elsewhere in the text" if settled == shown != "" else ""
    swapped = read_as_of(Reading("wdate", (None, year, day, month)), context)
    assert swapped.when is not None
    other = Alternative(swapped.when, "day and month the other way round")
    sure = GOOD if settled else FAIR
    return replace(meaning, why=why, alternatives=(other,), confidence=sure)


@operator("date2")
def _date2(context: Context, args: tuple[Any, ...]) -> Meaning:
    year = _full_year(context, args[0])
    return told(Interval.month(year, args[1]), "a month with its year")


@operator("short_dated")
def _short_dated(context: Context, args: tuple[Any, ...]) -> Meaning:
    year, month, day = args
    return told(Interval.day(_full_year(context, year), month, day), "a full date")


@operator("short_year")
def _short_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    return told(Interval.year(_full_year(context, args[0])), "a year by its last figures")


@operator("short_season")
def _short_season(context: Context, args: tuple[Any, ...]) -> Meaning:
    return told(Interval.season(_full_year(context, args[1]), args[0]), "a season with its year")


def _full_year(context: Context, two_digits: int) -> int:
    """The latest year with these last digits that is at most ten years ahead of the writing.

    In a story it is the nearest one: the Club of '89 is that of 1789.
    """
    if context.in_story:
        earliest = year_of(context) - 50
        return earliest + (two_digits - earliest) % 100
    latest = year_of(context) + 10
    return latest - (latest - two_digits) % 100
