"""Turn the words of a metadata date, a web address or a file name into a claim of a day.

Nothing here guesses: what is not a whole day stays unread, the local day of a given offset is
kept, and today plays no part.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from timeline.documents.tables import read_table
from timeline.late import late
from timeline.model import DateClaim

_LONGEST = 80
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:$|[T\s_,])")
_ISO_LOOSE = late(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T\s,])")
_CJK = late(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NUMERIC = late(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:$|[T\s,])")
_EPOCH = re.compile(r"1970-01-01[T ]00:00(?::00)?(?:\.0+)?(?:Z|[+-]00:?00)?$")
_RFC_2822 = late(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d")
# A clock with its zone is cut off, so that nobody moves the day into another zone.
_CLOCK = late(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?![.\d])\s*(?:[ap]\.?m\b\.?)?\s*"
    r"(?:\(?[A-Z]{2,5}\)?(?![^\W_])|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_WORDED = late(r"(?=.*\d)(?=.*[^\W\d_]{3})")

_YEAR = r"(1[5-9]\d\d|20\d\d)"
_PARTED = re.compile(rf"(?<!\d){_YEAR}([-_/.])(\d{{1,2}})\2(\d{{1,2}})(?!\d)")
_SOLID = re.compile(r"(?<![^\W_])[A-Za-z]{0,8}((?:19|20)\d{6})(?:T?\d{4}(?:\d\d)?Z?)?(?![^\W_])")
_NAMED = re.compile(rf"(?<!\d){_YEAR}([-_/])([a-z]{{3,9}})\2(\d{{1,2}})(?!\d)", re.IGNORECASE)


def date_claim(place: str, words: str, day_order: str, language: str = "") -> DateClaim:
    """Read the words of one metadata field; the day is None where they name no whole day.

    ``day_order`` is "mdy", "dmy" or "auto" (see Config); ``language`` is the tag of the article,
    for names of months and for telling "auto".
    """
    return DateClaim(place, words, read_day(words, day_order, language))


def read_day(words: str, day_order: str, language: str = "") -> int | None:
    """Read a day written in metadata as an ordinal, or None where it is not a whole day.

    ISO 8601 and RFC 2822 are read here; "24 May 2021" and the like by dateparser, strictly, in
    the article's language or English.  Midnight of 1 January 1970 is what programs write for
    "no date", so it is none.
    """
    words = words.strip()
    if not words or len(words) > _LONGEST or _EPOCH.match(words):
        return None
    for form in (_ISO, _ISO_LOOSE, _CJK):
        if found := form.match(words):
            year, month, day = (int(g) for g in found.groups() if g.isdigit())
            return _ordinal(year, month, day)
    if found := _NUMERIC.match(words):
        return _numeric(int(found[1]), int(found[3]), int(found[4]), day_order, language)
    if _RFC_2822.match(words):
        from email.utils import parsedate_to_datetime  # noqa: PLC0415 - few dates are of mail

        try:
            return parsedate_to_datetime(words).date().toordinal()
        except ValueError:
            return None
    return _worded(words, language) if _WORDED.match(words) else None


def dates_in_path(place: str, path: str) -> tuple[DateClaim, ...]:
    """Find whole days in a web address or a path: 2021/05/24, 2021-05-24, 20210524, 2021/may/24."""
    claims: dict[int, DateClaim] = {}
    for words, day in sorted(_days_in_path(path)):
        claims.setdefault(day, DateClaim(place, words[1], day))
    return tuple(claims.values())


def _days_in_path(path: str) -> Iterator[tuple[tuple[int, str], int]]:
    for found in _PARTED.finditer(path):
        day = _ordinal(int(found[1]), int(found[3]), int(found[4]))
        if day is not None:
            yield (found.start(), found[0]), day
    for found in _SOLID.finditer(path):
        digits = found[1]
        day = _ordinal(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        if day is not None:
            yield (found.start(1), digits), day
    months = _month_names()
    for found in _NAMED.finditer(path):
        month = months.get(found[3].lower())
        day = _ordinal(int(found[1]), month, int(found[4])) if month else None
        if day is not None:
            yield (found.start(), found[0]), day


@cache
def _month_names() -> dict[str, int]:
    table = read_table("metadata")["address"]["months"]
    return {name: number for number, names in enumerate(table, 1) for name in names}


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return None


def _numeric(first: int, second: int, year: int, day_order: str, language: str) -> int | None:
    if day_order == "auto":
        day_order = _order_told_by(first, second, language.lower().replace("_", "-"))
    if day_order == "mdy":
        return _ordinal(year, first, second)
    if day_order == "dmy":
        return _ordinal(year, second, first)
    return None


def _order_told_by(first: int, second: int, language: str) -> str:
    if first > 12 or first == second:
        return "dmy"
    if second > 12:
        return "mdy"
    if language in read_table("metadata")["address"]["month_first"]:
        return "mdy"
    return "dmy" if language and language != "en" else ""


def _worded(words: str, language: str) -> int | None:
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415 - 0.2 s, rarely needed

    words = _CLOCK.sub(" ", words).strip(" ,")
    wanted = [part for part in (language.lower().split("-")[0], "en") if part]
    for languages in (wanted, ["en"]):
        try:
            found = dateparser.parse(
                words,
                languages=languages,
                settings={
                    "PARSERS": ["absolute-time"],
                    "STRICT_PARSING": True,
                    "RELATIVE_BASE": dt.datetime(2000, 1, 1),  # noqa: DTZ001 - a fixed day, no moment
                    "TIMEZONE": "UTC",
                },
            )
        except ValueError:  # a language dateparser does not know
            continue
        return found.date().toordinal() if found else None
    return None
