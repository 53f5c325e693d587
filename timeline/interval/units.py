"""Civil dates to moments and back, and the units a calendar is counted in.

A moment is an int: seconds of local wall time since 0001-01-01T00:00 of the proleptic
Gregorian calendar, negative before.  Years are astronomical (0 is 1 BCE, -43 is 44 BCE).
Nothing here uses ``datetime``, so years below 1 and above 9999 work like any other.
"""

from __future__ import annotations

from enum import Flag, IntEnum

MINUTE_SECONDS = 60
HOUR_SECONDS = 3_600
DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS

_ERA_YEARS = 400
_ERA_DAYS = 146_097
_DAYS_FROM_MARCH_0000 = 306
"""Days from 0000-03-01, where Hinnant's eras begin, to 0001-01-01, where moments do."""


class Granularity(IntEnum):
    """The unit a stretch of time is told in, ordered by length."""

    SECOND = 0
    MINUTE = 1
    HOUR = 2
    PART_OF_DAY = 3
    DAY = 4
    WEEKEND = 5
    WEEK = 6
    MONTH = 7
    QUARTER = 8
    SEASON = 9
    HALF = 10
    YEAR = 11
    DECADE = 12
    CENTURY = 13
    MILLENNIUM = 14

    @property
    def label(self) -> str:
        """The unit's English name in the singular: "week", "part of day"."""
        return self.name.lower().replace("_", " ")


class Mark(Flag):
    """How sure one end of an interval is; the two doubts of EDTF can stand together."""

    SURE = 0
    APPROXIMATE = 1
    UNCERTAIN = 2

    @property
    def sign(self) -> str:
        """The EDTF qualifier: "", "~", "?" or "%" for both."""
        return ("", "~", "?", "%")[self.value]


class PartOfDay(IntEnum):
    """The four parts a day falls into; the value is the hour at which the part begins.

    The night belongs to the day on which it begins: "Tuesday night" ends on Wednesday at
    06:00.  The hours are this project's convention; no standard fixes them.
    """

    MORNING = 6
    AFTERNOON = 12
    EVENING = 18
    NIGHT = 22

    @property
    def hours(self) -> int:
        """How many hours the part lasts."""
        following = [part.value for part in PartOfDay if part > self]
        return (following[0] if following else 24 + PartOfDay.MORNING) - self.value


_PARTS = tuple(PartOfDay)

_FIXED_SECONDS = {
    Granularity.SECOND: 1,
    Granularity.MINUTE: MINUTE_SECONDS,
    Granularity.HOUR: HOUR_SECONDS,
    Granularity.DAY: DAY_SECONDS,
    Granularity.WEEKEND: WEEK_SECONDS,
    Granularity.WEEK: WEEK_SECONDS,
}
"""Seconds from one unit to the next, for units of a fixed length (weekends are a week apart)."""

_MONTHS = {
    Granularity.MONTH: 1,
    Granularity.QUARTER: 3,
    Granularity.SEASON: 3,
    Granularity.HALF: 6,
    Granularity.YEAR: 12,
    Granularity.DECADE: 120,
    Granularity.CENTURY: 1_200,
    Granularity.MILLENNIUM: 12_000,
}
"""Months in a unit, for units that are counted in months."""


