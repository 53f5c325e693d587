"""An interval to its EDTF text (ISO 8601-2:2019; Library of Congress specification, 2019).

What EDTF has no form for is written as an interval of what it has: weeks and weekends as
days, parts of the day as clock times.  Two extensions keep every interval writable: years
of more than four digits carry months and days after their ``Y`` form (``Y12345-01-02``), and
clock times may carry marks and stand in intervals, where they are instants (the end is not
included).  A single hour or minute stops there, as ISO 8601-1 allows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.interval.units import (
    Granularity,
    Mark,
    civil,
    clock,
    coarsest_whole,
    truncate,
    unit_end,
)

if TYPE_CHECKING:
    from timeline.interval.span import Interval

_PLAIN = (
    Granularity.YEAR,
    Granularity.MONTH,
    Granularity.DAY,
    Granularity.HOUR,
    Granularity.MINUTE,
    Granularity.SECOND,
)
"""The units of level 0, which every reader of EDTF knows."""

_MASKED_DIGITS = {Granularity.DECADE: 1, Granularity.CENTURY: 2, Granularity.MILLENNIUM: 3}
_LAST_YEAR = 9_999
_FIRST_DIVISION = {Granularity.SEASON: 21, Granularity.QUARTER: 33, Granularity.HALF: 40}


@lru_cache(maxsize=65536)
def to_edtf(interval: Interval) -> str:
    """An interval to its canonical EDTF text: "2021-05", "1990~", "2021-05-03/..", "/2060".

    The unit is the interval's own where EDTF has it and both ends are whole in it, else the
    coarsest that fits of year, month, day and clock time.  ``from_edtf`` gives back the same
    start, end and marks.
    """
    start, end = interval.start, interval.end
    unit = coarsest_whole((start, end), _candidates(interval))
    is_even = interval.start_mark is interval.end_mark
    if start is not None and is_even and unit_end(start, unit) == end:
        return _text(start, unit) + interval.start_mark.sign
    first = _end_text(start, unit, interval.start_mark, unknown=interval.unknown_start)
    if end is not None and unit >= Granularity.DAY:
        end = truncate(end - 1, unit)
    last = _end_text(end, unit, interval.end_mark, unknown=interval.unknown_end)
    return f"{first}/{last}"


def _candidates(interval: Interval) -> tuple[Granularity, ...]:
    own = interval.granularity
    plain = tuple(unit for unit in _PLAIN if unit <= own)
    if own in _FIRST_DIVISION or (own in _MASKED_DIGITS and _in_four_digits(interval)):
        return (own, *plain)
    return plain


def _in_four_digits(interval: Interval) -> bool:
    """Whether it lies in the years 0000 to 9999, which may have unspecified digits."""
    known = [interval.start, None if interval.end is None else interval.end - 1]
    return all(bound is None or 0 <= civil(bound)[0] <= _LAST_YEAR for bound in known)


def _end_text(bound: int | None, unit: Granularity, mark: Mark, *, unknown: bool) -> str:
    if bound is None:
        return "" if unknown else ".."
    instant = Granularity.SECOND if unit < Granularity.DAY else unit
    return _text(bound, instant) + mark.sign


def _text(start: int, unit: Granularity) -> str:
    """The unit that begins at a moment, as EDTF."""
    year, month, day = civil(start)
    if unit in _MASKED_DIGITS:
        digits = _MASKED_DIGITS[unit]
        return f"{year // 10**digits:0{4 - digits}d}" + "X" * digits
    parts = [year_text(year)]
    if unit in _FIRST_DIVISION:
        months = 6 if unit is Granularity.HALF else 3
        # Winter, the fourth season, begins in month 12 and spring in month 3.
        division = month // 3 - 1 if unit is Granularity.SEASON else (month - 1) // months
        parts.append(str(_FIRST_DIVISION[unit] + division))
    elif unit <= Granularity.MONTH:
        parts.append(f"{month:02d}")
        if unit <= Granularity.DAY:
            parts.append(f"{day:02d}")
    text = "-".join(parts)
    if unit < Granularity.DAY:
        fields = 1 + (unit <= Granularity.MINUTE) + (unit is Granularity.SECOND)
        text += "T" + ":".join(f"{value:02d}" for value in clock(start)[:fields])
    return text


def year_text(year: int) -> str:
    """An astronomical year as EDTF: "0044", "-0043", "Y12345", "Y-12345"."""
    if abs(year) > _LAST_YEAR:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"
