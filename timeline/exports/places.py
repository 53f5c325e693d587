"""An interval to the place that calendars and charts without open ends can give it."""

from __future__ import annotations

from msgspec import Struct

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    civil,
    clock,
    from_ordinal,
    to_ordinal,
)


class Place(Struct, frozen=True):
    """Where an event lies: moments from ``start`` to ``end``, exclusive, and whether it is timed.

    What is not timed begins and ends with a day.  ``open`` tells that one end is not known, so
    that the place is the one that is: its day, or with a time its moment (``start == end``).
    """

    start: int
    end: int
    timed: bool
    open: bool

    @property
    def first_year(self) -> int:
        """The year it begins in, astronomical."""
        return civil(self.start)[0]

    @property
    def last_year(self) -> int:
        """The year it ends in, astronomical."""
        return civil(max(self.start, self.end - 1))[0]


def place_of(when: Interval) -> Place | None:
    """The place of an interval; None when both its ends are open."""
    start, end = when.start, when.end
    timed = when.granularity < Granularity.DAY
    if start is None and end is None:
        return None
    if start is None or end is None:
        at = start if start is not None else (end or 0) - (0 if timed else 1)
        if timed:
            return Place(at, at, timed=True, open=True)
        day = from_ordinal(to_ordinal(at))
        return Place(day, day + DAY_SECONDS, timed=False, open=True)
    if not timed:
        start = from_ordinal(to_ordinal(start))
        end = from_ordinal(to_ordinal(end - 1)) + DAY_SECONDS
    return Place(start, end, timed=timed, open=False)


def iso_date(at: int) -> str:
    """The day of a moment in ISO 8601, years beyond four digits with sign and six digits."""
    year, month, day = civil(at)
    shown = f"{year:04d}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06d}"
    return f"{shown}-{month:02d}-{day:02d}"


def iso_time(at: int) -> str:
    """A moment in ISO 8601, in the time of the place it was told of."""
    hour, minute, second = clock(at)
    return f"{iso_date(at)}T{hour:02d}:{minute:02d}:{second:02d}"
