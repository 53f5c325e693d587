"""An interval to its English name, as a reader would write it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.interval.units import (
    DAY_SECONDS,
    Granularity,
    Mark,
    add,
    civil,
    clock,
    coarsest_whole,
    last_year_bce,
    truncate,
    unit_end,
    weekday,
)
from timeline.prepared import toml_table

if TYPE_CHECKING:
    from timeline.interval.span import Interval

_RANGE_UNITS = (
    Granularity.YEAR,
    Granularity.MONTH,
    Granularity.DAY,
    Granularity.MINUTE,
    Granularity.SECOND,
)
"""The units a range is told in: "2019–2021", "May–July 2021"."""

_TOLD_AS_DAYS = (Granularity.WEEKEND, Granularity.WEEK)


@lru_cache(maxsize=65536)
def in_words(interval: Interval) -> str:
    """An interval to its English name: "spring 2021", "23–29 March 2021", "about 44 BCE"."""
    start, end = interval.start, interval.end
    if start is None and end is None:
        return _form("open")
    if start is None or end is None:
        return _open_words(interval)
    if interval.start_mark is interval.end_mark:
        what = _single(start, end, interval.granularity) or _range(interval, start, end)
        return _marked(what, interval.start_mark)
    unit = _range_unit(interval)
    return _form(
        "wide_range",
        first=_marked(_point(start, unit), interval.start_mark),
        last=_marked(_point(_last(end, unit), unit), interval.end_mark),
    )


def in_full(interval: Interval) -> str:
    """An interval to its English name with the weekday of what is a day, a week or shorter."""
    words, start, end = in_words(interval), interval.start, interval.end
    if start is None or end is None:
        return words
    is_week = interval.granularity is Granularity.WEEK and words.startswith(_form("week", what=""))
    if civil(start) != civil(end - 1) and not is_week:
        return words
    day = _point(start, Granularity.DAY)
    name = _vocabulary()["weekdays"][weekday(start)]
    return words.replace(day, _form("with_weekday", weekday=name, what=day), 1)


@cache
def _vocabulary() -> dict[str, Any]:
    return toml_table(Path(__file__).with_name("words.toml"), "interval/words")


def _form(name: str, **values: object) -> str:
    return str(_vocabulary()["forms"][name].format(**values))


def _marked(what: str, mark: Mark) -> str:
    return str(_vocabulary()["marks"][mark.sign].format(what=what)) if mark.sign else what


def _ordinal(n: int) -> str:
    suffixes = _vocabulary()["suffixes"]
    digit = "other" if n // 10 % 10 == 1 else str(n % 10)
    return f"{n}{suffixes.get(digit, suffixes['other'])}"


def _year(year: int, *, era: bool = False) -> str:
    if year <= 0:
        return _form("bce", year=1 - year)
    return _form("ce", year=year) if era or year < 1_000 else str(year)


def _open_words(interval: Interval) -> str:
    if interval.start is not None:
        what = _marked(_edge(interval, interval.start), interval.start_mark)
        return _form("since_end_unknown" if interval.unknown_end else "since", what=what)
    what = _marked(_edge(interval, interval.end or 0, is_end=True), interval.end_mark)
    return _form("until_start_unknown" if interval.unknown_start else "until", what=what)


def _edge(interval: Interval, bound: int, *, is_end: bool = False) -> str:
    """The name of the unit that an otherwise open interval begins or ends with."""
    unit = interval.granularity
    if unit >= Granularity.PART_OF_DAY and unit not in _TOLD_AS_DAYS:
        start = truncate(bound - 1, unit) if is_end else bound
        whole = unit_end(start, unit)
        name = "" if is_end and whole != bound else _single(start, whole, unit)
        if name:
            return name
    unit = _range_unit(interval)
    return _point(_last(bound, unit) if is_end else bound, unit)


def _range_unit(interval: Interval) -> Granularity:
    units = tuple(unit for unit in _RANGE_UNITS if unit <= interval.granularity)
    return coarsest_whole((interval.start, interval.end), units)


def _last(end: int, unit: Granularity) -> int:
    """The start of the last unit before an end; clock times stay the instant they are."""
    return end if unit < Granularity.DAY else truncate(end - 1, unit)


def _single(start: int, end: int, unit: Granularity) -> str:
    """The name of one whole unit, or "" where the span is not exactly one."""
    if unit is Granularity.DAY:  # most are
        is_one = start % DAY_SECONDS == 0 and end - start == DAY_SECONDS
        return _point(start, unit) if is_one else ""
    if (last_bce := last_year_bce(start, end, unit)) is not None:
        if unit is Granularity.DECADE:
            return _form("decade_bce", year=last_bce)
        return _form("century_bce", ordinal=_ordinal(last_bce // 100 + 1))
    # Weeks begin on any weekday.
    begins = Granularity.DAY if unit is Granularity.WEEK else unit
    if truncate(start, begins) != start or unit_end(start, unit) != end:
        return ""
    if unit >= Granularity.DECADE:
        return _decades(civil(start)[0], unit)
    if unit >= Granularity.QUARTER:
        return _part_of_year(start, unit) or _point(start, unit)
    return _part_of_month(start, end, unit) or _point(start, unit)


def _decades(year: int, unit: Granularity) -> str:
    """The name of a decade, century or millennium by its first year, if it has one."""
    if year < (10 if unit is Granularity.DECADE else 0):
        return ""
    if unit is Granularity.DECADE:
        return _form("decade", year=year)
    if unit is Granularity.CENTURY:
        return _form("century", ordinal=_ordinal(year // 100 + 1))
    return _form("millennium", ordinal=_ordinal(year // 1_000 + 1))


def _part_of_year(start: int, unit: Granularity) -> str:
    """The name of a half, a quarter or a season; "" for a year."""
    words = _vocabulary()
    year, month, _ = civil(start)
    if unit is Granularity.HALF:
        return _form("half", ordinal=words["ordinals"][month // 6], year=_year(year))
    if unit is Granularity.QUARTER:
        return _form("quarter", ordinal=words["ordinals"][month // 3], year=_year(year))
    if unit is not Granularity.SEASON:
        return ""
    name = words["seasons"][month // 3 - 1]
    if month < 12 or year <= 0:
        return _form("in_year", what=name, year=_year(year))
    return _form("winter", season=name, year=year, next=f"{(year + 1) % 100:02d}")


def _part_of_month(start: int, end: int, unit: Granularity) -> str:
    """The name of a week, a weekend or a part of the day; "" for other units."""
    if unit is Granularity.WEEK:
        return _form("week", what=_point(start, Granularity.DAY))
    if unit is Granularity.WEEKEND:
        return _form("weekend", what=_dates(start, end))
    if unit is not Granularity.PART_OF_DAY:
        return ""
    name = _vocabulary()["parts_of_day"][str(clock(start)[0])]
    return _form("part_of_day", part=name, what=_point(start, Granularity.DAY))


def _point(start: int, unit: Granularity) -> str:
    """The unit that begins at a moment: a year, a month, a day, or a clock time."""
    year, month, day = civil(start)
    if unit >= Granularity.YEAR:
        return _year(year)
    name = _vocabulary()["months"][month - 1]
    if unit >= Granularity.MONTH:
        return _form("in_year", what=name, year=_year(year))
    date = _form("in_year", what=_form("day", day=day, month=name), year=_year(year))
    return date if unit >= Granularity.DAY else _form("clock", what=date, time=_time(start))


def _time(when: int) -> str:
    hour, minute, second = clock(when)
    return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")


def _range(interval: Interval, start: int, end: int) -> str:
    unit = _range_unit(interval)
    if unit is Granularity.YEAR:
        return _years(civil(start)[0], civil(end - 1)[0])
    if unit is Granularity.MONTH:
        return _months(start, truncate(end - 1, unit))
    if unit is Granularity.DAY:
        return _dates(start, end)
    first, last = _point(start, unit), _point(end, unit)
    if civil(start) == civil(end):
        return _form("range", first=first, last=_time(end))
    return _form("wide_range", first=first, last=last)


def _years(first: int, last: int) -> str:
    if first == last:
        return _year(first)
    if last <= 0:
        return _form("range", first=1 - first, last=_year(last))
    if first <= 0:
        return _form("wide_range", first=_year(first), last=_year(last, era=True))
    return _form("range", first=first, last=_year(last))


def _months(first: int, last: int) -> str:
    (year, month, _), (last_year, _, _) = civil(first), civil(last)
    if first == last:
        return _point(first, Granularity.MONTH)
    if year != last_year:
        ends = (_point(first, Granularity.MONTH), _point(last, Granularity.MONTH))
        return _form("wide_range", first=ends[0], last=ends[1])
    return _form(
        "range",
        first=_vocabulary()["months"][month - 1],
        last=_point(last, Granularity.MONTH),
    )


def _dates(start: int, end: int) -> str:
    (year, month, day), (last_year, last_month, _) = civil(start), civil(end - 1)
    last = _point(truncate(end - 1, Granularity.DAY), Granularity.DAY)
    if end == add(start, 1, Granularity.DAY):
        return last
    if (year, month) == (last_year, last_month):
        return _form("range", first=day, last=last)
    if year == last_year:
        name = _vocabulary()["months"][month - 1]
        return _form("wide_range", first=_form("day", day=day, month=name), last=last)
    return _form("wide_range", first=_point(start, Granularity.DAY), last=last)
