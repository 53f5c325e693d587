"""The calendar: civil arithmetic, units, intervals, their English names and TIMEX3 values."""

from __future__ import annotations

import calendar
import pickle
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from dateutil.easter import easter as easter_by_dateutil  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    Mark,
    PartOfDay,
    add,
    civil,
    clock,
    day_interval,
    days_in_month,
    easter,
    from_edtf,
    from_ordinal,
    hanukkah,
    in_full,
    is_leap,
    islamic_days,
    jewish_new_year,
    moment,
    nth_weekday,
    orthodox_easter,
    timex3,
    to_ordinal,
    truncate,
    unit_end,
    week_number,
    week_start,
    weekday,
    whole_units,
)

G = Granularity
I = Interval  # noqa: E741 - the tables below are read by their columns
SURE, ABOUT, PERHAPS = Mark.SURE, Mark.APPROXIMATE, Mark.UNCERTAIN
HOUR = 3_600

quick = settings(max_examples=200, deadline=None, derandomize=True)
moments = st.integers(moment(-12_000), moment(12_000))
units = st.sampled_from(list(Granularity))
fixed_units = st.sampled_from([G.SECOND, G.MINUTE, G.HOUR, G.DAY, G.WEEKEND, G.WEEK])
month_units = st.sampled_from([unit for unit in Granularity if unit >= G.MONTH])
weekdays = st.integers(0, 6)
marks = st.sampled_from([SURE, ABOUT, PERHAPS, ABOUT | PERHAPS])


