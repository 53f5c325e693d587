"""What tells of a time of its own names days and months of the year that its story has come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_rules import read

from timeline.narration.course import Point, Step, story_of

WRITTEN = "2021-03-10"

STATEMENT = (
    "I have worked at the mill since 2014. On 3 May 2019 I was told that the valve had failed. "
    "On 7 May I was asked to sign. Two days later I wrote to the board. In June it answered. "
    "On 14 November the tank burst. On 6 January I was interviewed. I handed in my notes the "
    "following week. By the end of the month my manager had left."
)
INCIDENT = (
    "At 14:10 on 28 December 2018 the alarm was raised. At 14:25 the line was cut. It was back on "
    "30 December. On 2 January the transformer failed again. The inquiry was opened in March and "
    "reported in October 2019."
)
SIEGE = (
    "In the spring of 1811 the army crossed the river. By the end of May it had reached the walls. "
    "The siege began on 4 June. In August fever broke out, and on 19 September the duke withdrew. "
    "He returned the following spring. In January the town had been relieved. In April 1812 the "
    "second siege began. On 21 July the garrison surrendered. The duke, who had been born in 1770, "
    "died that winter."
)
LIFE = (
    "She was born on 2 March 1921. She studied from 1939 and graduated in June 1945. In September "
    "she moved to London. She married in 1950. Her novel appeared in May 1956; in October it won a "
    "prize. She died on 11 August 2003. The funeral was held on 20 August."
)
CHRONOLOGY = (
    "2010\n14 August\nHe is invited to Oslo.\n16 December\nHe is granted bail.\n2011\n7 February\n"
    "A hearing begins.\n2 November\nHe loses his appeal.\n2012\n30 May\nThe court upholds it.\n"
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            STATEMENT,
            "2014 2019-05-03 2019-05-07 2019-05-09 2019-06 2019-11-14 2020-01-06 2020-W03 2020-01",
        ),
        (
            INCIDENT,
            "2018-12-28T14:10 2018-12-28T14:25 2018-12-30 2019-01-02 2019-03 2019-10",
        ),
        (
            SIEGE,
            (
                "1811-SP 1811-05 1811-06-04 1811-08 1811-09-19 1812-SP 1812-01 1812-04 1812-07-21 "
                "1770 1812-WI"
            ),
        ),
        (
            LIFE,
            "1921-03-02 1939 1945-06 1945-09 1950 1956-05 1956-10 2003-08-11 2003-08-20",
        ),
        (
            CHRONOLOGY,
            "2010 2010-08-14 2010-12-16 2011 2011-02-07 2011-11-02 2012 2012-05-30",
        ),
        # A day before the first year takes the year told next, and a weekday has to fit.
        (
            (
                "On 5 March he was hired. He was dismissed on 3 May 2019. He sued on 7 June 2019. "
                "On Tuesday 12 May the court met. In August 2020 it ruled."
            ),
            "2019-03-05 2019-05-03 2019-06-07 2020-05-12 2020-08",
        ),
        # A year in a name is no place in the story, one in a preposition is.
        (
            (
                "In April 1905 they met. The 1839 treaty was read. In June they broke with it. "
                "In 1907 they met again. In March they signed."
            ),
            "1905-04 1839 1905-06 1907 1907-03",
        ),
        # Figures and feasts are those of the story.
        (
            (
                "In May 1791 the club split. In July the men of '89 left. They met in August "
                "and on Christmas Day. "
                "In 1792 it was shut."
            ),
            "1791-05 1791-07 1789 1791-08 1791-12-25 1792",
        ),
        # "That year" is the one told, also in words of a month.
        (
            (
                "In May 1791 the club split. By 1792 it was shut. In August of that year it "
                "burned. "
                "In January 1793 it was sold."
            ),
            "1791-05 1792 1792-08 1793-01",
        ),
    ],
)
@pytest.mark.parametrize("written", [WRITTEN, None])
def test_a_story_lends_its_year_whether_or_not_its_writing_is_dated(
    text: str, values: str, written: str | None
) -> None:
    assert [one.value for one in read(text, written).resolutions] == values.split()


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        # News about the days of its writing tells the years of what is long over only.
        (
            (
                "The mill, founded in May 1987, said on Tuesday it will close. It was bought in "
                "May 2004 and sold in June 2010. In October it lost money."
            ),
            "October",
            "2020-10",
        ),
        ("The mill was bought in May 2004. In October it lost money.", "October", "2020-10"),
        # What only looks ahead is no story.
        (
            "It fell ill in 1918, in 1957, in 1968 and in 2003. Schools will be shut until 6 May.",
            "6 May",
            "2021-05-06",
        ),
        # A short text that speaks of now is no story either.
        (
            (
                "It was sold on 3 May 2004 and on 4 June 2010. It now has 40 workers. It grew in "
                "October."
            ),
            "October",
            "2020-10",
        ),
    ],
)
def test_news_counts_from_its_writing(text: str, surface: str, value: str) -> None:
    found = {one.mention.surface: one.value for one in read(text, WRITTEN).resolutions}
    assert found[surface] == value


def test_each_date_of_a_story_says_where_its_year_comes_from() -> None:
    told = {one.mention.surface: one for one in read(SIEGE, WRITTEN).resolutions}
    assert told["4 June"].anchor == "“the spring of 1811” before it, spring 1811"
    assert told["4 June"].why == "told without its year, and of the one that its story has come to"
    assert told["that winter"].anchor == "“21 July” before it, 21 July 1812"
    assert told["the following spring"].anchor.startswith("“19 September”")


def test_a_clock_time_of_a_story_that_names_no_day_has_none() -> None:
    text = (
        "In May 1951 they marched. In June 1951 they rested. In July and August they won. "
        "At 19:00 they left."
    )
    assert read(text, WRITTEN).resolutions[-1].value == "1951-08-XX"


YEARS = st.integers(1400, 2090)
MONTHS = st.integers(0, 11)


@st.composite
def stories(draw: st.DrawFn) -> list[Point]:
    """Some points, months with and without their year."""
    points = []
    for _ in range(draw(st.integers(1, 12))):
        month = draw(MONTHS)
        if draw(st.booleans()):
            points.append(Point(month, month, fixed=False))
        else:
            at = 12 * draw(YEARS) + month
            points.append(
                Point(at, at, fixed=True, of=draw(st.sampled_from(["", "name", "thing"])))
            )
    return points


@given(stories())
def test_every_point_without_a_year_gets_one_where_any_is_told(points: list[Point]) -> None:
    steps = story_of(points)
    assert len(steps) == len(points)
    told = any(point.fixed for point in points)
    assert all(
        (step.year is not None) == (told and not point.fixed)
        for point, step in zip(points, steps, strict=True)
    )


@given(stories(), st.integers(-300, 300))
def test_a_story_told_of_other_years_takes_the_same_course(points: list[Point], by: int) -> None:
    later = [
        replace(each, first=each.first + 12 * by, last=each.last + 12 * by) if each.fixed else each
        for each in points
    ]
    moved = [
        replace(step, year=None if step.year is None else step.year + by)
        for step in story_of(points)
    ]
    assert story_of(later) == moved


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), YEARS)
def test_months_in_order_after_their_year_are_all_of_it(months: list[int], year: int) -> None:
    points = [Point(12 * year, 12 * year + 11, fixed=True)]
    points += [Point(each, each, fixed=False) for each in sorted(months)]
    assert [step.year for step in story_of(points)[1:]] == [year] * len(months)


def test_a_story_of_very_many_times_is_laid_out_too() -> None:
    points = [Point(12 * 1900, 12 * 1900 + 11, fixed=True)]
    points += [Point(at % 12, at % 12, fixed=False) for at in range(6000)]
    assert [step.year for step in story_of(points)][-1] == 1900 + 5999 // 12


def test_without_any_year_nobody_can_tell() -> None:
    assert story_of([Point(3, 3, fixed=False)] * 3) == [Step()] * 3
