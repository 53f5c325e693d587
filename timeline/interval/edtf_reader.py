"""An EDTF text to its interval (ISO 8601-2:2019; Library of Congress specification, 2019).

Levels 0 and 1 are read in full.  Of level 2: sets (as the hull of their members, or one by
one with ``edtf_members``), qualified components (the mark goes to the whole date),
unspecified digits anywhere, exponents, significant digits (as approximate), and the seasons,
quarters, four-month terms and halves 25-41.  A zone is checked and left out: moments are
wall time.  As in the writer, clock times may stand in intervals, years of the ``Y`` form may
carry months and days, and a clock time may stop at the hour or the minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from timeline.interval.span import Interval
from timeline.interval.units import (
    DAY_SECONDS,
    Granularity,
    Mark,
    add,
    days_in_month,
    moment,
)

_DIGITS = "0123456789"
_QUALIFIERS = {
    "~": Mark.APPROXIMATE,
    "?": Mark.UNCERTAIN,
    "%": Mark.APPROXIMATE | Mark.UNCERTAIN,
}
_MASKED_UNITS = {"X": Granularity.DECADE, "XX": Granularity.CENTURY, "XXX": Granularity.MILLENNIUM}
_MOST_YEAR_DIGITS = 12
_HIGHEST_ZONE_HOUR = 23
_LONGEST_SHOWN = 60


class EdtfError(ValueError):
    """A text that is no EDTF: the text, the position (from 0) and what was expected there."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        found = repr(_shown(text[position:])) if position < len(text) else "the end"
        super().__init__(
            f"not an EDTF date: {_shown(text)!r}: at character {position + 1} "
            f"expected {expected}, found {found}"
        )

    def __reduce__(self) -> tuple[type[EdtfError], tuple[str, int, str]]:
        """Its arguments, so that it crosses from one process to another unharmed."""
        return EdtfError, (self.text, self.position, self.expected)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def from_edtf(text: str) -> Interval:
    """An EDTF text to its interval; a set gives the hull of its members.

    Spaces around the text are not part of it and not accepted.  EdtfError when it is no
    EDTF, names a day that does not exist, or is an interval that ends before it starts.
    """
    members = edtf_members(text)
    hull = members[0]
    for member in members[1:]:
        hull = hull.hull(member)
    return hull


def edtf_members(text: str) -> tuple[Interval, ...]:
    """An EDTF text to the intervals of its set in the order written, or to its one interval.

    Whether one of them is meant ("[...]") or all ("{...}") is told by the first character.
    """
    reader = _Reader(text)
    return reader.members() if text[:1] in ("[", "{") else (reader.interval(),)


class _Division(Struct, frozen=True):
    """A part of the year that EDTF writes in the place of a month."""

    month: int
    months: int
    unit: Granularity


def _divisions() -> dict[int, _Division]:
    """The codes 21-41 of ISO 8601-2:2019, 4.8, with their months."""
    table = {}
    for n in range(4):
        season = _Division(3 + 3 * n, 3, Granularity.SEASON)
        table[21 + n] = table[25 + n] = season
        # The southern year begins its spring in September, half a year after the northern.
        table[29 + (n + 2) % 4] = season
        table[33 + n] = _Division(1 + 3 * n, 3, Granularity.QUARTER)
    for n in range(3):
        table[37 + n] = _Division(1 + 4 * n, 4, Granularity.MONTH)
    for n in range(2):
        table[40 + n] = _Division(1 + 6 * n, 6, Granularity.HALF)
    return table


_DIVISIONS = _divisions()