@st.composite
def aligned(draw: st.DrawFn) -> Interval:
    """One whole unit of any kind."""
    return Interval.of(draw(units), draw(moments))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Anything an Interval may be: ragged, long, open, unknown, doubtful."""
    unit = draw(units)
    start, end = draw(moments), draw(moments)
    if draw(st.booleans()):
        start, end = truncate(start, unit), unit_end(truncate(end, unit), unit)
    assume(start < end)
    is_open, is_unknown = draw(st.sampled_from(["", "start", "end", "both"])), draw(st.booleans())
    no_start, no_end = is_open in ("start", "both"), is_open in ("end", "both")
    return Interval(
        None if no_start else start,
        None if no_end else end,
        unit,
        SURE if no_start else draw(marks),
        SURE if no_end else draw(marks),
        unknown_start=no_start and is_unknown,
        unknown_end=no_end and is_unknown,
    )


def at(text: str) -> int:
    """The moment at which an ISO date or date-time begins."""
    start = from_edtf(text).start
    assert start is not None
    return start


def shown(when: int) -> str:
    """A moment as an ISO date, with its clock time where it is not midnight."""
    return str(Interval.of(G.SECOND if when % DAY_SECONDS else G.DAY, when))


# ---------------------------------------------------------------- civil dates and moments


@pytest.mark.parametrize(
    ("year", "month", "day", "days"),
    [
        (1, 1, 1, 0),
        (1, 1, 2, 1),
        (0, 12, 31, -1),
        (0, 3, 1, -306),
        (0, 2, 29, -307),
        (0, 1, 1, -366),
        (-1, 12, 31, -367),
        # Julian Day numbers: day 0 is 24 November -4713; 1 January 2000 is 2,451,545.
        (-4713, 11, 24, -1_721_426),
        (2000, 1, 1, 730_119),
        (1970, 1, 1, 719_162),
        (1582, 10, 15, 577_735),
        (10_000, 1, 1, 3_652_059),
        (-400, 1, 1, -366 - 146_097),
        (400_001, 1, 1, 146_097_000),
    ],
)
def test_a_moment_counts_days_from_the_first_of_january_of_year_1(
    year: int, month: int, day: int, days: int
) -> None:
    when = moment(year, month, day)
    assert when == days * DAY_SECONDS
    assert civil(when) == civil(when + DAY_SECONDS - 1) == (year, month, day)
    assert to_ordinal(when) == days + 1
    assert from_ordinal(days + 1) == when


@given(st.dates())
@quick
def test_years_1_to_9999_agree_with_datetime(day: date) -> None:
    when = moment(day.year, day.month, day.day)
    assert to_ordinal(when) == day.toordinal()
    assert civil(from_ordinal(day.toordinal())) == (day.year, day.month, day.day)
    assert weekday(when) == day.weekday()
    assert days_in_month(day.year, day.month) == calendar.monthrange(day.year, day.month)[1]
    assert is_leap(day.year) == calendar.isleap(day.year)
    assert str(day_interval(day.toordinal())) == day.isoformat()
    if 1 < day.year < 9_999:
        assert week_number(when) == tuple(day.isocalendar())[:2]


@given(st.integers(-(10**15), 10**15))
@quick
def test_civil_and_clock_give_back_the_moment(when: int) -> None:
    assert moment(*civil(when), *clock(when)) == when


@given(st.integers(-3_000_000, 3_000_000))
@quick
def test_each_day_follows_the_one_before_it(ordinal: int) -> None:
    today, tomorrow = civil(from_ordinal(ordinal)), civil(from_ordinal(ordinal + 1))
    year, month, day = today
    if tomorrow[2] == 1:
        assert day == days_in_month(year, month)
        assert tomorrow[:2] == (year + month // 12, month % 12 + 1)
    else:
        assert tomorrow == (year, month, day + 1)
    assert weekday(from_ordinal(ordinal + 1)) == (weekday(from_ordinal(ordinal)) + 1) % 7


@pytest.mark.parametrize(
    ("year", "leap"),
    [
        *((year, True) for year in (2000, 2024, 4, 0, -4, -400, 40_000)),
        *((year, False) for year in (1900, 2023, 100, 1, -1, -100)),
    ],
)
def test_leap_years_follow_the_gregorian_rule_before_1_as_well(year: int, leap: bool) -> None:
    assert is_leap(year) is leap
    assert days_in_month(year, 2) == 28 + leap


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((2021, 2, 29), "no day 29 in month 2 of 2021: it has 28 days"),
        ((2021, 4, 31), "no day 31 in month 4 of 2021: it has 30 days"),
        ((2021, 1, 0), "no day 0"),
        ((2021, 13, 1), "no month 13"),
        ((2021, 0, 1), "no month 0"),
        ((2021, 1, 1, 24), "no hour 24"),
        ((2021, 1, 1, -1), "no hour -1"),
        ((2021, 1, 1, 0, 60), "no minute 60"),
        ((2021, 1, 1, 23, 59, 60), "no second 60"),
    ],
)
def test_an_impossible_date_is_refused_in_words(arguments: tuple[int, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        moment(*arguments)


# ---------------------------------------------------------------- units


def test_granularities_are_ordered_by_length_and_named() -> None:
    lengths = [
        unit_end(start, unit) - start for unit in G for start in [truncate(at("2021-05-19"), unit)]
    ]
    assert lengths == sorted(lengths)
    assert [unit.label for unit in (G.WEEK, G.PART_OF_DAY, G.MILLENNIUM)] == [
        "week",
        "part of day",
        "millennium",
    ]


@pytest.mark.parametrize(
    ("when", "unit", "start", "end"),
    [
        ("2021-05-19T15:05:31", G.SECOND, "2021-05-19T15:05:31", "2021-05-19T15:05:32"),
        ("2021-05-19T15:05:31", G.MINUTE, "2021-05-19T15:05:00", "2021-05-19T15:06:00"),
        ("2021-05-19T15:05:31", G.HOUR, "2021-05-19T15:00:00", "2021-05-19T16:00:00"),
        ("2021-05-19T15:05:31", G.PART_OF_DAY, "2021-05-19T12:00:00", "2021-05-19T18:00:00"),
        ("2021-05-19T06:00:00", G.PART_OF_DAY, "2021-05-19T06:00:00", "2021-05-19T12:00:00"),
        ("2021-05-19T21:59:59", G.PART_OF_DAY, "2021-05-19T18:00:00", "2021-05-19T22:00:00"),
        ("2021-05-19T23:00:00", G.PART_OF_DAY, "2021-05-19T22:00:00", "2021-05-20T06:00:00"),
        ("2021-05-19T05:59:59", G.PART_OF_DAY, "2021-05-18T22:00:00", "2021-05-19T06:00:00"),
        ("2021-05-19T15:05:31", G.DAY, "2021-05-19", "2021-05-20"),
        ("2021-05-19", G.WEEKEND, "2021-05-22", "2021-05-24"),
        ("2021-05-22", G.WEEKEND, "2021-05-22", "2021-05-24"),
        ("2021-05-23T23:59:59", G.WEEKEND, "2021-05-22", "2021-05-24"),
        ("2021-05-24", G.WEEKEND, "2021-05-29", "2021-05-31"),
        ("2021-05-17", G.WEEK, "2021-05-17", "2021-05-24"),
        ("2021-05-23", G.WEEK, "2021-05-17", "2021-05-24"),
        ("2021-01-01", G.WEEK, "2020-12-28", "2021-01-04"),
        ("2021-05-19", G.MONTH, "2021-05-01", "2021-06-01"),
        ("2020-02-29", G.MONTH, "2020-02-01", "2020-03-01"),
        ("2021-12-31", G.MONTH, "2021-12-01", "2022-01-01"),
        ("2021-03-31", G.QUARTER, "2021-01-01", "2021-04-01"),
        ("2021-12-31", G.QUARTER, "2021-10-01", "2022-01-01"),
        ("2021-05-31", G.SEASON, "2021-03-01", "2021-06-01"),
        ("2021-08-31", G.SEASON, "2021-06-01", "2021-09-01"),
        ("2021-11-30", G.SEASON, "2021-09-01", "2021-12-01"),
        ("2021-12-01", G.SEASON, "2021-12-01", "2022-03-01"),
        ("2022-01-15", G.SEASON, "2021-12-01", "2022-03-01"),
        ("2020-02-29", G.SEASON, "2019-12-01", "2020-03-01"),
        ("0000-01-01", G.SEASON, "-0001-12-01", "0000-03-01"),
        ("2021-06-30", G.HALF, "2021-01-01", "2021-07-01"),
        ("2021-07-01", G.HALF, "2021-07-01", "2022-01-01"),
        ("2021-05-19", G.YEAR, "2021-01-01", "2022-01-01"),
        ("0000-12-31", G.YEAR, "0000-01-01", "0001-01-01"),
        ("-0043-03-15", G.YEAR, "-0043-01-01", "-0042-01-01"),
        ("1999-12-31", G.DECADE, "1990-01-01", "2000-01-01"),
        ("-0001-12-31", G.DECADE, "-0010-01-01", "0000-01-01"),
        ("2000-01-01", G.CENTURY, "2000-01-01", "2100-01-01"),
        ("1999-12-31", G.CENTURY, "1900-01-01", "2000-01-01"),
        ("-0044-12-31", G.CENTURY, "-0100-01-01", "0000-01-01"),
        ("1999-12-31", G.MILLENNIUM, "1000-01-01", "2000-01-01"),
        ("-0001-01-01", G.MILLENNIUM, "-1000-01-01", "0000-01-01"),
    ],
)
def test_a_moment_lies_in_one_unit_of_each_kind(
    when: str, unit: Granularity, start: str, end: str
) -> None:
    whole = Interval.of(unit, at(when))
    assert whole == Interval(at(start), at(end), unit)


@pytest.mark.parametrize(
    ("first_weekday", "start"),
    list(enumerate(["05-17", "05-18", "05-19", "05-13", "05-14", "05-15", "05-16"])),
)
def test_a_week_starts_on_the_weekday_asked_for(first_weekday: int, start: str) -> None:
    wednesday = at("2021-05-19T12:00:00")
    assert truncate(wednesday, G.WEEK, first_weekday) == at(f"2021-{start}")
    assert weekday(truncate(wednesday, G.WEEK, first_weekday)) == first_weekday


@given(moments, units, weekdays)
@quick
def test_truncating_twice_is_truncating_once(when: int, unit: Granularity, first: int) -> None:
    start = truncate(when, unit, first)
    assert truncate(start, unit, first) == start


@given(moments, units, weekdays)
@quick
def test_a_unit_contains_its_moments_and_meets_the_next(
    when: int, unit: Granularity, first: int
) -> None:
    start = truncate(when, unit, first)
    end = unit_end(start, unit)
    if unit is G.WEEKEND:
        assert start - 5 * DAY_SECONDS <= when < end
    else:
        assert start <= when < end
        assert truncate(end, unit, first) == end
    assert truncate(end - 1, unit, first) == start


@given(moments, moments, units)
@quick
def test_truncating_keeps_the_order(one: int, other: int, unit: Granularity) -> None:
    early, late = sorted((one, other))
    assert truncate(early, unit) <= truncate(late, unit)


@pytest.mark.parametrize(
    ("when", "n", "unit", "then"),
    [
        ("2021-01-31", 1, G.MONTH, "2021-02-28"),
        ("2020-01-31", 1, G.MONTH, "2020-02-29"),
        ("2021-05-31", 1, G.MONTH, "2021-06-30"),
        ("2021-05-31", -1, G.MONTH, "2021-04-30"),
        ("2021-05-31", -3, G.MONTH, "2021-02-28"),
        ("2021-12-15", 1, G.MONTH, "2022-01-15"),
        ("2021-01-15", -1, G.MONTH, "2020-12-15"),
        ("2021-11-30", 1, G.QUARTER, "2022-02-28"),
        ("2021-11-30", 1, G.SEASON, "2022-02-28"),
        ("2021-08-31", 1, G.HALF, "2022-02-28"),
        ("2020-02-29", 1, G.YEAR, "2021-02-28"),
        ("2020-02-29", 4, G.YEAR, "2024-02-29"),
        ("2020-02-29", -1, G.CENTURY, "1920-02-29"),
        ("2000-02-29", -1, G.CENTURY, "1900-02-28"),
        ("2000-02-29", 1, G.DECADE, "2010-02-28"),
        ("2000-02-29", -1, G.MILLENNIUM, "1000-02-28"),
        ("0001-01-01", -1, G.YEAR, "0000-01-01"),
        ("0001-01-01", -1, G.MONTH, "0000-12-01"),
        ("0001-01-01", -1, G.DAY, "0000-12-31"),
        ("9999-12-31", 1, G.DAY, "Y10000-01-01"),
        ("2020-02-28", 1, G.DAY, "2020-02-29"),
        ("2021-05-19", 2, G.WEEK, "2021-06-02"),
        ("2021-05-22", -1, G.WEEKEND, "2021-05-15"),
        ("2021-05-19T23:30:00", 1, G.HOUR, "2021-05-20T00:30:00"),
        ("2021-05-19T23:59:30", 1, G.MINUTE, "2021-05-20T00:00:30"),
        ("2021-05-19T23:59:59", 1, G.SECOND, "2021-05-20"),
        ("2021-05-31T15:05:31", 1, G.MONTH, "2021-06-30T15:05:31"),
        ("2021-05-19T06:00:00", 1, G.PART_OF_DAY, "2021-05-19T12:00:00"),
        ("2021-05-19T06:00:00", -1, G.PART_OF_DAY, "2021-05-18T22:00:00"),
        ("2021-05-19T22:00:00", 1, G.PART_OF_DAY, "2021-05-20T06:00:00"),
        ("2021-05-19T06:00:00", 9, G.PART_OF_DAY, "2021-05-21T12:00:00"),
        ("2021-05-19T07:30:00", 1, G.PART_OF_DAY, "2021-05-19T13:30:00"),
        ("2021-05-19T17:30:00", 1, G.PART_OF_DAY, "2021-05-19T21:59:59"),
        ("2021-05-19T01:00:00", 1, G.PART_OF_DAY, "2021-05-19T09:00:00"),
    ],
)
def test_adding_units_clamps_the_day_of_the_month(
    when: str, n: int, unit: Granularity, then: str
) -> None:
    assert shown(add(at(when), n, unit)) == then


@given(moments, st.integers(-500, 500), month_units)
@quick
def test_adding_months_keeps_clock_and_day_up_to_the_length_of_the_month(
    when: int, n: int, unit: Granularity
) -> None:
    months = {G.MONTH: 1, G.QUARTER: 3, G.SEASON: 3, G.HALF: 6, G.YEAR: 12, G.DECADE: 120}
    count = months.get(unit, 1_200 if unit is G.CENTURY else 12_000) * n
    (year, month, day), then = civil(when), add(when, n, unit)
    assert clock(then) == clock(when)
    assert civil(then)[0] * 12 + civil(then)[1] == year * 12 + month + count
    assert civil(then)[2] == min(day, days_in_month(*civil(then)[:2]))


@given(moments, st.integers(-500, 500), units)
@quick
def test_adding_moves_units_onto_units(when: int, n: int, unit: Granularity) -> None:
    start = truncate(when, unit)
    assert truncate(add(start, n, unit), unit) == add(start, n, unit)
    assert add(add(start, n, unit), -n, unit) == start


@given(moments, units)
@quick
def test_adding_nothing_changes_nothing(when: int, unit: Granularity) -> None:
    assert add(when, 0, unit) == when


@pytest.mark.parametrize(
    ("start", "end", "unit", "count"),
    [
        ("2021-05-19", "2021-05-22", G.DAY, 3),
        ("2021-05-19T12:00:00", "2021-05-22", G.DAY, None),
        ("2021-05-19", "2021-05-22T00:00:01", G.MINUTE, None),
        ("2021-05-17", "2021-05-31", G.WEEK, 2),
        ("2021-05-16", "2021-05-30", G.WEEK, None),
        ("2020-11-01", "2021-02-01", G.MONTH, 3),
        ("-0001-01-01", "0002-01-01", G.YEAR, 3),
        ("2020-12-01", "2021-06-01", G.SEASON, 2),
        ("2021-05-19T06:00:00", "2021-05-20T22:00:00", G.PART_OF_DAY, 7),
        ("2021-05-19T22:00:00", "2021-05-20T06:00:00", G.PART_OF_DAY, 1),
        ("2021-05-19T22:00:00", "2021-05-20T07:00:00", G.PART_OF_DAY, None),
    ],
)
def test_whole_units_are_counted_where_they_fit(
    start: str, end: str, unit: Granularity, count: int | None
) -> None:
    assert whole_units(at(start), at(end), unit) == count


@given(moments, st.integers(0, 500), units)
@quick
def test_as_many_units_are_counted_as_were_added(when: int, n: int, unit: Granularity) -> None:
    start = truncate(when, unit)
    assert whole_units(start, add(start, n, unit), unit) == n


# ---------------------------------------------------------------- weeks


@pytest.mark.parametrize(
    ("day", "iso", "sunday_first"),
    [
        ("2021-05-19", (2021, 20), (2021, 21)),
        ("2021-01-03", (2020, 53), (2021, 2)),
        ("2021-01-04", (2021, 1), (2021, 2)),
        ("2020-12-31", (2020, 53), (2021, 1)),
        ("2020-12-26", (2020, 52), (2020, 52)),
        ("2020-12-27", (2020, 52), (2021, 1)),
        ("2022-01-01", (2021, 52), (2022, 1)),
        ("2023-01-01", (2022, 52), (2023, 1)),
        ("2022-12-31", (2022, 52), (2022, 53)),
        ("2005-01-01", (2004, 53), (2005, 1)),
        ("2005-01-02", (2004, 53), (2005, 2)),
        ("2008-12-29", (2009, 1), (2009, 1)),
        ("2010-01-03", (2009, 53), (2010, 2)),
        ("2000-12-31", (2000, 52), (2001, 1)),
        ("2016-12-31", (2016, 52), (2016, 53)),
        ("0001-01-01", (1, 1), (1, 1)),
        ("0000-12-31", (0, 52), (1, 1)),
        ("-0043-03-15", (-43, 11), (-43, 11)),
    ],
)
def test_weeks_are_numbered_by_iso_on_mondays_and_by_the_american_rule_on_sundays(
    day: str, iso: tuple[int, int], sunday_first: tuple[int, int]
) -> None:
    assert week_number(at(day)) == iso
    assert week_number(at(day), 6) == sunday_first


def test_the_years_with_53_iso_weeks_are_the_known_ones() -> None:
    long_years = [year for year in range(2000, 2041) if week_number(moment(year, 12, 28))[1] == 53]
    assert long_years == [2004, 2009, 2015, 2020, 2026, 2032, 2037]


@given(moments, weekdays)
@quick
def test_a_week_starts_where_its_number_says(when: int, first: int) -> None:
    year, number = week_number(when, first)
    assert 1 <= number <= 53
    assert week_start(year, number, first) == truncate(when, G.WEEK, first)
    pivot = moment(year, 1, 4) if first == 0 else moment(year)
    assert week_number(pivot, first) == (year, 1)


@given(st.integers(-3_000, 12_000), weekdays)
@quick
def test_week_1_follows_the_last_week_of_the_year_before(year: int, first: int) -> None:
    last = week_start(year, 1, first) - 1
    before, number = week_number(last, first)
    assert before == year - 1
    with pytest.raises(ValueError, match=f"no week {number + 1} in {before}"):
        week_start(before, number + 1, first)


@pytest.mark.parametrize(("year", "week"), [(2021, 53), (2021, 0), (2020, 54), (2021, -1)])
def test_a_week_the_year_does_not_have_is_refused(year: int, week: int) -> None:
    with pytest.raises(ValueError, match=f"no week {week} in {year}"):
        week_start(year, week)


def test_a_weekday_that_does_not_exist_is_refused() -> None:
    for call in (
        lambda: truncate(0, G.WEEK, 7),
        lambda: week_number(0, -1),
        lambda: week_start(2021, 1, 7),
        lambda: nth_weekday(2021, 5, 7, 1),
    ):
        with pytest.raises(ValueError, match="no weekday"):
            call()


@pytest.mark.parametrize(
    ("year", "month", "day_of_week", "n", "day"),
    [
        (2021, 11, 3, 4, "2021-11-25"),
        (2021, 5, 0, -1, "2021-05-31"),
        (2021, 5, 5, 1, "2021-05-01"),
        (2021, 5, 5, 5, "2021-05-29"),
        (2021, 5, 6, 1, "2021-05-02"),
        (2021, 2, 0, 4, "2021-02-22"),
        (2021, 2, 6, -1, "2021-02-28"),
        (2020, 2, 5, 5, "2020-02-29"),
        (1, 1, 0, 1, "0001-01-01"),
        (-43, 3, 2, 3, "-0043-03-20"),
    ],
)
def test_the_nth_weekday_of_a_month(
    year: int, month: int, day_of_week: int, n: int, day: str
) -> None:
    assert shown(nth_weekday(year, month, day_of_week, n)) == day


@given(st.integers(-3_000, 12_000), st.integers(1, 12), weekdays)
@quick
def test_the_last_weekday_is_the_fourth_or_the_fifth(year: int, month: int, day: int) -> None:
    last = nth_weekday(year, month, day, -1)
    assert weekday(last) == day
    assert civil(last + 7 * DAY_SECONDS)[1] != month
    counted = [nth_weekday(year, month, day, n) for n in range(1, 5)]
    assert all(later - sooner == 7 * DAY_SECONDS for sooner, later in pairwise(counted))
    assert civil(counted[0])[2] <= 7
    if last == counted[-1]:
        with pytest.raises(ValueError, match="number 5"):
            nth_weekday(year, month, day, 5)
    else:
        assert nth_weekday(year, month, day, 5) == last


@pytest.mark.parametrize("n", [0, 6, -2])
def test_a_weekday_is_counted_one_to_five_or_last(n: int) -> None:
    with pytest.raises(ValueError, match=f"not {n}"):
        nth_weekday(2021, 5, 0, n)


@pytest.mark.parametrize(
    "sunday",
    [
        *("1583-04-10", "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18", "1961-04-02"),
        *("1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2021-04-04"),
        *("2024-03-31", "2025-04-20", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22"),
    ],
)
def test_easter_falls_on_its_known_sundays(sunday: str) -> None:
    assert shown(easter(int(sunday[:4]))) == sunday


def test_easter_agrees_with_dateutil_in_every_year_of_the_gregorian_calendar() -> None:
    for year in range(1583, 4_100):
        day = easter_by_dateutil(year)
        assert civil(easter(year)) == (day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("feast", "days"),
    [
        (jewish_new_year, "1899-09-05 1948-10-04 1999-09-11 2005-10-04 2024-10-03 2050-09-17"),
        (hanukkah, "1999-12-04 2005-12-26 2013-11-28 2019-12-23 2023-12-08 2024-12-26"),
        (orthodox_easter, "1899-04-30 1918-05-05 2001-04-15 2010-04-04 2022-04-24 2100-05-02"),
    ],
)
def test_feasts_of_other_calendars_fall_on_their_known_days(
    feast: Callable[[int], int], days: str
) -> None:
    assert [shown(feast(int(day[:4]))) for day in days.split()] == days.split()


def test_orthodox_easter_agrees_with_dateutil() -> None:
    for year in range(1583, 2500):
        day = easter_by_dateutil(year, 2)
        assert civil(orthodox_easter(year)) == (day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("month", "day", "known"),
    [
        (10, 1, "1998-01-29 2005-11-03 2011-08-30 2016-07-06 2019-06-04 2024-04-10"),
        (12, 10, "2006-12-31 2013-10-15 2019-08-11 2023-06-28"),
        (9, 1, "1999-12-09 2010-08-11 2018-05-16 2025-03-01"),
    ],
)
def test_islamic_days_are_at_most_a_day_off(month: int, day: int, known: str) -> None:
    for told in known.split():
        year = int(told[:4])
        near = [moment(*map(int, told.split("-"))) + step * DAY_SECONDS for step in (-1, 0, 1)]
        assert set(islamic_days(year, month, day)) & set(near)


@given(st.integers(1900, 2150), st.integers(1, 12), st.integers(1, 29))
def test_an_islamic_day_comes_once_or_twice_a_year_354_or_355_days_apart(
    year: int, month: int, day: int
) -> None:
    found = islamic_days(year, month, day)
    assert 1 <= len(found) <= 2
    following = (*found, *islamic_days(year + 1, month, day))
    assert {(b - a) // DAY_SECONDS for a, b in pairwise(following)} <= {354, 355}


@given(st.integers(-3_000, 12_000))
@quick
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    day = easter(year)
    assert weekday(day) == 6
    assert moment(year, 3, 22) <= day <= moment(year, 4, 25)


# ---------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        (I.second(2021, 5, 19, 15, 5, 31), "2021-05-19T15:05:31", "2021-05-19T15:05:32"),
        (I.minute(2021, 5, 19, 23, 59), "2021-05-19T23:59:00", "2021-05-20"),
        (I.hour(2021, 5, 19, 15), "2021-05-19T15:00:00", "2021-05-19T16:00:00"),
        (
            I.part_of_day(2021, 5, 19, PartOfDay.NIGHT),
            "2021-05-19T22:00:00",
            "2021-05-20T06:00:00",
        ),
        (I.day(2021, 5, 31), "2021-05-31", "2021-06-01"),
        (I.weekend(2021, 20), "2021-05-22", "2021-05-24"),
        (I.week(2021, 20), "2021-05-17", "2021-05-24"),
        (I.week(2020, 53), "2020-12-28", "2021-01-04"),
        (I.week(2021, 1, 6), "2020-12-27", "2021-01-03"),
        (I.month(2021, 12), "2021-12-01", "2022-01-01"),
        (I.quarter(2021, 1), "2021-01-01", "2021-04-01"),
        (I.quarter(2021, 4), "2021-10-01", "2022-01-01"),
        (I.season(2021, 1), "2021-03-01", "2021-06-01"),
        (I.season(2021, 4), "2021-12-01", "2022-03-01"),
        (I.half(2021, 1), "2021-01-01", "2021-07-01"),
        (I.half(2021, 2), "2021-07-01", "2022-01-01"),
        (I.year(-43), "-0043-01-01", "-0042-01-01"),
        (I.decade(1994), "1990-01-01", "2000-01-01"),
        (I.decade_bce(485), "-0488-01-01", "-0478-01-01"),
        (I.decade_bce(5), "-0008-01-01", "0001-01-01"),
        (I.century(19), "1900-01-01", "2000-01-01"),
        (I.century(0), "0000-01-01", "0100-01-01"),
        (I.century_bce(5), "-0499-01-01", "-0399-01-01"),
        (I.century_bce(1), "-0099-01-01", "0001-01-01"),
        (I.millennium(2), "2000-01-01", "3000-01-01"),
    ],
)
def test_a_unit_is_made_from_its_numbers(interval: Interval, start: str, end: str) -> None:
    assert (interval.start, interval.end) == (at(start), at(end))
    assert interval.granularity.label.split()[0] in (
        "second minute hour part day weekend week month quarter season half year decade century "
        "millennium"
    )


@pytest.mark.parametrize(
    ("make", "arguments", "words"),
    [
        (I.month, (2021, 13), "no month 13"),
        (I.day, (2021, 2, 30), "no day 30"),
        (I.quarter, (2021, 5), "no quarter 5"),
        (I.quarter, (2021, 0), "no quarter 0"),
        (I.season, (2021, 5), "no season 5"),
        (I.half, (2021, 3), "no half 3"),
        (I.week, (2021, 53), "no week 53"),
        (I.century_bce, (0,), "no century BCE 0"),
        (I.decade_bce, (-1,), "no year BCE -1"),
        (I.month(2021, 5).third, (4,), "no third 4"),
        (I.month(2021, 5).half_of, (0,), "no half 0"),
        (I.month(2021, 5).half_of, (3,), "no half 3"),
        (I, (5, 5, G.SECOND), "must end after it starts"),
        (I, (5, 4, G.SECOND), "must end after it starts"),
        (I, (None, 4, G.SECOND, ABOUT), "open start cannot be approximate"),
        (I, (4, None, G.SECOND, SURE, PERHAPS), "open end cannot be approximate"),
        (I, (4, None, G.SECOND, SURE, SURE, True), "unknown start must be None"),
        (I, (None, 4, G.SECOND, SURE, SURE, False, True), "unknown end must be None"),
    ],
)
def test_an_interval_that_cannot_be_is_refused_in_words(
    make: object, arguments: tuple[object, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        make(*arguments)  # type: ignore[operator]


def test_an_interval_is_frozen_hashable_and_survives_pickling() -> None:
    may = I.month(2021, 5).approximate()
    assert pickle.loads(pickle.dumps(may)) == may  # noqa: S301 - our own bytes
    assert len({may, I.month(2021, 5).approximate(), I.month(2021, 5)}) == 2
    with pytest.raises(AttributeError):
        may.start = 0  # type: ignore[misc]


def test_an_interval_tells_its_length_middle_days_and_doubts() -> None:
    week = I.week(2021, 20)
    assert week.duration == 7 * DAY_SECONDS
    assert week.middle == at("2021-05-20T12:00:00")
    assert week.days == (date(2021, 5, 17).toordinal(), date(2021, 5, 23).toordinal())
    assert (week.is_open, week.is_soft) == (False, False)
    since = week.approximate().since()
    assert (since.duration, since.middle, since.is_open, since.is_soft) == (None, None, True, True)
    assert since.days == (week.days[0], None)
    assert week.until().days == (None, week.days[1])
    night = I.part_of_day(2021, 5, 19, PartOfDay.NIGHT)
    assert night.days == (date(2021, 5, 19).toordinal(), date(2021, 5, 20).toordinal())
    assert I.year(-43).days == (to_ordinal(moment(-43)), to_ordinal(moment(-42)) - 1)


def test_doubts_add_up_and_stay_off_open_ends() -> None:
    both = I.day(2021, 5, 19).approximate().uncertain()
    assert (both.start_mark, both.end_mark) == (ABOUT | PERHAPS, ABOUT | PERHAPS)
    until = I.day(2021, 5, 19).until().approximate()
    assert (until.start_mark, until.end_mark) == (SURE, ABOUT)
    assert [mark.sign for mark in (SURE, ABOUT, PERHAPS, ABOUT | PERHAPS)] == ["", "~", "?", "%"]


def test_until_a_clock_time_ends_at_that_instant_and_until_a_date_holds_it() -> None:
    assert I.minute(2021, 5, 19, 15, 5).until().end == at("2021-05-19T15:05:00")
    assert I.day(2021, 5, 19).until().end == at("2021-05-20")
    span = Interval(at("2021-05-19T15:00:00"), at("2021-05-19T17:00:00"), G.HOUR)
    assert span.until().end == span.end
    assert span.until().until() == span.until()


@given(intervals())
@quick
def test_since_and_until_cover_what_they_came_from(interval: Interval) -> None:
    assert interval.since().covers(interval)
    if interval.granularity >= G.PART_OF_DAY:
        assert interval.until().covers(interval)


@pytest.mark.parametrize(
    ("interval", "n", "unit", "then"),
    [
        (I.month(2021, 1), 1, None, I.month(2021, 2)),
        (I.month(2021, 12), -10, None, I.month(2021, 2)),
        (I.month(2020, 2), 1, G.YEAR, I.month(2021, 2)),
        (I.quarter(2021, 4), 1, None, I.quarter(2022, 1)),
        (I.season(2021, 4), 1, None, I.season(2022, 1)),
        (I.season(2021, 4), -1, G.YEAR, I.season(2020, 4)),
        (I.half(2021, 2), 1, None, I.half(2022, 1)),
        (I.year(1), -1, None, I.year(0)),
        (I.decade(1990), 1, None, I.decade(2000)),
        (I.century(19), -1, None, I.century(18)),
        (I.century_bce(5), 1, None, I.century_bce(4)),
        (I.week(2020, 53), 1, None, I.week(2021, 1)),
        (I.weekend(2021, 20), -1, None, I.weekend(2021, 19)),
        (I.day(2021, 5, 31), 1, G.MONTH, I.day(2021, 6, 30)),
        (I.day(2021, 1, 30), 1, G.MONTH, I.day(2021, 2, 28)),
        (I.day(2020, 2, 29), 1, G.YEAR, I.day(2021, 2, 28)),
        (I.day(2021, 5, 19), -1, None, I.day(2021, 5, 18)),
        (I.day(2021, 5, 31).until(), 1, G.MONTH, I.day(2021, 6, 30).until()),
        (I.day(2021, 5, 31).since(), 1, G.MONTH, I.day(2021, 6, 30).since()),
        (I.month(2021, 5).until(), 1, None, I.month(2021, 6).until()),
        (I.day(2021, 5, 3).hull(I.day(2021, 5, 5)), 1, G.WEEK, from_edtf("2021-05-10/2021-05-12")),
        (from_edtf("2021-01-25/2021-01-31"), 1, G.MONTH, from_edtf("2021-02-25/2021-03-03")),
        (from_edtf("2019/2021"), 1, None, from_edtf("2020/2022")),
        (I.minute(2021, 5, 19, 23, 59), 1, None, I.minute(2021, 5, 20, 0, 0)),
        (I.minute(2021, 5, 31, 9, 0), 1, G.MONTH, I.minute(2021, 6, 30, 9, 0)),
        (
            I.part_of_day(2021, 5, 19, PartOfDay.NIGHT),
            1,
            None,
            I.part_of_day(2021, 5, 20, PartOfDay.MORNING),
        ),
        (
            I.part_of_day(2021, 5, 19, PartOfDay.EVENING),
            -1,
            G.DAY,
            I.part_of_day(2021, 5, 18, PartOfDay.EVENING),
        ),
        (I.month(2021, 5).approximate(), 1, None, I.month(2021, 6).approximate()),
        # A ragged piece of a month that clamping would leave empty keeps its length.
        (
            Interval(moment(2021, 1, 30), moment(2021, 1, 31), G.MONTH),
            1,
            None,
            Interval(moment(2021, 2, 28), moment(2021, 3, 1), G.MONTH),
        ),
    ],
)
def test_a_shifted_unit_is_a_whole_unit(
    interval: Interval, n: int, unit: Granularity | None, then: Interval
) -> None:
    assert interval.shift(n, unit) == then


@given(aligned(), st.integers(-400, 400))
@quick
def test_shifting_there_and_back_by_its_own_unit_gives_the_same(interval: Interval, n: int) -> None:
    there = interval.shift(n)
    assert there.shift(-n) == interval
    assert there.start is not None
    assert there == Interval.of(interval.granularity, there.start)


@given(intervals(), st.integers(-400, 400), fixed_units)
@quick
def test_shifting_by_units_of_fixed_length_keeps_every_length(
    interval: Interval, n: int, unit: Granularity
) -> None:
    there = interval.shift(n, unit)
    assert there.duration == interval.duration
    assert there.shift(-n, unit) == interval


@given(aligned(), st.integers(-40, 40), month_units)
@quick
def test_what_is_told_in_months_comes_back_from_any_shift_by_months(
    interval: Interval, n: int, unit: Granularity
) -> None:
    there = interval.shift(n, unit)
    if interval.granularity >= G.MONTH:
        assert there.shift(-n, unit) == interval
    else:
        assert there.duration == interval.duration


@given(intervals(), st.integers(-40, 40), units)
@quick
def test_shifting_forward_never_moves_back(interval: Interval, n: int, unit: Granularity) -> None:
    there = interval.shift(n, unit)
    if interval.start is not None and there.start is not None and n:
        assert (there.start > interval.start) == (n > 0)
    assert (there.start is None, there.end is None) == (
        interval.start is None,
        interval.end is None,
    )


@pytest.mark.parametrize(
    ("interval", "unit", "wide"),
    [
        (I.day(2021, 5, 19), G.MONTH, I.month(2021, 5)),
        (I.day(2021, 5, 31), G.MONTH, I.month(2021, 5)),
        (I.week(2021, 22), G.MONTH, Interval(at("2021-05-01"), at("2021-07-01"), G.MONTH)),
        (I.day(2021, 5, 23), G.WEEKEND, I.weekend(2021, 20)),
        (I.month(2021, 5), G.DAY, Interval(at("2021-05-01"), at("2021-06-01"), G.DAY)),
        (I.day(2021, 5, 19).since(), G.YEAR, I.year(2021).since()),
        (I.day(2021, 5, 19).until(), G.YEAR, I.year(2021).until()),
        (I.day(2021, 5, 19).uncertain(), G.WEEK, I.week(2021, 20).uncertain()),
    ],
)
def test_widening_covers_in_whole_units(
    interval: Interval, unit: Granularity, wide: Interval
) -> None:
    assert interval.widen(unit) == wide


def test_widening_to_weeks_heeds_their_first_day() -> None:
    sunday = I.day(2021, 5, 16)
    assert sunday.widen(G.WEEK).start == at("2021-05-10")
    assert sunday.widen(G.WEEK, 6).start == at("2021-05-16")


def test_what_lies_outside_a_weekend_cannot_be_widened_to_one() -> None:
    with pytest.raises(ValueError, match="19 May 2021 does not lie in a weekend"):
        I.day(2021, 5, 19).widen(G.WEEKEND)


@given(intervals(), units.filter(lambda unit: unit is not G.WEEKEND), weekdays)
@quick
def test_a_widened_interval_covers_and_is_whole(
    interval: Interval, unit: Granularity, first: int
) -> None:
    wide = interval.widen(unit, first)
    assert wide.covers(interval)
    assert wide.widen(unit, first) == wide


@pytest.mark.parametrize(
    ("one", "other", "overlap", "hull"),
    [
        ("2021-05", "2021-05-19", "2021-05-19", "2021-05-01/2021-05-31"),
        ("2021-05", "2021-06", None, "2021-05/2021-06"),
        ("2021-05-01/2021-05-10", "2021-05-10/2021-05-20", "2021-05-10", "2021-05-01/2021-05-20"),
        ("2019", "2021", None, "2019/2021"),
        ("2021/..", "../2021-05", "2021-01/2021-05", "../.."),
        ("2021/..", "2021-05", "2021-05", "2021-01/.."),
        ("2021/", "2021-05", "2021-05", "2021-01/"),
        ("2021/", "2021-05/..", "2021-05/", "2021-01/.."),
        ("../2020", "2021/..", None, "../.."),
        ("2021~", "2021-05/2023", "2021-05/2021-12~", "2021-01~/2023-12"),
        ("2021~", "2021?", "2021%", "2021%"),
        ("-0043-03-15", "-0043", "-0043-03-15", "-0043-01-01/-0043-12-31"),
    ],
)
def test_intersection_and_hull(one: str, other: str, overlap: str | None, hull: str) -> None:
    a, b = from_edtf(one), from_edtf(other)
    for first, second in ((a, b), (b, a)):
        common = first.intersection(second)
        assert (None if common is None else str(common)) == overlap
        assert first.overlaps(second) is (overlap is not None)
        assert str(first.hull(second)) == hull


@given(intervals(), intervals(), moments)
@quick
def test_intersection_hull_and_containment_agree(a: Interval, b: Interval, when: int) -> None:
    common, hull = a.intersection(b), a.hull(b)
    assert hull.covers(a)
    assert hull.covers(b)
    assert a.overlaps(b) == b.overlaps(a) == (common is not None)
    in_both = a.contains(when) and b.contains(when)
    assert in_both == (common is not None and common.contains(when))
    if a.contains(when) or b.contains(when):
        assert hull.contains(when)
    if common is not None:
        assert a.covers(common)
        assert b.covers(common)
        assert common.granularity == min(a.granularity, b.granularity)
    if a.covers(b):
        assert a.overlaps(b)
        assert (hull.start, hull.end) == (a.start, a.end)


@given(intervals())
@quick
def test_an_interval_covers_itself_and_contains_its_ends(interval: Interval) -> None:
    assert interval.covers(interval)
    assert interval.intersection(interval) == interval.hull(interval) == interval
    if interval.start is not None:
        assert interval.contains(interval.start)
        assert not interval.contains(interval.start - 1)
    if interval.end is not None:
        assert interval.contains(interval.end - 1)
        assert not interval.contains(interval.end)


def test_covering_heeds_open_ends() -> None:
    since, may = I.year(2021).since(), I.month(2021, 5)
    assert since.covers(may)
    assert not may.covers(since)
    assert not since.covers(I.year(2020).until())
    assert not I.month(2021, 6).overlaps(may)


def test_intervals_sort_by_start_then_end_with_open_starts_first_and_open_ends_last() -> None:
    texts = ["../2020", "../2021", "../..", "-0043", "0000", "2020/2021", "2021-01-01", "2021-01"]
    texts += ["2021", "2021/..", "2021-05-19T15:05", "2021-05-19T16/.."]
    expected = [from_edtf(text) for text in texts]
    shuffled = expected[1::2] + expected[::2]
    assert sorted(shuffled, key=lambda i: i.sort_key) == expected


@given(intervals(), intervals())
@quick
def test_the_order_is_total(a: Interval, b: Interval) -> None:
    assert (a.sort_key == b.sort_key) == (a == b)
    if a.start is not None and b.start is not None and a.start < b.start:
        assert a.sort_key < b.sort_key


@pytest.mark.parametrize(
    ("interval", "early", "mid", "late"),
    [
        (
            I.month(2021, 5),
            "2021-05-01~/2021-05-10~",
            "2021-05-11~/2021-05-20~",
            "2021-05-21~/2021-05-31~",
        ),
        (
            I.month(2021, 2),
            "2021-02-01~/2021-02-10~",
            "2021-02-11~/2021-02-20~",
            "2021-02-21~/2021-02-28~",
        ),
        (I.year(2021), "2021-01~/2021-04~", "2021-05~/2021-08~", "2021-09~/2021-12~"),
        (I.season(2021, 2), "2021-06~", "2021-07~", "2021-08~"),
        (I.quarter(2021, 1), "2021-01~", "2021-02~", "2021-03~"),
        (I.decade(1990), "1990~/1992~", "1993~/1996~", "1997~/1999~"),
        (I.century(19), "190X~/192X~", "193X~/196X~", "197X~/199X~"),
        (
            I.century_bce(5),
            "-0499~/-0467~",
            "-0466~/-0433~",
            "-0432~/-0400~",
        ),
        (
            I.week(2021, 20),
            "2021-05-17~/2021-05-18~",
            "2021-05-19~/2021-05-21~",
            "2021-05-22~/2021-05-23~",
        ),
        (
            I.day(2021, 5, 19),
            "2021-05-19T00:00:00~/2021-05-19T08:00:00~",
            "2021-05-19T08:00:00~/2021-05-19T16:00:00~",
            "2021-05-19T16:00:00~/2021-05-20T00:00:00~",
        ),
        (from_edtf("2019/2021"), "2019~", "2020~", "2021~"),
        (from_edtf("2021-01/2021-03"), "2021-01~", "2021-02~", "2021-03~"),
        (
            from_edtf("2021-05-02/2021-05-31"),
            "2021-05-02~/2021-05-11~",
            "2021-05-12~/2021-05-21~",
            "2021-05-22~/2021-05-31~",
        ),
        (
            from_edtf("2021-05-01/2021-05-29"),
            "2021-05-01~/2021-05-10~",
            "2021-05-11~/2021-05-19~",
            "2021-05-20~/2021-05-29~",
        ),
        (I.month(2021, 4).uncertain(), "2021-04-01%/2021-04-10%", None, "2021-04-21%/2021-04-30%"),
    ],
)
def test_thirds_are_whole_smaller_units_and_approximate(
    interval: Interval, early: str, mid: str | None, late: str
) -> None:
    assert str(interval.third(1)) == early
    assert mid is None or str(interval.third(2)) == mid
    assert str(interval.third(3)) == late


@pytest.mark.parametrize(
    ("interval", "first", "second"),
    [
        (I.year(2021), "2021-40", "2021-41"),
        (I.month(2021, 2), "2021-02-01/2021-02-15", "2021-02-16/2021-02-28"),
        (I.half(2021, 1), "2021-01-01/2021-03-31", "2021-04-01/2021-06-30"),
        (I.season(2021, 1), "2021-03-01/2021-04-15", "2021-04-16/2021-05-31"),
        (from_edtf("2021-01/2021-12"), "2021-01/2021-06", "2021-07/2021-12"),
        (from_edtf("2020/2022"), "2020-01/2021-06", "2021-07/2022-12"),
        (I.decade(1990), "1990-01-01/1994-12-31", "1995-01-01/1999-12-31"),
        (I.century(19), "1900-01-01/1949-12-31", "1950-01-01/1999-12-31"),
        (I.week(2021, 20), "2021-05-17/2021-05-20", "2021-05-21/2021-05-23"),
        (I.day(2021, 5, 19), "2021-05-19T00/2021-05-19T12", "2021-05-19T12/2021-05-20T00"),
    ],
)
def test_halves_are_whole_smaller_units(interval: Interval, first: str, second: str) -> None:
    for which, text in ((1, first), (2, second)):
        half, expected = interval.half_of(which), from_edtf(text)
        assert (half.start, half.end) == (expected.start, expected.end)
        assert not half.is_soft
    is_one_year = interval == Interval.of(G.YEAR, interval.start or 0)
    assert (interval.half_of(1).granularity is G.HALF) == is_one_year


@given(aligned())
@quick
def test_parts_meet_and_fill_the_whole(interval: Interval) -> None:
    assume(interval.granularity is not G.SECOND)
    for parts in ([interval.third(n) for n in (1, 2, 3)], [interval.half_of(n) for n in (1, 2)]):
        assert (parts[0].start, parts[-1].end) == (interval.start, interval.end)
        assert all(sooner.end == later.start for sooner, later in pairwise(parts))
        assert all(part.granularity <= interval.granularity for part in parts)


def test_what_is_open_or_too_short_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="open interval cannot be divided: since 2021"):
        I.year(2021).since().third(1)
    with pytest.raises(ValueError, match="too short"):
        I.second(2021, 5, 19, 15, 5, 31).half_of(1)


# ---------------------------------------------------------------- English names

NAMES = [
    (I.day(2021, 5, 19), "19 May 2021"),
    (I.week(2021, 20), "week of 17 May 2021"),
    (I.week(2021, 21, 6), "week of 16 May 2021"),
    (I.weekend(2021, 20), "weekend of 22–23 May 2021"),
    (I.weekend(2021, 21).shift(1), "weekend of 5–6 June 2021"),
    (I.weekend(2021, 30), "weekend of 31 July – 1 August 2021"),
    (I.month(2021, 5), "May 2021"),
    (I.season(2021, 1), "spring 2021"),
    (I.season(2021, 4), "winter 2021/22"),
    (I.season(1999, 4), "winter 1999/00"),
    (I.season(-44, 3), "autumn 45 BCE"),
    (I.season(-44, 4), "winter 45 BCE"),
    (I.quarter(2021, 2), "second quarter of 2021"),
    (I.half(2021, 1), "first half of 2021"),
    (I.year(2021), "2021"),
    (I.year(14), "14 CE"),
    (I.year(999), "999 CE"),
    (I.year(1_000), "1000"),
    (I.year(0), "1 BCE"),
    (I.year(-43), "44 BCE"),
    (I.day(-43, 3, 15), "15 March 44 BCE"),
    (I.month(79, 8), "August 79 CE"),
    (I.decade(1990), "the 1990s"),
    (I.decade_bce(480), "the 480s BCE"),
    (I.decade_bce(5), "9–1 BCE"),
    (I.decade(0), "1 BCE – 9 CE"),
    (I.decade(-5), "11–2 BCE"),
    (I.century(18), "19th century"),
    (I.century(0), "1st century"),
    (I.century(10), "11th century"),
    (I.century(20), "21st century"),
    (I.century(21), "22nd century"),
    (I.century(22), "23rd century"),
    (I.century_bce(5), "5th century BCE"),
    (I.century_bce(1), "1st century BCE"),
    (I.century_bce(12), "12th century BCE"),
    (I.century(-1), "101–2 BCE"),
    (I.millennium(1), "2nd millennium"),
    (I.minute(2021, 5, 19, 15, 5), "19 May 2021, 15:05"),
    (I.hour(2021, 5, 19, 15), "19 May 2021, 15:00"),
    (I.second(2021, 5, 19, 15, 5, 31), "19 May 2021, 15:05:31"),
    (I.part_of_day(2021, 5, 19, PartOfDay.MORNING), "morning of 19 May 2021"),
    (I.part_of_day(2021, 5, 19, PartOfDay.AFTERNOON), "afternoon of 19 May 2021"),
    (I.part_of_day(2021, 5, 19, PartOfDay.EVENING), "evening of 19 May 2021"),
    (I.part_of_day(2021, 5, 19, PartOfDay.NIGHT), "night of 19 May 2021"),
    (from_edtf("2021-03-23/2021-03-29"), "23–29 March 2021"),
    (from_edtf("2021-03-30/2021-04-02"), "30 March – 2 April 2021"),
    (from_edtf("2020-12-28/2021-01-03"), "28 December 2020 – 3 January 2021"),
    (from_edtf("2021-05/2021-07"), "May–July 2021"),
    (from_edtf("2020-05/2021-07"), "May 2020 – July 2021"),
    (from_edtf("2021-33/2021-34"), "January–June 2021"),
    (from_edtf("2019/2021"), "2019–2021"),
    (from_edtf("198X/199X"), "1980–1999"),
    (from_edtf("-0099/-0043"), "100–44 BCE"),
    (from_edtf("-0043/0014"), "44 BCE – 14 CE"),
    (from_edtf("-0043/2021"), "44 BCE – 2021 CE"),
    (from_edtf("2021-05-19T06:00:00/2021-05-19T12:00:00"), "19 May 2021, 06:00–12:00"),
    (
        from_edtf("2021-05-19T22:00/2021-05-20T06:00"),
        "19 May 2021, 22:00 – 20 May 2021, 06:00",
    ),
    (from_edtf("2021-01-01/.."), "since 1 January 2021"),
    (from_edtf("2021/.."), "since 2021"),
    (from_edtf("199X/.."), "since the 1990s"),
    (from_edtf("2021-21~/.."), "since about spring 2021"),
    (from_edtf("../2060"), "until 2060"),
    (from_edtf("../2060?"), "until perhaps 2060"),
    (from_edtf("../2021-05-19"), "until 19 May 2021"),
    (from_edtf("../2021-05-19T15:05"), "until 19 May 2021, 15:05"),
    (I.week(2021, 20).since(), "since 17 May 2021"),
    (I.week(2021, 20).until(), "until 23 May 2021"),
    (Interval(None, moment(2021, 5, 19, 10, 30), G.DAY), "until 19 May 2021, 10:30"),
    (Interval(None, moment(2021, 5, 20), G.MONTH), "until 19 May 2021"),
    (I.part_of_day(2021, 5, 19, PartOfDay.NIGHT).until(), "until night of 19 May 2021"),
    (from_edtf("2021/"), "from 2021 until an unknown date"),
    (from_edtf("/2021"), "from an unknown date until 2021"),
    (from_edtf("../.."), "any time"),
    (I.month(2021, 5).approximate(), "about May 2021"),
    (I.month(2021, 5).uncertain(), "perhaps May 2021"),
    (I.month(2021, 5).uncertain().approximate(), "perhaps about May 2021"),
    (I.month(2021, 5).third(1), "about 1–10 May 2021"),
    (from_edtf("2021-05-03~/2021-05-05"), "about 3 May 2021 – 5 May 2021"),
    (from_edtf("2019/2021?"), "2019 – perhaps 2021"),
    (I.month(2021, 5).shift(1, G.DAY), "2 May – 1 June 2021"),
]


@pytest.mark.parametrize(("interval", "name"), NAMES)
def test_an_interval_is_named_as_a_reader_would_write_it(interval: Interval, name: str) -> None:
    assert interval.in_words() == name


@given(intervals(), intervals())
@quick
def test_every_interval_has_a_name_without_gaps(a: Interval, b: Interval) -> None:
    for name in (a.in_words(), a.hull(b).in_words()):
        assert name == " ".join(name.split())
        assert not set("{}[]") & set(name)


# ---------------------------------------------------------------- TIMEX3

VALUES = [
    (I.day(2021, 5, 19), "2021-05-19"),
    (I.week(2021, 20), "2021-W20"),
    (I.week(2020, 53), "2020-W53"),
    (I.week(2021, 1), "2021-W01"),
    (I.week(2021, 21, 6), "2021-W20"),
    (I.week(2021, 21, 5), "2021-W20"),
    (I.week(2021, 21, 4), "2021-W21"),
    (I.week(2021, 21, 3), "2021-W20"),
    (I.week(2021, 21, 2), "2021-W20"),
    (I.weekend(2021, 20), "2021-W20-WE"),
    (I.weekend(2020, 53), "2020-W53-WE"),
    (I.month(2021, 5), "2021-05"),
    (I.quarter(2021, 2), "2021-Q2"),
    (I.quarter(2021, 4), "2021-Q4"),
    (I.half(2021, 1), "2021-H1"),
    (I.half(2021, 2), "2021-H2"),
    (I.season(2021, 1), "2021-SP"),
    (I.season(2021, 2), "2021-SU"),
    (I.season(2021, 3), "2021-FA"),
    (I.season(2021, 4), "2021-WI"),
    (I.year(2021), "2021"),
    (I.year(79), "0079"),
    (I.decade(1990), "199"),
    (I.century(19), "19"),
    (I.century(9), "09"),
    (I.millennium(2), "2"),
    (I.second(2021, 5, 19, 15, 5, 31), "2021-05-19T15:05:31"),
    (I.minute(2021, 5, 19, 15, 5), "2021-05-19T15:05"),
    (I.hour(2021, 5, 19, 15), "2021-05-19T15"),
    (I.part_of_day(2021, 5, 19, PartOfDay.MORNING), "2021-05-19TMO"),
    (I.part_of_day(2021, 5, 19, PartOfDay.AFTERNOON), "2021-05-19TAF"),
    (I.part_of_day(2021, 5, 19, PartOfDay.EVENING), "2021-05-19TEV"),
    (I.part_of_day(2021, 5, 19, PartOfDay.NIGHT), "2021-05-19TNI"),
    (I.year(-43), "BC0044"),
    (I.year(0), "BC0001"),
    (I.month(-43, 3), "BC0044-03"),
    (I.day(-43, 3, 15), "BC0044-03-15"),
    (I.decade_bce(480), "BC048"),
    (I.century_bce(5), "BC04"),
    (I.century_bce(1), "BC00"),
    (I.decade_bce(5), "BC0009/BC0001"),
    (I.century(-1), "BC0101/BC0002"),
    (from_edtf("2021-05-03/2021-05-05"), "2021-05-03/2021-05-05"),
    (from_edtf("2021-05/2021-07"), "2021-05/2021-07"),
    (from_edtf("2019/2021"), "2019/2021"),
    (from_edtf("198X/199X"), "1980/1999"),
    (from_edtf("-0043/0014"), "BC0044/0014"),
    (I.month(2021, 5).third(1), "2021-05-01/2021-05-10"),
    (I.month(2021, 5).shift(1, G.DAY), "2021-05-02/2021-06-01"),
    (I.week(2021, 20).hull(I.week(2021, 21)), "2021-05-17/2021-05-30"),
    (from_edtf("2021-05-19T06:00/2021-05-19T12:00"), "2021-05-19T06:00/2021-05-19T12:00"),
    (from_edtf("2021-05-19T06:00:01/2021-05-19T12"), "2021-05-19T06:00:01/2021-05-19T12:00:00"),
    (from_edtf("2021-05-19T06/2021-05-19T12"), "2021-05-19T06:00/2021-05-19T12:00"),
    (I.month(2021, 5).approximate(), "2021-05"),
    (from_edtf("2021/.."), "2021"),
    (from_edtf("2021-05-19/"), "2021-05-19"),
    (from_edtf("../2060"), "2060"),
    (from_edtf("../2021-21"), "2021-SP"),
    (from_edtf("../2021-05-19T15:05"), "2021-05-19T15:05"),
    (from_edtf("2021-05-19T15/.."), "2021-05-19T15"),
    (Interval(None, moment(2021, 5, 19, 10, 30), G.DAY), "2021-05-19T10:30"),
    (Interval(moment(2021, 5, 19, 10, 30), None, G.MONTH), "2021-05-19T10:30"),
    (Interval(None, moment(2021, 5, 19, 10, 30, 1), G.PART_OF_DAY), "2021-05-19T10:30:01"),
    (I.part_of_day(2021, 5, 19, PartOfDay.NIGHT).until(), "2021-05-19TNI"),
    (Interval(None, moment(2021, 5, 20), G.MONTH), "2021-05-19"),
    (I.week(2021, 20).until(), "2021-W20"),
    (I.week(2021, 21, 6).until(), "2021-05-22"),
    (from_edtf("../.."), "XXXX"),
    (I.year(20_000), "20000"),
    (I.decade(20_000), "20000/20009"),
]  # fmt: skip


@pytest.mark.parametrize(("interval", "value"), VALUES)
def test_an_interval_has_a_timex3_value(interval: Interval, value: str) -> None:
    assert timex3(interval) == value


@given(intervals())
@quick
def test_every_interval_has_a_timex3_value_that_marks_do_not_change(interval: Interval) -> None:
    value = timex3(interval)
    assert value
    assert value == timex3(interval.approximate())
    assert set(value) <= set("0123456789-/:TWQHEMOAFVNISPUBCX")


@given(aligned(), aligned())
@quick
def test_units_of_one_kind_have_values_of_their_own(a: Interval, b: Interval) -> None:
    other = Interval.of(a.granularity, b.start or 0)
    assert (timex3(a) == timex3(other)) == (a == other)


@pytest.mark.parametrize(
    ("edtf", "name"),
    [
        ("2021-05-19", "Wednesday 19 May 2021"),
        ("2021-05-19?", "perhaps Wednesday 19 May 2021"),
        ("2021-05-17/2021-05-23", "17–23 May 2021"),
        ("2021-05", "May 2021"),
        ("2021-05-19T15:05:00", "Wednesday 19 May 2021, 15:05"),
        ("2021-05-19/..", "since 19 May 2021"),
    ],
)
def test_a_day_in_full_has_its_weekday(edtf: str, name: str) -> None:
    assert in_full(from_edtf(edtf)) == name


def test_a_week_in_full_says_on_which_day_it_begins() -> None:
    assert in_full(Interval.week(2021, 20)) == "week of Monday 17 May 2021"
