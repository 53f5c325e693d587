"""Lengths, repetitions and vague words, which lie nowhere in the calendar, as operators."""

from __future__ import annotations

from typing import Any

from timeline.meaning.core import Context, Meaning, duration_value, operator


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