class _Reader:
    """A cursor over one text; every method reads what its name says from there on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def interval(self) -> Interval:
        """One date, or two ends around a slash, up to the end of the text."""
        first = self._end()
        unknown_start = first is None and self.at == 0
        if not self._take("/"):
            if first is None:
                raise self._error("a date" if unknown_start else "'/' after an open start")
            self._finish("'/' or nothing after the date")
            return first
        second_at = self.at
        last = self._end()
        unknown_end = last is None and self.at == second_at
        self._finish("nothing after the interval")
        if first is not None and last is not None:
            return self._between(first, last, second_at)
        if first is not None:
            return replace(first.since(), unknown_end=unknown_end)
        if last is not None:
            return replace(last.until(), unknown_start=unknown_start)
        return Interval(
            None, None, Granularity.DAY, unknown_start=unknown_start, unknown_end=unknown_end
        )

    def members(self) -> tuple[Interval, ...]:
        """The members of a set, up to the end of the text."""
        close = "]" if self._take("[") else "}"
        self.at = 1
        members = [self._member()]
        while self._take(","):
            self._take(" ")
            members.append(self._member())
        if not self._take(close):
            raise self._error(f"',' or {close!r}")
        self._finish("nothing after the set")
        return tuple(members)

    def _member(self) -> Interval:
        if self._take(".."):
            return self._date().until()
        first = self._date()
        if not self._take(".."):
            return first
        if self._peek() in (",", "]", "}", ""):
            return first.since()
        second_at = self.at
        return self._between(first, self._date(), second_at)

    def _end(self) -> Interval | None:
        if self._take("..") or self._peek() in ("/", ""):
            return None
        return self._date()

    def _between(self, first: Interval, last: Interval, second_at: int) -> Interval:
        end = last.until().end
        if first.start is None or end is None or end <= first.start:
            raise EdtfError(self.text, second_at, "an end after the start")
        granularity = min(first.granularity, last.granularity)
        return Interval(first.start, end, granularity, first.start_mark, last.end_mark)

    def _date(self) -> Interval:
        """One date with its qualifiers, which all go to the whole."""
        mark = self._qualifier()
        begins = self.at
        years, unit, year_mark = self._year()
        mark |= year_mark | self._qualifier()
        if not self._take("-"):
            return _marked(moment(years[0]), moment(years[-1] + 1), unit, mark)
        mark |= self._qualifier()
        month_at = self.at
        months = self._month()
        mark |= self._qualifier()
        if isinstance(months, _Division):
            end = add(moment(years[-1], months.month), months.months, Granularity.MONTH)
            return _marked(moment(years[0], months.month), end, months.unit, mark)
        if not self._take("-"):
            end = add(moment(years[-1], months[-1]), 1, Granularity.MONTH)
            return _marked(moment(years[0], months[0]), end, Granularity.MONTH, mark)
        mark |= self._qualifier()
        day_at = self.at
        days = self._matching(range(1, 32), "a day 01 to 31")
        first = next(_existing(years, months, days), None)
        if first is None:
            length = max(days_in_month(y, m) for y in (years[0], years[-1]) for m in months)
            month = self.text[month_at : month_at + 2]
            raise EdtfError(self.text, day_at, f"a day that month {month} has (it has {length})")
        last = next(_existing(years[::-1], months[::-1], days[::-1]), first)
        mark |= self._qualifier()
        if self._peek() == "T" and "X" not in self.text[begins : self.at]:
            self.at += 1
            return self._clock(first, mark)
        return _marked(first, last + DAY_SECONDS, Granularity.DAY, mark)

    def _year(self) -> tuple[Sequence[int], Granularity, Mark]:
        """The years that fit, ascending; the unit they make; the doubt that lies in the form."""
        if self._take("Y"):
            sign, digits = self._long_year()
        else:
            sign = -1 if self._take("-") else 1
            digits = self.text[self.at : self.at + 4]
            if len(digits) < 4 or any(digit not in _DIGITS + "X" for digit in digits):
                raise self._error("a year of four digits (or X)")
            if sign < 0 and digits == "0000":
                raise self._error("0001 to 9999 after the minus sign: the year 0 is 0000")
            self.at += 4
            if self._peek() and self._peek() in _DIGITS:
                raise self._error("'Y' before a year of more than four digits")
            if "X" in digits:
                return _masked_years(sign, digits)
        year = int(digits)
        if not self._take("S"):
            return (sign * year,), Granularity.YEAR, Mark.SURE
        significant = self._number(f"how many of the {len(digits)} digits are significant")
        if not 1 <= significant <= len(digits):
            raise self._error(f"1 to {len(digits)} significant digits")
        step = 10 ** (len(digits) - significant)
        low = year // step * step
        ends = sorted((sign * low, sign * (low + step - 1)))
        return range(ends[0], ends[1] + 1), Granularity.YEAR, Mark.APPROXIMATE

    def _long_year(self) -> tuple[int, str]:
        sign = -1 if self._take("-") else 1
        begins = self.at
        self._number("the digits of a year")
        digits = self.text[begins : self.at]
        has_exponent = self._take("E")
        exponent = self._number("an exponent") if has_exponent else 0
        if digits[0] == "0" or not (has_exponent or len(digits) > 4):
            raise EdtfError(self.text, begins, "a year of more than four digits after 'Y'")
        if len(digits) + exponent > _MOST_YEAR_DIGITS:
            raise EdtfError(self.text, begins, f"a year of at most {_MOST_YEAR_DIGITS} digits")
        return sign, digits + "0" * exponent

    def _month(self) -> Sequence[int] | _Division:
        code = self.text[self.at : self.at + 2]
        if len(code) == 2 and all(digit in _DIGITS for digit in code) and int(code) in _DIVISIONS:
            self.at += 2
            return _DIVISIONS[int(code)]
        return self._matching(range(1, 13), "a month 01 to 12 or a part of the year 21 to 41")

    def _matching(self, values: range, expected: str) -> Sequence[int]:
        pattern = self.text[self.at : self.at + 2]
        if all(digit in _DIGITS for digit in pattern):
            return (self._two_digits(expected, values[-1], values[0]),)
        fitting = [value for value in values if _fits(f"{value:02d}", pattern)]
        if not fitting:
            raise self._error(expected)
        self.at += 2
        return fitting

    def _clock(self, midnight: int, mark: Mark) -> Interval:
        hour_at = self.at
        hour = self._two_digits("an hour 00 to 24", 24)
        minute = second = 0
        unit = Granularity.HOUR
        if self._take(":"):
            minute = self._two_digits("a minute 00 to 59", 59)
            unit = Granularity.MINUTE
            if self._take(":"):
                second = self._two_digits("a second 00 to 59", 59)
                unit = Granularity.SECOND
        if hour == 24 and (minute or second):
            raise EdtfError(self.text, hour_at, "an hour 00 to 23, or 24:00:00")
        self._zone()
        mark |= self._qualifier()
        start = midnight + (hour * 60 + minute) * 60 + second
        return _marked(start, add(start, 1, unit), unit, mark)

    def _zone(self) -> None:
        if self._take("Z") or not (self._take("+") or self._take("-")):
            return
        self._two_digits("the hours of a zone 00 to 23", _HIGHEST_ZONE_HOUR)
        if self._take(":"):
            self._two_digits("the minutes of a zone 00 to 59", 59)

    def _two_digits(self, expected: str, top: int, least: int = 0) -> int:
        digits = self.text[self.at : self.at + 2]
        if len(digits) < 2 or any(digit not in _DIGITS for digit in digits):
            raise self._error(expected)
        if not least <= int(digits) <= top:
            raise self._error(expected)
        self.at += 2
        return int(digits)

    def _number(self, expected: str) -> int:
        begins = self.at
        while self._peek() and self._peek() in _DIGITS:
            self.at += 1
        if not 1 <= self.at - begins <= _MOST_YEAR_DIGITS:
            raise EdtfError(self.text, begins, expected)
        return int(self.text[begins : self.at])

    def _qualifier(self) -> Mark:
        mark = _QUALIFIERS.get(self._peek())
        if mark is None:
            return Mark.SURE
        self.at += 1
        return mark

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, token: str) -> bool:
        found = self.text.startswith(token, self.at)
        self.at += len(token) * found
        return found

    def _finish(self, expected: str) -> None:
        if self.at < len(self.text):
            raise self._error(expected)

    def _error(self, expected: str) -> EdtfError:
        return EdtfError(self.text, self.at, expected)


def _masked_years(sign: int, digits: str) -> tuple[Sequence[int], Granularity, Mark]:
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    years: Sequence[int] = range(low, high + 1)
    mask = digits.lstrip(_DIGITS)
    if mask.strip("X"):
        years = [year for year in years if _fits(f"{year:04d}", digits)]
    if sign < 0:
        # -0000 is no year: -000X begins at -0009 and ends at -0001.
        years = [-year for year in reversed(years) if year]
    unit = _MASKED_UNITS.get(mask) if sign > 0 else None
    return years, unit or Granularity.YEAR, Mark.SURE


def _fits(number: str, pattern: str) -> bool:
    return len(number) == len(pattern) and all(
        wanted in ("X", digit) for digit, wanted in zip(number, pattern, strict=True)
    )


def _existing(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> Iterator[int]:
    """The days that exist, in the order of the sequences, as moments."""
    for year in years:
        for month in months:
            length = days_in_month(year, month)
            for day in days:
                if day <= length:
                    yield moment(year, month, day)


def _marked(start: int, end: int, unit: Granularity, mark: Mark) -> Interval:
    return Interval(start, end, unit, mark, mark)
