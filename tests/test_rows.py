"""Times told in a row share the year that only the first or the last of them tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rules import read

WRITTEN = "2021-05-24"
MONTHS = ("January", "March", "April", "June", "July", "September", "November", "December")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It met on 9 March, 12 April and 13 May 2019.", "2019-03-09 2019-04-12 2019-05-13"),
        ("It met on March 9, April 12 and May 13, 2019.", "2019-03-09 2019-04-12 2019-05-13"),
        ("In late March and early April 2019 it was shut.", "2019-03 2019-04"),
        ("It opened in late December or early January 2019.", "2018-12 2019-01"),
        ("Between mid-March and mid-April 2019 it was shut.", "2019-03 2019-04"),
        ("In Q1 and Q2 2019 it was shut.", "2019-Q1 2019-Q2"),
        ("From Q4 to Q1 2019 it was shut.", "2018-Q4 2019-Q1"),
        ("In Q3 and 2019 Q4 it was shut.", "2019-Q3 2019-Q4"),
        ("In H1 and H2 2019 it was shut.", "2019-H1 2019-H2"),
        ("In the first quarter and the third quarter of 2019 it fell.", "2019-Q1 2019-Q3"),
        (
            "It ran from 2 p.m. on 9 March to 4 p.m. on 10 March 2019.",
            "2019-03-09T14:00 2019-03-10T16:00",
        ),
        ("It was dark on the night of 9 March and on 10 March 2019.", "2019-03-09TNI 2019-03-10"),
        ("On May 3 to 5 and June 7, 2019, it was shut.", "2019-05-03 2019-05-05 2019-06-07"),
        ("It opened in March and in April 2019 it closed.", "2019-03 2019-04"),
        ("It met on Saturday 9 March and on 12 April 2019.", "2019-03-09 2019-04-12"),
        ("It rained in June and July 2015.", "2015-06 2015-07"),
        ("It rained in June/July 2015.", "2015-06 2015-07"),
        ("It rained from December to March 2015.", "2014-12 2015-03"),
        ("It rained in June or July last year.", "2020-06 2020-07"),
        ("It was shut between June 5 and July 1, 2015.", "2015-06-05 2015-07-01"),
        ("From 3 May 2019 to 4 July it was shut.", "2019-05-03 2019-07-04"),
        ("From 3 November 2019 until 4 July it was shut.", "2019-11-03 2020-07-04"),
        ("It met on May 3, 2019, and June 4.", "2019-05-03 2019-06-04"),
        ("In March 2019 and April it rained.", "2019-03 2019-04"),
        ("In Q1 2019 and Q2 it fell.", "2019-Q1 2019-Q2"),
        ("It ran from May 2019 to late July.", "2019-05 2019-07"),
        ("It was shut between 5 June and 1 July last year.", "2020-06-05 2020-07-01"),
        ("It was shut from May 3 to June 4 of last year.", "2020-05-03 2020-06-04"),
        (
            "It fell in 1950. It met on 9 March and 12 April of that year.",
            "1950 1950-03-09 1950-04-12",
        ),
        ("It met in late March or on 4 June last year.", "2020-03 2020-06-04"),
        # Nothing is lent where words lie between, where a year is told, or where it cannot be.
        ("It met on 9 March and the mill burned on 12 April 2019.", "2021-03-09 2019-04-12"),
        ("It met on 9 March 2018 and on 12 April 2019.", "2018-03-09 2019-04-12"),
        ("It met on Tuesday 9 March and on 12 April 2019.", "2021-03-09 2019-04-12"),
        ("It fell in Q1. April 2019 was worse.", "2021-Q1 2019-04"),
        ("It fell in the first quarter and in April 2019.", "2021-Q1 2019-04"),
        ("It met on 9 March, 12 April 2019 being a holiday.", "2021-03-09 2019-04-12"),
        ("It has rained since March 2019 and in April it flooded.", "2019-03 2021-04"),
        ("It met in May 2019, June being wet.", "2019-05 2020-06"),
        ("It met last March and in April 2019.", "2021-03 2019-04"),
    ],
)
def test_a_year_told_first_or_last_is_that_of_the_row(text: str, values: str) -> None:
    assert [one.value for one in read(text, WRITTEN).resolutions] == values.split()


@given(st.lists(st.integers(0, 7), min_size=2, max_size=5), st.integers(1950, 2060))
def test_a_row_of_months_runs_forward_and_ends_in_its_year(row: list[int], year: int) -> None:
    words = [MONTHS[each] for each in row]
    text = f"It met in {', '.join(words[:-1])} and {words[-1]} {year}."
    found = read(text, WRITTEN).resolutions
    assert [one.mention.surface for one in found] == [*words[:-1], f"{words[-1]} {year}"]
    told = [one.value for one in found]
    assert told == sorted(told)
    assert told[-1][:4] == str(year)
