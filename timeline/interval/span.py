"""Stretches of calendar time: from two moments and a unit to what they contain and cover.

An interval is half-open, ``[start, end)``, knows the unit it was told in, and carries a
mark of doubt on each end.  An end that is None is open.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from timeline.interval.division import cuts
from timeline.interval.edtf_writer import to_edtf
from timeline.interval.units import (
    Granularity,
    Mark,
    PartOfDay,
    add,
    from_ordinal,
    moment,
    to_ordinal,
    truncate,
    unit_end,
    week_start,
)
from timeline.interval.words import in_words


class Interval(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of time, half-open: it holds ``start`` and everything before ``end``.

    ``None`` is an open end; ``unknown_start`` and ``unknown_end`` tell an end nobody knows
    (EDTF "") from one that is truly open (EDTF "..").  Arithmetic treats both alike.
    ValueError when it would be empty or reversed, or when an open end carries a mark.
    """

    start: int | None
    end: int | None
    granularity: Granularity
    start_mark: Mark = Mark.SURE
    end_mark: Mark = Mark.SURE
    unknown_start: bool = False
    unknown_end: bool = False

    def __hash__(self) -> int:
        # Hashing marks and units takes much longer, and ends alone tell nearly all apart.
        return hash((self.start, self.end))

    def __post_init__(self) -> None:
        start, end = self.start, self.end
        if start is not None and end is not None:
            if start >= end:
                raise ValueError(f"an interval must end after it starts: start {start}, end {end}")
            if not (self.unknown_start or self.unknown_end):
                return
        for name, bound, mark, unknown in (
            ("start", start, self.start_mark, self.unknown_start),
            ("end", end, self.end_mark, self.unknown_end),
        ):
            if bound is None and mark is not Mark.SURE:
                raise ValueError(f"an open {name} cannot be approximate or uncertain")
            if bound is not None and unknown:
                raise ValueError(f"an unknown {name} must be None, not {bound}")

    @classmethod
    def of(cls, granularity: Granularity, moment: int, first_weekday: int = 0) -> Interval:
        """A unit and a moment to the unit that contains it (see ``truncate``)."""
        start = truncate(moment, granularity, first_weekday)
        return cls(start, unit_end(start, granularity), granularity)

    @classmethod
    def second(cls, y: int, m: int, d: int, hour: int, minute: int, second: int) -> Interval:
        """A date and a clock time to that second."""
        return cls.of(Granularity.SECOND, moment(y, m, d, hour, minute, second))

    @classmethod
    def minute(cls, y: int, m: int, d: int, hour: int, minute: int) -> Interval:
        """A date and a clock time to that minute."""
        return cls.of(Granularity.MINUTE, moment(y, m, d, hour, minute))

    @classmethod
    def hour(cls, y: int, m: int, d: int, hour: int) -> Interval:
        """A date and an hour (0-23) to that hour."""
        return cls.of(Granularity.HOUR, moment(y, m, d, hour))

    @classmethod
    def part_of_day(cls, y: int, m: int, d: int, part: PartOfDay) -> Interval:
        """A date and a part of it to its hours; the night runs into the next morning."""
        return cls.of(Granularity.PART_OF_DAY, moment(y, m, d, part.value))

    @classmethod
    def day(cls, y: int, m: int, d: int) -> Interval:
        """A year, month and day to that day."""
        return cls.of(Granularity.DAY, moment(y, m, d))

    @classmethod
    def weekend(cls, y: int, w: int) -> Interval:
        """An ISO week's year and number to its Saturday and Sunday."""
        return cls.of(Granularity.WEEKEND, week_start(y, w))

    @classmethod
    def week(cls, y: int, w: int, first_weekday: int = 0) -> Interval:
        """A week's year and number (see ``week_number``) to its seven days."""
        return cls.of(Granularity.WEEK, week_start(y, w, first_weekday), first_weekday)

    @classmethod
    def month(cls, y: int, m: int) -> Interval:
        """A year and month (1-12) to that month."""
        return cls.of(Granularity.MONTH, moment(y, m))

    @classmethod
    def quarter(cls, y: int, q: int) -> Interval:
        """A year and quarter (1-4) to its three months."""
        return cls.of(Granularity.QUARTER, moment(y, 3 * _in_range("quarter", q, 4) - 2))

    @classmethod
    def season(cls, y: int, s: int) -> Interval:
        """A year and season (1 spring, 2 summer, 3 autumn, 4 winter) to its three months.

        Meteorological and northern: spring begins on 1 March, winter 2021 on 1 December 2021.
        """
        return cls.of(Granularity.SEASON, moment(y, 3 * _in_range("season", s, 4)))

    @classmethod
    def half(cls, y: int, h: int) -> Interval:
        """A year and half (1-2) to its six months."""
        return cls.of(Granularity.HALF, moment(y, 6 * _in_range("half", h, 2) - 5))

    @classmethod
    def year(cls, y: int) -> Interval:
        """An astronomical year (0 is 1 BCE) to its months."""
        return cls.of(Granularity.YEAR, moment(y))

    @classmethod
    def decade(cls, y: int) -> Interval:
        """Any year to the ten years that share its digits: 1990 and 1994 give the 1990s."""
        return cls.of(Granularity.DECADE, moment(y))

    @classmethod
    def century(cls, digits: int) -> Interval:
        """The leading digits of its years to a century: 19 is [1900, 2000), as in TIMEX3 "19"."""
        return cls.of(Granularity.CENTURY, moment(100 * digits))

    @classmethod
    def millennium(cls, digit: int) -> Interval:
        """The leading digit of its years to a millennium: 1 is [1000, 2000)."""
        return cls.of(Granularity.MILLENNIUM, moment(1000 * digit))

    @classmethod
    def decade_bce(cls, y: int) -> Interval:
        """A year BCE to its decade in years BCE: 480 and 485 give 489-480 BCE, the 480s BCE."""
        last = _positive("year BCE", y) // 10 * 10
        return cls(moment(-last - 8), moment(min(2 - last, 1)), Granularity.DECADE)

    @classmethod
    def century_bce(cls, n: int) -> Interval:
        """The ordinal of a century BCE to its hundred years: 5 gives 500-401 BCE."""
        first = 1 - 100 * _positive("century BCE", n)
        return cls(moment(first), moment(first + 100), Granularity.CENTURY)

    @property
    def is_open(self) -> bool:
        """Whether an end is missing, open or unknown."""
        return self.start is None or self.end is None

    @property
    def is_soft(self) -> bool:
        """Whether an end is approximate or uncertain."""
        return bool(self.start_mark | self.end_mark)

    @property
    def duration(self) -> int | None:
        """The length in seconds; None for an open interval."""
        return None if self.start is None or self.end is None else self.end - self.start

    @property
    def middle(self) -> int | None:
        """The moment half-way; None for an open interval."""
        return None if self.start is None or self.end is None else (self.start + self.end) // 2

    @property
    def days(self) -> tuple[int | None, int | None]:
        """The ordinals of the first and the last day touched, both inclusive; None where open."""
        first = None if self.start is None else to_ordinal(self.start)
        last = None if self.end is None else to_ordinal(self.end - 1)
        return first, last

    @property
    def sort_key(self) -> tuple[int, ...]:
        """A key that orders intervals totally: by start (open first), then end (open last)."""
        return (
            self.start is not None,
            self.start or 0,
            self.end is None,
            self.end or 0,
            self.granularity,
            # To ask a flag for its value takes as long as all the rest.
            0 if self.start_mark is Mark.SURE else self.start_mark.value,
            0 if self.end_mark is Mark.SURE else self.end_mark.value,
            self.unknown_start,
            self.unknown_end,
        )

    def contains(self, moment: int) -> bool:
        """Whether a moment lies inside."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment < self.end
        )

    def covers(self, other: Interval) -> bool:
        """Whether no part of the other interval lies outside."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share any moment; intervals that only touch do not."""
        return _before(self.start, other.end) and _before(other.start, self.end)

    def intersection(self, other: Interval) -> Interval | None:
        """The moments in both, in the finer of the two units; None where they do not overlap.

        Each end keeps the mark of the interval it comes from, or of both where they agree.
        """
        return self._combine(other, inner=True) if self.overlaps(other) else None

    def hull(self, other: Interval) -> Interval:
        """The shortest interval that covers both, in the finer of the two units."""
        return self._combine(other, inner=False)

    def shift(self, n: int, unit: Granularity | None = None) -> Interval:
        """The interval ``n`` units later (its own unit by default), as long in units as before.

        What is told in months or longer units moves with both ends, so a month stays a whole
        month.  Shorter intervals moved by months keep their length in seconds and the day of
        the month, clamped: 31 May moved by a month is 30 June.  Back again is the same
        interval unless a day had to be clamped.
        """
        unit = self.granularity if unit is None else unit
        start = None if self.start is None else add(self.start, n, unit)
        end = None if self.end is None else add(self.end, n, unit)
        in_own_units = self.granularity >= Granularity.MONTH or (
            self.granularity is unit is Granularity.PART_OF_DAY
        )
        if start is not None and end is not None:
            length = self.duration or 0
            if not in_own_units or end <= start:
                end = start + length
        elif end is not None and self.end is not None and not in_own_units:
            # The end is exclusive: what must be clamped is the last day, not the day after it.
            end = add(self.end - 1, n, unit) + 1
        return replace(self, start=start, end=end)

    def widen(self, unit: Granularity, first_weekday: int = 0) -> Interval:
        """The whole units that cover it; open ends stay open.

        ValueError for weekends when it does not lie in one.
        """
        start = end = None
        if self.start is not None:
            start = truncate(self.start, unit, first_weekday)
        if self.end is not None:
            end = unit_end(truncate(self.end - 1, unit, first_weekday), unit)
        wide = replace(self, start=start, end=end, granularity=unit)
        if not wide.covers(self):
            raise ValueError(f"{self.in_words()} does not lie in a weekend")
        return wide

    def third(self, which: int) -> Interval:
        """Its early (1), middle (2) or late (3) third, in whole smaller units, approximate.

        Months divide after the 10th and the 20th; everything else into thirds of the
        coarsest unit it holds at least three of, rounded.  ValueError for open intervals.
        """
        return self._part(_in_range("third", which, 3), 3).approximate()

    def half_of(self, which: int) -> Interval:
        """Its first (1) or second (2) half, in whole smaller units.

        A year divides into half-years, a month after the 15th; everything else in the
        coarsest unit that divides evenly, else in days.  ValueError for open intervals.
        """
        part = self._part(_in_range("half", which, 2), 2)
        if self.start is not None and self.granularity is Granularity.YEAR:
            half = Interval.of(Granularity.HALF, part.start or 0)
            if (half.start, half.end) == (part.start, part.end):
                return replace(part, granularity=Granularity.HALF)
        return part

    def approximate(self) -> Interval:
        """The same stretch with both its known ends approximate."""
        return self._marked(Mark.APPROXIMATE)

    def uncertain(self) -> Interval:
        """The same stretch with both its known ends uncertain."""
        return self._marked(Mark.UNCERTAIN)

    def certain(self) -> Interval:
        """The same stretch without a doubt about its ends."""
        return replace(self, start_mark=Mark.SURE, end_mark=Mark.SURE)

    def since(self) -> Interval:
        """Everything from its start on."""
        return replace(self, end=None, end_mark=Mark.SURE, unknown_end=False)

    def until(self) -> Interval:
        """Everything up to its end; one clock time counts as the instant at which it begins.

        "Until 2060" holds all of 2060, "until 15:05" ends when the clock shows 15:05.
        """
        end = self.end
        is_clock_time = self.granularity < Granularity.PART_OF_DAY
        if is_clock_time and self.start is not None:
            is_single = unit_end(self.start, self.granularity) == end
            end = self.start if is_single else end
        return replace(self, start=None, end=end, start_mark=Mark.SURE, unknown_start=False)

    def __str__(self) -> str:
        """Its EDTF text (see ``to_edtf``)."""
        return to_edtf(self)

    def in_words(self) -> str:
        """Its English name, as a reader would write it: "week of 17 May 2021"."""
        return in_words(self)

    def _marked(self, mark: Mark) -> Interval:
        start_mark = Mark.SURE if self.start is None else self.start_mark | mark
        end_mark = Mark.SURE if self.end is None else self.end_mark | mark
        return replace(self, start_mark=start_mark, end_mark=end_mark)

    def _combine(self, other: Interval, *, inner: bool) -> Interval:
        pair = (self, other)
        start = _extreme(tuple(i.start for i in pair), latest=inner, open_wins=not inner)
        end = _extreme(tuple(i.end for i in pair), latest=not inner, open_wins=not inner)
        start_mark = end_mark = Mark.SURE
        for interval in pair:
            if start is not None and interval.start == start:
                start_mark |= interval.start_mark
            if end is not None and interval.end == end:
                end_mark |= interval.end_mark
        # An unknown end lies somewhere before an open one.
        nearest = any if inner else all
        unknown_start = start is None and nearest(i.unknown_start for i in pair if i.start is None)
        unknown_end = end is None and nearest(i.unknown_end for i in pair if i.end is None)
        granularity = min(self.granularity, other.granularity)
        return Interval(start, end, granularity, start_mark, end_mark, unknown_start, unknown_end)

    def _part(self, which: int, parts: int) -> Interval:
        if self.start is None or self.end is None:
            raise ValueError(f"an open interval cannot be divided: {self.in_words()}")
        unit, at = cuts(self.start, self.end, self.granularity, parts)
        return Interval(at[which - 1], at[which], unit, self.start_mark, self.end_mark)


def _before(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _extreme(bounds: tuple[int | None, ...], *, latest: bool, open_wins: bool) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    if not known or (open_wins and len(known) < len(bounds)):
        return None
    return max(known) if latest else min(known)


def _in_range(name: str, value: int, top: int) -> int:
    if not 1 <= value <= top:
        raise ValueError(f"there is no {name} {value}: it runs from 1 to {top}")
    return value


def _positive(name: str, value: int) -> int:
    if value < 1:
        raise ValueError(f"there is no {name} {value}: it counts from 1")
    return value


def day_interval(ordinal: int) -> Interval:
    """A day ordinal as in ``datetime.date`` to that day."""
    return Interval.of(Granularity.DAY, from_ordinal(ordinal))
