"""An interval to the value of a TIMEX3 tag (TimeML 1.2.1, which builds on TIDES 2005)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.interval.units import (
    DAY_SECONDS,
    Granularity,
    civil,
    clock,
    coarsest_whole,
    last_year_bce,
    truncate,
    unit_end,
    week_number,
)

if TYPE_CHECKING:
    from timeline.interval.span import Interval

_PARTS_OF_DAY = {6: "MO", 12: "AF", 18: "EV", 22: "NI"}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_DIGITS_LEFT = {Granularity.MILLENNIUM: 1, Granularity.CENTURY: 2, Granularity.DECADE: 3}
_LAST_YEAR = 9_999
_SPAN_UNITS = (
    Granularity.YEAR,
    Granularity.MONTH,
    Granularity.DAY,
    Granularity.MINUTE,
    Granularity.SECOND,
)
_CLOCK_UNITS = (Granularity.HOUR, Granularity.MINUTE, Granularity.SECOND)


def timex3(interval: Interval) -> str:
    """An interval to its TIMEX3 value: "2021-05-19", "2021-W20-WE", "2021-Q2", "199", "BC0044".

    One whole unit gets its own form; anything longer is "first/last", both included, and
    with clock times "from/to".  TIMEX3 leaves "since" and "until" outside the tag, so an
    interval with one known end has the value of that end, and one without any is "XXXX".
    Marks have no place in a value.  A week that does not start on Monday is named by the
    ISO week it shares most days with.
    """
    start, end = interval.start, interval.end
    unit = interval.granularity
    if start is not None and end is not None:
        return _single(start, end, unit) or _span(start, end, unit)
    if start is not None:
        return _known_end(start, unit, is_end=False)
    return "XXXX" if end is None else _known_end(end, unit, is_end=True)


def _known_end(bound: int, unit: Granularity, *, is_end: bool) -> str:
    """The value of the unit that an interval with one known end begins or ends with."""
    units = _CLOCK_UNITS if unit < Granularity.PART_OF_DAY else _SPAN_UNITS
    plain = coarsest_whole((bound, None), _finer(unit, units))
    for candidate in (unit, plain):
        if candidate >= Granularity.PART_OF_DAY:
            start = truncate(bound - 1, candidate) if is_end else bound
            whole = unit_end(start, candidate)
            value = "" if is_end and whole != bound else _single(start, whole, candidate)
            if value:
                return value
    return _point(bound, plain)


def _finer(unit: Granularity, units: tuple[Granularity, ...]) -> tuple[Granularity, ...]:
    return tuple(finer for finer in units if finer <= unit)


def _span(start: int, end: int, unit: Granularity) -> str:
    unit = coarsest_whole((start, end), _finer(unit, _SPAN_UNITS))
    last = end if unit < Granularity.DAY else truncate(end - 1, unit)
    first_value, last_value = _point(start, unit), _point(last, unit)
    return first_value if first_value == last_value else f"{first_value}/{last_value}"


def _single(start: int, end: int, unit: Granularity) -> str:
    """The value of one whole unit, or "" where the span is not exactly one."""
    if (last_bce := last_year_bce(start, end, unit)) is not None:
        return f"BC{last_bce:04d}"[: 2 + _DIGITS_LEFT[unit]]
    # Weeks begin on any weekday.
    begins = Granularity.DAY if unit is Granularity.WEEK else unit
    if truncate(start, begins) != start or unit_end(start, unit) != end:
        return ""
    if unit in _DIGITS_LEFT:
        year = civil(start)[0]
        return f"{year:04d}"[: _DIGITS_LEFT[unit]] if 0 <= year <= _LAST_YEAR else ""
    return _part_of_year(start, unit) or _point(start, unit)


def _part_of_year(start: int, unit: Granularity) -> str:
    """The value of a unit that TIMEX3 names by a letter code, or "" for the others."""
    year, month, _ = civil(start)
    if unit in (Granularity.WEEK, Granularity.WEEKEND):
        return _week(start, unit)
    match unit:
        case Granularity.HALF:
            code = f"H{month // 6 + 1}"
        case Granularity.SEASON:
            code = _SEASONS[month]
        case Granularity.QUARTER:
            code = f"Q{month // 3 + 1}"
        case Granularity.PART_OF_DAY:
            return f"{_point(start, Granularity.DAY)}T{_PARTS_OF_DAY[clock(start)[0]]}"
        case _:
            return ""
    return f"{_year(year)}-{code}"


def _week(start: int, unit: Granularity) -> str:
    if unit is Granularity.WEEKEND:
        year, week = week_number(start)
        return f"{_year(year)}-W{week:02d}-WE"
    year, week = week_number(start + 3 * DAY_SECONDS)
    return f"{_year(year)}-W{week:02d}"


def _point(start: int, unit: Granularity) -> str:
    year, month, day = civil(start)
    if unit >= Granularity.YEAR:
        return _year(year)
    if unit >= Granularity.MONTH:
        return f"{_year(year)}-{month:02d}"
    date = f"{_year(year)}-{month:02d}-{day:02d}"
    if unit >= Granularity.DAY:
        return date
    fields = 1 + (unit <= Granularity.MINUTE) + (unit is Granularity.SECOND)
    return f"{date}T{':'.join(f'{value:02d}' for value in clock(start)[:fields])}"


def _year(year: int) -> str:
    """A year in four digits, before year 1 as BC and the year BCE."""
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"
