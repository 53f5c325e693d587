"""Years of the Gregorian calendar to the feasts of other calendars that fall into them.

The arithmetic of Jewish and Islamic years is that of Reingold and Dershowitz, Calendrical
Calculations (4th edition, 2018), chapters 7 and 8.
"""

from __future__ import annotations

from timeline.interval.units import DAY_SECONDS, civil, from_ordinal, moment

_HEBREW_EPOCH = -1373427
"""The ordinal of the first day of the first Jewish year."""
_HEBREW_AHEAD = 3761
"""Jewish years that have begun by the autumn of a Gregorian year, beyond its number."""
_ISLAMIC_EPOCH = 227014
"""The ordinal of the first day of the first Islamic year, 15 July 622 by the Julian calendar: the
epoch of astronomers, by which feasts fall nearest to those of the Umm al-Qura calendar."""
_HANUKKAH = 83
"""Days from the Jewish new year to Hanukkah where Heshvan has 29 days."""


def easter(year: int) -> int:
    """A year to the moment its Gregorian Easter Sunday begins.

    The anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical
    Algorithms, 1991, ch. 8), extended backwards like the calendar itself.
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + skipped + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return moment(year, month, day + 1)


def orthodox_easter(year: int) -> int:
    """A Gregorian year to the moment the Easter Sunday of the Julian calendar begins in it.

    Meeus, Astronomical Algorithms, 1991, ch. 8.
    """
    to_full = (19 * (year % 19) + 15) % 30
    to_sunday = (2 * (year % 4) + 4 * (year % 7) - to_full + 34) % 7
    month, day = divmod(to_full + to_sunday + 114, 31)
    behind = year // 100 - year // 400 - 2
    return moment(year, month, day + 1) + behind * DAY_SECONDS


def jewish_new_year(year: int) -> int:
    """A Gregorian year to the moment the day of its Rosh Hashanah begins (at midnight)."""
    return from_ordinal(_hebrew_new_year(year + _HEBREW_AHEAD))


def hanukkah(year: int) -> int:
    """A Gregorian year to the moment the first day of its Hanukkah begins (at midnight)."""
    first, following = (_hebrew_new_year(year + _HEBREW_AHEAD + step) for step in (0, 1))
    is_heshvan_long = (following - first) % 10 == 5
    return from_ordinal(first + _HANUKKAH + is_heshvan_long)


def islamic_days(year: int, month: int, day: int) -> tuple[int, ...]:
    """A Gregorian year to the moments a day of the Islamic calendar begins in it, one or two.

    By the tabular calendar of 30-year cycles; where the moon is sighted a month may begin a day
    earlier or later.
    """
    begun = int((year - 622) * 33 / 32)
    found = (from_ordinal(_islamic(begun + step, month, day)) for step in (-1, 0, 1, 2))
    return tuple(each for each in found if civil(each)[0] == year)


def _islamic(year: int, month: int, day: int) -> int:
    months = 29 * (month - 1) + month // 2
    return _ISLAMIC_EPOCH - 1 + (year - 1) * 354 + (3 + 11 * year) // 30 + months + day


def _hebrew_new_year(year: int) -> int:
    """A Jewish year to the ordinal of its first day."""
    before, this, after = (_hebrew_elapsed(year + step) for step in (-1, 0, 1))
    put_off = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + put_off


def _hebrew_elapsed(year: int) -> int:
    """Days from the first Jewish year to the new moon of another, past days it may not fall on."""
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + (3 * (days + 1) % 7 < 3)
