"""Lengths, repetitions and vague words, which lie nowhere in the calendar, as operators."""

from __future__ import annotations

from typing import Any

from timeline.meaning.core import (
    Context,
    Meaning,
    Unreadable,
    duration_value,
    operator,
    read_as_of,
)
from timeline.model import Reading


@operator("duration")
def _duration(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, duration_value(*args), "a length of time, not a place in it")


@operator("duration_half")
def _duration_half(context: Context, args: tuple[Any, ...]) -> Meaning:
    value = duration_value(float(args[0] or 1) + 0.5, args[1])
    return Meaning(None, value, "a length of time, not a place in it")


@operator("duration_two")
def _duration_two(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "two hours and ten minutes" both: PT2H10M, P1Y6M."""
    number, unit, smaller_number, smaller_unit = args
    first = duration_value(number, unit)
    second = duration_value(smaller_number, smaller_unit)
    value = first + (second[2:] if first.startswith("PT") else second[1:])
    return Meaning(None, value, "a length of time, not a place in it")


@operator("duration_parts")
def _duration_parts(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "28 years, two months and 27 days" all of them: P28Y2M27D."""
    parts = [duration_value(*args[at : at + 2])[1:] for at in range(0, len(args), 2)]
    value = "P" + parts[0]
    for part in parts[1:]:
        value += part[1:] if "T" in value and part.startswith("T") else part
    return Meaning(None, value, "a length of time, not a place in it")


@operator("great_length")
def _great_length(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "4.5 billion years" their number: P4500000000Y."""
    number, thousands = args
    if isinstance(number, str):
        raise Unreadable("a number too long to count by")
    value = f"P{round(number * thousands)}Y"
    return Meaning(None, value, "a length of time, not a place in it")


_AGES = {1_000: "KA", 1_000_000: "MA", 1_000_000_000: "GA"}
"""What TIMEX3, by TIDES, calls years ago by the thousand, million and billion."""


@operator("ages_ago")
def _ages_ago(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "65 million years ago" MA65: it lies before all calendars."""
    number, thousands = args
    letters = _AGES.get(thousands)
    if letters is None:
        return Meaning(None, "PAST_REF", "so long ago that no year can be named")
    return Meaning(None, f"{letters}{number:g}", "so long ago that no year can be named")


@operator("some_time")
def _some_time(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "PXX", "a length of time, and nobody says which")


@operator("each")
def _each(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, duration_value(args[0] or 1, args[1]), "it repeats, so it has no one date")


@operator("each_weekday")
def _each_weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    part = f"T{args[1]}" if args[1] else ""
    return Meaning(None, f"XXXX-WXX-{args[0] + 1}{part}", "it repeats, so it has no one date")


@operator("each_part")
def _each_part(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, f"XXXX-XX-XXT{args[0]}", "it repeats, so it has no one date")


@operator("each_kind")
def _each_kind(context: Context, args: tuple[Any, ...]) -> Meaning:
    value = "XXXX-WXX-WE" if args[0] == "weekend" else "XXXX-WXX"
    return Meaning(None, value, "it repeats, so it has no one date")


@operator("present")
def _present(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(
        None, "PRESENT_REF", "it points at the time of writing without naming a stretch of it"
    )


@operator("each_date")
def _each_date(context: Context, args: tuple[Any, ...]) -> Meaning:
    month, day = args
    value = f"XXXX-{month:02d}" if day is None else f"XXXX-{month:02d}-{day:02d}"
    return Meaning(None, value, "it repeats, so it has no one date")


_UNNAMED = {
    "day": "XXXX-XX-XX",
    "weekend": "XXXX-WXX-WE",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
}
"""The TIMEX3 value of a unit of the calendar of which nobody says which it is."""


@operator("beside_event")
def _beside_event(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the day after the vote" nothing but that it is a day."""
    value = _UNNAMED.get(args[0], "XXXX")
    return Meaning(None, value, "it is counted from something that happened, and no date is named")


@operator("on_event")
def _on_event(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "on the day of the vote" nothing but that it is a day; -1 is the day before."""
    return read_as_of(Reading("beside_event", ("day",)), context)


@operator("nth_day_of_event")
@operator("anniversary_of_event")
def _nth_of_event(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "the third day of the trial", "the first anniversary of the fire" that it is a day."""
    return read_as_of(Reading("beside_event", ("day",)), context)


@operator("some_weekday")
def _some_weekday(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "a Sunday in May" nothing but that it is a Sunday."""
    part = f"T{args[1]}" if args[1] else ""
    return Meaning(None, f"XXXX-WXX-{args[0] + 1}{part}", "nobody says which such day it was")


@operator("past_ref")
def _past_ref(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "PAST_REF", "it points at the past without saying where")


@operator("future_ref")
def _future_ref(context: Context, args: tuple[Any, ...]) -> Meaning:
    return Meaning(None, "FUTURE_REF", "it points at the future without saying where")
