"""Find time expressions in a language that has no rules of its own, with dateparser's help.

What dateparser finds is read as of three days that agree in nothing; from what stays the same
and what moves along it is told what the words mean: a date, a month and day, a weekday, so many
weeks ago.  From there on they are read as English expressions are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from timeline.model import Document, Mention, Reading, Sentence, TimexType

FOREIGN = "dateparser"
"""The rule that names what dateparser found; its confidence is low."""
_DAYS = (dt.date(2001, 2, 7), dt.date(2009, 8, 21), dt.date(2014, 11, 16))
"""A Wednesday, a Friday and a Sunday of different months and years."""
_MOST_CHARACTERS = 30_000
"""Of a document, what is read: dateparser takes about a second for so much."""
_LONGEST_SENTENCE = 2_000
_DROPPED = 2
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_LEAST_LETTERS = 4
_YEARS = (1500, 2100)
_WIDE_SCRIPT = "\u2e80"
_COUNTED = frozenset({"rel", "ago", "hence"})
_UNITS = {"week": 7, "day": 1}


def find_foreign(document: Document, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """Find what dateparser can in the sentences of a document, left to right, none overlapping.

    Nothing comes back for a language dateparser does not know.
    """
    if not _known(document.language):
        return
    read = 0
    for index, sentence in enumerate(sentences):
        text = document.text[sentence.start : sentence.end]
        read += len(text)
        if read > _MOST_CHARACTERS:
            return
        at = 0
        for found in _search(text[:_LONGEST_SENTENCE], document.language):
            start = text.find(found, at)
            if start < 0:
                continue
            at = start + len(found)
            understood = _understood(found, document.language)
            if understood is None:
                continue
            offset, surface, reading = understood
            begin = sentence.start + start + offset
            yield Mention(
                document=document.id,
                start=begin,
                end=begin + len(surface),
                surface=surface,
                rule=FOREIGN,
                type=TimexType.DATE,
                reading=reading,
                sentence=index,
            )


@lru_cache(maxsize=64)
def _known(language: str) -> bool:
    from dateparser.data.languages_info import (  # type: ignore[import-untyped]  # noqa: PLC0415
        language_order,
    )

    return language in language_order


def _search(text: str, language: str) -> list[str]:
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # noqa: PLC0415

    found = search_dates(text, languages=[language], settings=_settings(_DAYS[0]))
    return [surface for surface, _ in found or ()]


def _settings(day: dt.date, prefer: str = "past") -> dict[str, Any]:
    base = dt.datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a fixed day, no moment
    return {"RELATIVE_BASE": base, "PREFER_DATES_FROM": prefer, "TIMEZONE": "UTC"}


def _understood(found: str, language: str) -> tuple[int, str, Reading] | None:
    """A found string as the offset and the fewest words that mean its time, and what they mean."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(found)]

    def read(first: int, last: int) -> tuple[int, str, Reading] | None:
        start, end = words[first][0], words[last - 1][1]
        surface = found[start:end].strip(" ,.;:()")
        reading = _reading(surface, language) if _telling(surface) else None
        return None if reading is None else (found.index(surface, start), surface, reading)

    for ends in _trimmed(len(words)):
        understood = read(*ends)
        if understood is not None:
            return _shortest(understood, ends, read)
    return None


_Understood: TypeAlias = tuple[int, str, Reading]


def _shortest(
    understood: _Understood, ends: tuple[int, int], read: Callable[[int, int], _Understood | None]
) -> _Understood:
    """The same reading with as few words as it can be read from."""
    first, last = ends
    while last - first > 1:
        for fewer in ((first + 1, last), (first, last - 1)):
            other = read(*fewer)
            if other is not None and other[2] == understood[2]:
                understood, (first, last) = other, fewer
                break
        else:
            break
    return understood


def _trimmed(count: int) -> Iterator[tuple[int, int]]:
    """The whole run of words first, then fewer from either end."""
    for dropped in range(min(_DROPPED, count - 1) + 1):
        for from_front in range(dropped, -1, -1):
            yield from_front, count - (dropped - from_front)


def _telling(surface: str) -> bool:
    """Whether a string can be a time at all: a plain small number or a short word is none."""
    numbers = [int(number[:9]) for number in _NUMBER.findall(surface)]
    letters = "".join(_LETTERS.findall(surface))
    if surface.isdigit():
        return len(surface) == len("2021") and _YEARS[0] <= int(surface) <= _YEARS[1]
    wide = any(char >= _WIDE_SCRIPT for char in letters)
    return bool(numbers) or len(letters) >= _LEAST_LETTERS or (wide and len(letters) > 1)


@lru_cache(maxsize=4096)
def _reading(surface: str, language: str) -> Reading | None:
    """What a string means; None for "three weeks", which lies before the writing or after it."""
    meaning = _read(surface, language, "past")
    if meaning is not None and meaning.op in _COUNTED:
        return meaning if _read(surface, language, "future") == meaning else None
    return meaning


def _read(surface: str, language: str, prefer: str) -> Reading | None:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]  # noqa: PLC0415

    days: list[dt.date] = []
    period = "day"
    for base in _DAYS:
        parser = DateDataParser(languages=[language], settings=_settings(base, prefer))
        read = parser.get_date_data(surface)
        if read.date_obj is None or not read.date_obj.year >= _YEARS[0]:
            return None
        days.append(read.date_obj.date())
        period = read.period
    return _meaning(days, "day" if period == "time" else period)


def _meaning(days: Sequence[dt.date], period: str) -> Reading | None:
    """What an expression means that was read as these days, as of each of _DAYS."""
    months = [
        12 * (day.year - base.year) + day.month - base.month
        for day, base in zip(days, _DAYS, strict=True)
    ]
    away = {(day - base).days for day, base in zip(days, _DAYS, strict=True)}
    years = {day.year for day in days}
    in_year = {(day.month, day.day) for day in days}
    first = days[0]
    if period == "year":
        return _year(years, months)
    if period == "month":
        if len({day.month for day in days}) == 1:
            year = first.year if len(years) == 1 else None
            return Reading("date", (year, first.month, None)) if year else _month(first.month)
        return _steps("month", set(months))
    if len(in_year) == 1:
        if len(years) == 1:
            return Reading("date", (first.year, first.month, first.day))
        return Reading("wdate", (None, None, first.month, first.day))
    if len(away) == 1:
        unit = _UNITS.get(period, 1)
        name = period if period in _UNITS else "day"
        return _steps(name, {days_away // unit for days_away in away})
    if len({day.weekday() for day in days}) == 1:
        return Reading("weekday", (first.weekday(), None))
    return None


def _month(month: int) -> Reading:
    return Reading("month", (month, None))


def _year(years: set[int], months: Sequence[int]) -> Reading | None:
    if len(years) == 1:
        return Reading("date", (years.pop(), None, None))
    return _steps("year", {month // 12 for month in months})


def _steps(unit: str, steps: set[int]) -> Reading | None:
    """So many units from the writing, if all three days agree: "last" and "next" for one."""
    if len(steps) != 1:
        return None
    number = steps.pop()
    if abs(number) <= 1 or unit == "day":
        return Reading("rel", (unit, number))
    return Reading("ago" if number < 0 else "hence", (abs(number), unit))