def is_leap(year: int) -> bool:
    """An astronomical year to whether it has a 29 February in the Gregorian rule."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """A year and a month (1-12) to the number of its days; ValueError for another month."""
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}: months run from 1 to 12")
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days_from_civil(year: int, month: int, day: int) -> int:
    """A civil date to days since 0001-01-01.

    Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), days_from_civil,
    with the epoch moved to 0001-01-01; Python's floor division replaces its two branches.
    """
    if month <= 2:
        year -= 1
    era, year_of_era = divmod(year, _ERA_YEARS)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA_DAYS + day_of_era - _DAYS_FROM_MARCH_0000


def _civil_from_days(days: int) -> tuple[int, int, int]:
    """Days since 0001-01-01 to year, month, day (Hinnant 2013, civil_from_days)."""
    era, day_of_era = divmod(days + _DAYS_FROM_MARCH_0000, _ERA_DAYS)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return year_of_era + era * _ERA_YEARS + (month <= 2), month, day


def moment(
    year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0
) -> int:
    """A civil date and clock time to its moment; ValueError says what is impossible in it.

    Hours run 0-23, minutes and seconds 0-59: leap seconds do not exist on this clock.
    """
    length = days_in_month(year, month)
    if not 1 <= day <= length:
        raise ValueError(f"there is no day {day} in month {month} of {year}: it has {length} days")
    for name, value, top in (("hour", hour, 23), ("minute", minute, 59), ("second", second, 59)):
        if not 0 <= value <= top:
            raise ValueError(f"there is no {name} {value}: {name}s run from 0 to {top}")
    seconds = hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second
    return _days_from_civil(year, month, day) * DAY_SECONDS + seconds


def civil(moment: int) -> tuple[int, int, int]:
    """A moment to its year, month and day."""
    return _civil_from_days(moment // DAY_SECONDS)


def clock(moment: int) -> tuple[int, int, int]:
    """A moment to its hour, minute and second."""
    minutes, second = divmod(moment % DAY_SECONDS, MINUTE_SECONDS)
    return minutes // 60, minutes % 60, second


def from_ordinal(day: int) -> int:
    """A day ordinal as in ``datetime.date`` (1 is 0001-01-01) to the moment it begins."""
    return (day - 1) * DAY_SECONDS


def to_ordinal(moment: int) -> int:
    """A moment to the ordinal of its day (1 is 0001-01-01, 0 and less before)."""
    return moment // DAY_SECONDS + 1


def weekday(moment: int) -> int:
    """A moment to its day of the week, 0 for Monday to 6 for Sunday."""
    return moment // DAY_SECONDS % 7


def _from_months(months: int) -> int:
    """Months since January of year 0 to the moment that month begins."""
    year, month = divmod(months, 12)
    return moment(year, month + 1)


def _truncate_to_part(when: int) -> int:
    shifted = when - PartOfDay.MORNING * HOUR_SECONDS
    day = shifted - shifted % DAY_SECONDS
    hour = PartOfDay.MORNING + shifted % DAY_SECONDS // HOUR_SECONDS
    return day + max(part for part in _PARTS if part <= hour) * HOUR_SECONDS


def truncate(moment: int, unit: Granularity, first_weekday: int = 0) -> int:
    """A moment to the start of the unit that contains it.

    Weeks start on ``first_weekday`` (0 Monday to 6 Sunday).  A weekend is Saturday and
    Sunday; a day from Monday to Friday goes to the Saturday that follows it.  Seasons are
    meteorological and northern: spring is March to May, and a winter belongs to the year
    of its December.  Decades, centuries and millennia are told by their digits (1990,
    1900, 1000), also before year 0.  The night goes back to the evening before it.
    """
    _check_weekday(first_weekday)
    if unit is Granularity.PART_OF_DAY:
        return _truncate_to_part(moment)
    if unit is Granularity.WEEKEND:
        return moment - moment % WEEK_SECONDS + 5 * DAY_SECONDS
    if unit is Granularity.WEEK:
        return moment - (moment - first_weekday * DAY_SECONDS) % WEEK_SECONDS
    if unit in _FIXED_SECONDS:
        return moment - moment % _FIXED_SECONDS[unit]
    year, month, _ = civil(moment)
    count = 12 * year + month - 1
    phase = 2 if unit is Granularity.SEASON else 0
    return _from_months(count - (count - phase) % _MONTHS[unit])


def add(moment: int, n: int, unit: Granularity) -> int:
    """A moment to the one ``n`` units later (earlier when negative).

    Units made of months keep the clock and the day of the month, clamped to the month's
    last day (31 January + 1 month is 28 or 29 February).  Weekends are a week apart.
    Parts of the day keep the time since the part began, clamped to the part's length.
    """
    if unit is Granularity.PART_OF_DAY:
        return _add_parts(moment, n)
    if unit in _FIXED_SECONDS:
        return moment + n * _FIXED_SECONDS[unit]
    year, month, day = civil(moment)
    first = _from_months(12 * year + month - 1 + n * _MONTHS[unit])
    year, month, _ = civil(first)
    clamped = min(day, days_in_month(year, month))
    return first + (clamped - 1) * DAY_SECONDS + moment % DAY_SECONDS


def _add_parts(when: int, n: int) -> int:
    start = _truncate_to_part(when)
    index = _PARTS.index(PartOfDay(clock(start)[0]))
    days, index = divmod(index + n, len(_PARTS))
    part = _PARTS[index]
    midnight = start - start % DAY_SECONDS + days * DAY_SECONDS
    kept = min(when - start, part.hours * HOUR_SECONDS - 1)
    return midnight + part * HOUR_SECONDS + kept


def unit_end(start: int, unit: Granularity) -> int:
    """The moment a unit begins to the moment it is over (a weekend lasts two days)."""
    if unit is Granularity.WEEKEND:
        return start + 2 * DAY_SECONDS
    return add(start, 1, unit)


def _check_weekday(day: int) -> None:
    if not 0 <= day <= 6:
        raise ValueError(f"there is no weekday {day}: weekdays run from 0 (Monday) to 6 (Sunday)")


def _first_week(year: int, first_weekday: int) -> int:
    anchor = moment(year, 1, 4) if first_weekday == 0 else moment(year)
    return truncate(anchor, Granularity.WEEK, first_weekday)


def week_number(moment: int, first_weekday: int = 0) -> tuple[int, int]:
    """A moment to the year and number (1-53) of its week.

    Weeks that start on Monday are counted by ISO 8601: week 1 holds 4 January.  All others
    by the American rule: week 1 is the whole week that holds 1 January, so the last days
    of December can lie in week 1 of the next year and no week is cut in two.
    """
    start = truncate(moment, Granularity.WEEK, first_weekday)
    year = civil(start + 6 * DAY_SECONDS)[0]
    if start < _first_week(year, first_weekday):
        year -= 1
    return year, (start - _first_week(year, first_weekday)) // WEEK_SECONDS + 1


def week_start(year: int, week: int, first_weekday: int = 0) -> int:
    """A week's year and number, counted as by ``week_number``, to the moment it begins.

    ValueError when the year has no such week.
    """
    _check_weekday(first_weekday)
    first = _first_week(year, first_weekday)
    count = (_first_week(year + 1, first_weekday) - first) // WEEK_SECONDS
    if not 1 <= week <= count:
        raise ValueError(f"there is no week {week} in {year}: it has {count} weeks")
    return first + (week - 1) * WEEK_SECONDS


def nth_weekday(year: int, month: int, weekday: int, n: int) -> int:
    """The n-th (1-5, or -1 for the last) given weekday of a month to the moment it begins.

    ``weekday`` is 0 for Monday to 6 for Sunday.  ValueError where the month has none.
    """
    _check_weekday(weekday)
    if n == -1:
        last = moment(year, month, days_in_month(year, month))
        return last - (last // DAY_SECONDS - weekday) % 7 * DAY_SECONDS
    if not 1 <= n <= 5:
        raise ValueError(f"a weekday is counted 1 to 5, or -1 for the last in its month, not {n}")
    first = moment(year, month)
    day = (weekday - first // DAY_SECONDS) % 7 + 7 * (n - 1)
    if day >= days_in_month(year, month):
        raise ValueError(f"month {month} of {year} has no weekday {weekday} number {n}")
    return first + day * DAY_SECONDS


def whole_units(start: int, end: int, unit: Granularity) -> int | None:
    """Two moments to how many units lie between them; None unless the unit starts at both."""
    if truncate(start, unit) != start or truncate(end, unit) != end:
        return None
    if unit in _FIXED_SECONDS:
        return (end - start) // _FIXED_SECONDS[unit]
    if unit in _MONTHS:
        (year, month, _), (last_year, last_month, _) = civil(start), civil(end)
        return (12 * (last_year - year) + last_month - month) // _MONTHS[unit]
    first, last = (_PARTS.index(PartOfDay(clock(bound)[0])) for bound in (start, end))
    return len(_PARTS) * (to_ordinal(end) - to_ordinal(start)) + last - first


def coarsest_whole(
    bounds: tuple[int | None, int | None], units: tuple[Granularity, ...]
) -> Granularity:
    """Two moments to the first of ``units`` (coarsest first) that starts at both; open ends fit.

    The last of ``units`` is taken when none fits, so it should be SECOND.
    """
    known = [bound for bound in bounds if bound is not None]
    for unit in units:
        if all(truncate(bound, unit) == bound for bound in known):
            return unit
    return units[-1]


def last_year_bce(start: int, end: int, unit: Granularity) -> int | None:
    """A span to its last year BCE if it is a decade or century as counted in years BCE.

    The 480s BCE are 489-480 and give 480; the 5th century BCE is 500-401 and gives 401.
    These do not begin where ``truncate`` puts decades and centuries, which are told by the
    digits of astronomical years.  None for everything else.
    """
    if unit not in (Granularity.DECADE, Granularity.CENTURY):
        return None
    last = 1 - civil(end - 1)[0]
    counted_from = 0 if unit is Granularity.DECADE else 1
    length = _MONTHS[unit] // 12
    if last < 1 or last % length != counted_from:
        return None
    return last if whole_units(start, end, Granularity.YEAR) == length else None
