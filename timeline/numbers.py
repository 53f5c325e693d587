"""Turn a token of digits, or number words, into the kinds of number it can be and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

NUMERIC_CLASSES = frozenset(
    {
        "clock",
        "day",
        "daypair",
        "dayth",
        "decade",
        "decade2",
        "decimal",
        "dotclock",
        "exactyear",
        "hour",
        "int",
        "isodate",
        "isotime",
        "military",
        "monthno",
        "number",
        "numdate",
        "oldyear",
        "ordinal",
        "round",
        "spokenclock",
        "spokenyear",
        "year",
        "year2",
        "yearmonth",
        "yearspan",
    }
)

WRITTEN_CLASSES = frozenset(
    {"clock", "daypair", "dotclock", "isodate", "isotime", "numdate", "yearspan"}
)
"""Kinds of number whose value is the way they are written."""

NUMBER_SHAPES = (
    "1",
    "12",
    "13",
    "24",
    "25",
    "31",
    "32",
    "60",
    "99",
    "00",
    "07",
    "100",
    "999",
    "1000",
    "1066",
    "1138",
    "1070",
    "1410",
    "1510",
    "1570",
    "1399",
    "1999",
    "2015",
    "2170",
    "2399",
    "2400",
    "9999",
    "0715",
    "0060",
    "10000",
    "1990s",
    "90s",
    "1st",
    "32nd",
    "9/10",
    "10:15",
    "2021-05-24",
    "2021-05-24t10:15",
    "5/24/2021",
    "2021-05",
    "3.5",
    "10.30",
    "1,000",
    "1998-99",
    "1998/99",
)
"""One token of each shape that ``number_classes`` tells apart."""

_DAYS = range(1, 32)
_NUMBER = re.compile(
    r"(?P<isotime>\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?z?)"
    r"|(?P<isodate>[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d\.(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01]))"
    r"|(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?)"
    r"|(?P<numdate>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2}))"
    r"|(?P<yearspan>[12]\d{3}[-/–](?:[12]\d{3}|\d\d))"
    r"|(?P<decade>[12]\d\d0['’]?s)|(?P<decade2>['’]?[2-9]0['’]?s)"
    r"|(?P<daypair>(?:[1-9]|[12]\d|3[01])/(?:[1-9]|[12]\d|3[01]))"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th))"
    r"|(?P<decimal>\d+\.\d+)|(?P<int>\d+(?:,\d{3})*)",
)
NUMBER_TOKEN = (
    r"\d{4}-\d\d-\d\d[tT]\d\d:\d\d(?::\d\d)?[zZ]?|\d+(?:st|nd|rd|th)\b|\d{3}0['’]?s\b|['’]?\d0['’]?s\b"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?![\d/-])|\d{1,4}/\d{1,2}/\d{1,4}(?![\d/])"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{4}[-/–]\d{2,4}(?![\d/-]|:\d)"
    r"|\d{1,2}/\d{1,2}(?![\d/])|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+"
)
"""A regular expression for the tokens that begin with a digit."""


@cache
def number_classes(lower: str) -> frozenset[str]:
    """The kinds of number a lower-case token of digits can be, by its shape and size."""
    match = _NUMBER.fullmatch(lower)
    if match is None:
        return frozenset()
    kind = next(name for name, text in match.groupdict().items() if text and name != "sep")
    if kind == "yearspan" and re.fullmatch(r"[12]\d{3}-(?:0[1-9]|1[0-2])", lower):
        return frozenset({"yearspan", "yearmonth"})
    if kind == "decimal":
        clock = re.fullmatch(r"(?:[01]?\d|2[0-3])\.[0-5]\d", lower)
        return frozenset({"decimal", "number", "dotclock"} if clock else {"decimal", "number"})
    if kind == "ordinal" and int(lower[:-2]) in _DAYS:
        return frozenset({"ordinal", "dayth"})
    if kind != "int":
        return frozenset({kind})
    classes = {"int", "number"}
    if lower.isdigit():
        classes |= _plain_classes(lower)
    return frozenset(classes)


def _plain_classes(digits: str) -> set[str]:
    size = int(digits) if len(digits) < 9 else 0
    if len(digits) == 4:
        year = {"year"} if 1800 <= size <= 2199 else {"oldyear"} if 1000 <= size < 1800 else set()
        year |= {"exactyear"} if "oldyear" in year and size % 10 else set()
        return year | ({"military"} if size % 100 < 60 and size < 2400 else set())
    if len(digits) > 2:
        return set()
    classes = {"year2"} if len(digits) == 2 else set()
    classes |= {"day"} if 1 <= size <= 31 else set()
    classes |= {"monthno"} if 1 <= size <= 12 else set()
    return classes | ({"hour"} if size <= 24 else set())


def spelled_classes(words: str, value: int | None) -> frozenset[str]:
    """The kinds of number that spelled number words can be: an hour, a clock time, a year."""
    if is_spoken_year(words, value):
        return frozenset({"number", "spokenyear"})
    if words.lower() in _ROUND:
        return frozenset({"number", "round"})
    if value is None or "hundred" in words.lower():
        return frozenset({"number"})
    if 1 <= value <= _LAST_HOUR:
        return frozenset({"number", "hour"})
    hour, minute = divmod(value, 100)
    if 1 <= hour <= _LAST_HOUR and _LEAST_MINUTE <= minute < _MINUTES:
        return frozenset({"number", "spokenclock"})
    return frozenset({"number"})


SPELLED = (
    frozenset({"number"}),
    frozenset({"number", "spokenyear"}),
    frozenset({"number", "hour"}),
    frozenset({"number", "spokenclock"}),
    frozenset({"number", "round"}),
)
"""What a run of number words can be."""
_ROUND = frozenset({"hundred", "thousand", "million"})
"""Numbers that need another before them, or an article: "a hundred years", "65 million years"."""
_LAST_HOUR, _LEAST_MINUTE, _MINUTES = 12, 10, 60


def is_spoken_year(words: str, value: int | None) -> bool:
    """Whether spelled number words can be a year: "nineteen ninety-four", "two thousand".

    A thousand with nothing but a small number after it, or two numbers said one after the other.
    """
    if value is None or not _FIRST_SPOKEN <= value <= _LAST_SPOKEN:
        return False
    parts = re.split(r"[\s-]+", words.lower())
    return "hundred" not in parts and (value >= _MILLENNIUM or "thousand" not in parts)


_FIRST_SPOKEN, _MILLENNIUM, _LAST_SPOKEN = 1700, 2000, 2099


def numeral_value(words: str, numerals: Mapping[str, int | float | str | None]) -> int | None:
    """Add up spelled number words ("two hundred and five" -> 205); None when they are no number."""
    total, current = 0, 0
    seen = False
    for word in re.split(r"[\s-]+", words.lower()):
        value = numerals.get(word)
        if not isinstance(value, int):
            continue
        seen = True
        if value == 100:
            current = max(current, 1) * value
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0
        elif current and current % 100 and not (current % 100 >= 20 and value < 10):
            current = current * 100 + value  # "nineteen ninety"
        else:
            current += value
    return total + current if seen else None
