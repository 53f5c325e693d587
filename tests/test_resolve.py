"""Resolving: a date leans on the day of writing no more firmly than that day is known."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.expressions import find_mentions
from timeline.interval import Granularity, Interval
from timeline.model import Document, Method, Publication, Resolution
from timeline.resolve import resolve
from timeline.sentences import split_sentences


def resolutions(text: str, publication: Publication | None) -> tuple[Resolution, ...]:
    document = Document(id="x", path="x", title="", text=text, publication=publication)
    sentences = split_sentences(document)
    return resolve(document, sentences, find_mentions(document, sentences)).resolutions


def written(day: str, **more: object) -> Publication:
    ordinal = date.fromisoformat(day).toordinal()
    return Publication(ordinal, ordinal, ordinal, Method.GIVEN, **more)  # type: ignore[arg-type]


CALENDAR_ALONE = [("It opened on May 24, 1883.", "1883-05-24"), ("It fell in 1998.", "1998")]
LEANING = ["It shut last week.", "It shut on Tuesday.", "It shut in March.", "It shut on May 3."]


@pytest.mark.parametrize(("text", "edtf"), CALENDAR_ALONE)
def test_what_the_calendar_fixes_needs_no_day_of_writing(text: str, edtf: str) -> None:
    (one,) = resolutions(text, None)
    assert (str(one.when), one.anchor) == (edtf, "the calendar")


@pytest.mark.parametrize("text", LEANING)
def test_without_a_day_of_writing_what_leans_on_it_stays_open_and_says_so(text: str) -> None:
    (one,) = resolutions(text, None)
    assert one.when is None
    assert "day of writing" in one.why


def test_the_anchor_names_the_day_of_writing() -> None:
    (one,) = resolutions("It shut last week.", written("2021-05-26"))
    assert "26 May 2021" in one.anchor


def test_written_on_a_sunday_last_week_is_the_one_that_ends_and_the_other_is_kept() -> None:
    (one,) = resolutions("The mill shut last week.", written("2021-05-23"))
    assert str(one.when) == "2021-05-17/2021-05-23"
    assert [str(other.when) for other in one.alternatives] == ["2021-05-10/2021-05-16"]


def test_a_likely_day_gives_a_date_with_a_question_mark() -> None:
    (one,) = resolutions("It shut on Tuesday.", written("2021-05-26", near=0.6))
    assert str(one.when) == "2021-05-25?"
    assert one.confidence < 0.6


def test_an_unlikely_day_gives_the_whole_stretch_it_could_be() -> None:
    low, high = date(2021, 5, 3).toordinal(), date(2021, 6, 28).toordinal()
    found = Publication(date(2021, 5, 26).toordinal(), low, high, Method.INFERRED, near=0.1)
    (one,) = resolutions("It shut on Tuesday.", found)
    assert one.when is not None
    assert one.when.contains((date(2021, 5, 4).toordinal() - 1) * 86_400)
    assert one.when.contains((date(2021, 6, 22).toordinal() - 1) * 86_400)
    assert one.when.is_soft
    assert "somewhere between" in one.why
    assert str(one.likely) == "2021-05-25?"


def test_a_week_is_not_told_by_the_month_of_writing_alone() -> None:
    """That it was written in May says which month was the last, and not which week."""
    strip = ((date(2021, 5, 1).toordinal(), 0.7), (date(2021, 6, 1).toordinal(), 0.3))
    low, high = date(2021, 5, 1).toordinal(), date(2021, 6, 28).toordinal()
    found = Publication(low + 25, low, high, Method.INFERRED, near=0.3, strip=strip)
    week, month = resolutions("It shut last week. It opened last month.", found)
    assert week.when is not None
    assert week.when.covers(Interval.week(2021, 17).hull(Interval.week(2021, 25)))
    assert str(week.likely) == "2021-05-17?/2021-05-23?"
    assert (str(month.when), month.likely) == ("2021-04?", None)


def test_what_most_days_of_writing_agree_on_is_told() -> None:
    strip = tuple((date(2021, month, 1).toordinal(), 0.25) for month in (5, 6, 7, 8))
    low, high = date(2021, 5, 1).toordinal(), date(2021, 8, 31).toordinal()
    found = Publication(low + 20, low, high, Method.INFERRED, near=0.1, strip=strip)
    (one,) = resolutions("It fell last year.", found)
    assert str(one.when) == "2020?"


FRAMED = [
    ("It broke shortly before midnight on Tuesday.", "2021-05-25T23:30:00~/2021-05-26T00:00:00"),
    ("It broke shortly after midnight on Tuesday.", "2021-05-25T00:00:00/2021-05-25T00:30:00~"),
    ("It broke just after 3:30 a.m. on Tuesday.", "2021-05-25T03:30:00/2021-05-25T04:00:00~"),
    ("It broke before noon on 3 May 2019.", "2019-05-03T00:00:00/2019-05-03T12:00:00"),
    ("It broke after 6 p.m. on 3 May 2019.", "2019-05-03T18:00:00/2019-05-04T00:00:00"),
    ("He left before dawn on Tuesday.", "2021-05-25T00:00:00/2021-05-25T06:00:00"),
    ("It shut shortly after Christmas.", "2020-12-26/2021-01-01~"),
    ("It shut shortly before May 2018.", "2018-04~"),
    ("It ran from May 3-5, 2019.", "2019-05-03/2019-05-05"),
    ("The war, from 1983-2005, killed many.", "1983/2005"),
    ("It has run since 4 p.m. today.", "2021-05-26T16:00:00/.."),
]


@pytest.mark.parametrize(("text", "when"), FRAMED)
def test_what_stands_before_a_time_says_how_far_it_reaches(text: str, when: str) -> None:
    (one,) = resolutions(text, written("2021-05-26"))
    assert str(one.when) == when


def test_an_impossible_date_is_kept_with_its_reason() -> None:
    (one,) = resolutions("It was signed on February 30, 2020.", written("2021-05-26"))
    assert one.when is None
    assert "no possible date" in one.why


@pytest.mark.parametrize("counted", ["{} weeks ago", "{} days after May 3", "{} Mondays ago"])
def test_a_number_too_long_to_count_by_is_kept_with_its_reason(counted: str) -> None:
    (one,) = resolutions(f"It sank {counted.format('9' * 11)}.", written("2021-05-26"))
    assert one.when is None
    assert "no possible date" in one.why


def test_the_following_day_leans_on_the_time_named_before() -> None:
    first, second = resolutions(
        "It sank on May 3, 2020. It rained the following day.", written("2021-05-26")
    )
    assert str(first.when) == "2020-05-03"
    assert str(second.when) == "2020-05-04"
    assert "May 3, 2020" in second.anchor


def test_a_time_named_long_before_carries_nothing() -> None:
    text = (
        "It sank on May 3, 2020. It was old. It was grey. It was loud. It rained the following day."
    )
    found = resolutions(text, written("2021-05-26"))
    assert str(found[-1].when) == "2021-05-27"


def test_a_clock_time_lies_on_its_day() -> None:
    (one,) = resolutions("She sank at 7.40 a.m. on Tuesday, March 23.", written("2021-03-24"))
    assert one.when is not None
    assert one.when.granularity is Granularity.MINUTE
    assert str(one.when) == "2021-03-23T07:40:00" or str(one.when) == "2021-03-23T07:40"


def test_every_mention_comes_back_in_order() -> None:
    text = "Once a year they met on Monday, in 1998 and last week, for two hours, soon."
    found = resolutions(text, written("2021-05-26"))
    starts = [one.mention.start for one in found]
    assert starts == sorted(starts)
    assert len(found) >= 5


def test_what_leans_on_a_doubtful_time_is_as_doubtful() -> None:
    low, high = date(2021, 5, 3).toordinal(), date(2021, 6, 28).toordinal()
    found = Publication(date(2021, 5, 26).toordinal(), low, high, Method.INFERRED, near=0.1)
    first, second = resolutions("It shut on Tuesday. A day earlier it had opened.", found)
    assert first.when is not None
    assert second.when is not None
    assert second.when.is_soft
    assert second.when.duration is not None
    assert second.when.duration > 40 * 86_400


def test_a_long_chain_of_leaning_stays_readable() -> None:
    text = "It sank on Monday. " + "The following day it rained. " * 300
    found = resolutions(text, written("2021-05-26", near=0.5))
    assert len(found) == 301
    assert all(one.when is not None for one in found)


def test_a_number_behind_a_day_that_would_run_backwards_is_no_second_day() -> None:
    day, scale = resolutions("It rose on April 29 to 5 on the scale.", written("2009-05-05"))
    assert str(day.when) == "2009-04-29"
    assert (scale.when, scale.why) == (None, "it names no possible date: its days run backwards")
