"""Rounds of talks and other editions: read by number, year or place, and told before or after."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from timeline.knowledge.facts import load_facts
from timeline.knowledge.vocabulary import EDITION, FactMatch

BASE = load_facts()
DAYS = np.arange(date(1980, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1)


def editions(text: str) -> list[FactMatch]:
    return [match for match in BASE.match(text) if match.sense == EDITION]


def score_on(match: FactMatch, *days: date) -> list[float]:
    scores = BASE.log_likelihood(match, DAYS)
    return [float(scores[day.toordinal() - int(DAYS[0])]) for day in days]


TOLD: list[tuple[str, str, str]] = [
    (
        "India and China met for the 22nd round of Special Representatives' talks in New Delhi.",
        "india-china-special-representatives",
        "on 21 December 2019",
    ),
    (
        "A 16th round of border talks between India and China is over.",
        "india-china-special-representatives",
        "on 28 June 2013",
    ),
    (
        "The 12th round of corps commander-level talks between India and China went on for hours.",
        "india-china-corps-commanders",
        "on 31 July 2021",
    ),
    (
        "Yang and Patrushev led the 16th round of China-Russia strategic security consultations.",
        "china-russia-security-consultations",
        "on 24 May 2021",
    ),
    (
        "The 27th regular meeting of the heads of government of China and Russia was by video.",
        "china-russia-heads-of-government",
        "on 5 December 2022",
    ),
    (
        "The fourth round of the six-party talks recessed.",
        "six-party-talks",
        "on 26 July 2005",
    ),
    ("They sat through the fifth round of NAFTA talks.", "nafta-renegotiation", "17 November 2017"),
    (
        "Michel Barnier and David Davis opened the third round of negotiations on Brexit.",
        "brexit-withdrawal-talks",
        "on 28 August 2017",
    ),
    (
        "Michel Barnier and David Frost opened the ninth round of trade talks after Brexit.",
        "brexit-trade-talks",
        "on 29 September 2020",
    ),
    ("The 13th round of TTIP negotiations filled a hotel.", "ttip-rounds", "on 25 April 2016"),
    (
        "Iran and the U.S. held a fourth round of nuclear talks in Oman, Steve Witkoff said.",
        "iran-us-talks-2025",
        "on 11 May 2025",
    ),
    (
        "In Vienna the eighth round of nuclear talks with Iran on the JCPOA dragged on.",
        "iran-vienna-talks-2021",
        "on 27 December 2021",
    ),
    (
        "Staffan de Mistura opened the eighth round of peace talks on Syria in Geneva.",
        "syria-geneva-talks",
        "on 28 November 2017",
    ),
    (
        "The 16th round of Syria talks in the Astana format filled a hall.",
        "astana-process",
        "on 7 July 2021",
    ),
    ("The 30th Japan-EU summit was short.", "eu-japan-summit", "on 23 July 2025"),
    ("The 24th EU–Ukraine summit was short.", "eu-ukraine-summit", "on 3 February 2023"),
    (
        "The 18th round of inter-Korean ministerial talks opened; South Korean delegates waited.",
        "inter-korean-ministerial",
        "on 21 April 2006",
    ),
    (
        "The International Whaling Commission's 61st annual meeting opened in Madeira.",
        "whaling-commission",
        "on 22 June 2009",
    ),
    ("The 2015 NPT Review Conference failed.", "npt-review-conference", "on 27 April 2015"),
    ("The fifth Eastern Economic Forum was full.", "eastern-economic-forum", "4 September 2019"),
    (
        "The trade talks in Stockholm took Bessent of the U.S. and He Lifeng of China two days.",
        "china-us-trade-consultations",
        "on 28 July 2025",
    ),
    ("The 13th round of RCEP talks moved to Auckland.", "rcep-rounds", "in June 2016"),
    (
        "Vietnam's 13th party congress voted in Hanoi.",
        "vietnam-party-congress",
        "on 25 January 2021",
    ),
]


@pytest.mark.parametrize(("text", "fact", "when"), TOLD, ids=[text for text, _, _ in TOLD])
def test_a_round_of_talks_is_read_with_its_day(text: str, fact: str, when: str) -> None:
    (match,) = editions(text)
    assert match.fact.id == fact
    assert when in match.says


SAYS_NOTHING = [
    "The third round of talks between the union and the company failed.",
    "The third round of border talks between Ethiopia and Eritrea failed.",
    "The fifth round of peace talks opened in a village hall.",
    "It was their third round of border talks, China and India said.",
    "Talks entered a second day.",
    "The UN Human Rights Council in Geneva voted.",
    "The Pacific Islands Forum in Suva keeps its papers there.",
    "Nuclear talks with Iran went on in Vienna.",
    "The ministers' 2+2 equation had no answer.",
]


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_talks_without_their_number_or_their_parties_say_no_day(text: str) -> None:
    assert editions(text) == []


DIRECTIONS: list[tuple[str, bool | None]] = [
    ("Wang Yi will co-chair the 23rd EU-China summit.", True),
    ("China and the EU are to hold the 23rd EU-China summit online.", True),
    ("The 23rd EU-China summit is due to open on Friday.", True),
    ("Brussels is preparing for the 23rd EU-China summit.", True),
    ("Two envoys spoke ahead of the 23rd EU-China summit.", True),
    ("Two envoys spoke before the 23rd EU-China summit.", None),
    ("At the 23rd EU-China summit, hosted by Michel, they spoke.", None),
    ("They spoke of the EU-China summit of 2022. Michel will write.", None),
    ("A row that ended ill overshadowed the 23rd EU-China summit.", None),
    ("The 23rd EU-China summit next week fills the papers.", True),
    ("The 23rd EU-China summit ended without a word.", False),
    ("After the 23rd EU-China summit the envoys dined.", False),
    ("As agreed at the 23rd EU-China summit, envoys dined.", False),
    ("He attended the 23rd EU-China summit.", False),
    ("The 23rd EU-China summit, which took place by video, was cool.", False),
    ("The 23rd EU-China summit opened on Friday.", None),
    ("Before lunch the 23rd EU-China summit took up trade.", None),
    ("The 23rd EU-China summit, after much delay, opened.", None),
    ("The next one will follow the plan that the 23rd EU-China summit ended with.", None),
    ("The envoys will dine. The 23rd EU-China summit opened.", None),
    ("The 23rd EU-China summit opened.\nPrices will rise.", None),
]


@pytest.mark.parametrize(("text", "ahead"), DIRECTIONS, ids=[text for text, _ in DIRECTIONS])
def test_the_sentence_tells_whether_an_edition_is_still_to_come(
    text: str, ahead: bool | None
) -> None:
    (match,) = editions(text)
    assert match.ahead is ahead


HELD = date(2022, 4, 1)


def before_and_after(text: str) -> tuple[float, ...]:
    """Scores four months and ten days before the summit, on its day, and ten and ninety after."""
    (match,) = editions(text)
    days = [HELD + timedelta(days) for days in (-120, -10, 0, 10, 90)]
    return tuple(score_on(match, *days))


def test_an_edition_looked_ahead_to_was_told_in_the_weeks_before_it() -> None:
    months, days, itself, after, later = before_and_after(
        "Wang will attend the 23rd EU-China summit."
    )
    assert itself == 0
    assert days > -0.5
    assert months < -1.5
    assert max(after, later) <= -1.4


def test_an_edition_looked_back_on_was_told_from_its_day_on() -> None:
    months, days, itself, after, later = before_and_after("The 23rd EU-China summit ended.")
    assert (itself, after, later) == (0, 0, 0)
    assert max(months, days) <= -2.4


def test_an_edition_without_direction_was_told_about_then() -> None:
    months, days, itself, after, later = before_and_after("The 23rd EU-China summit opened.")
    assert min(days, itself, after, later) > -0.1
    assert -0.5 < months < 0


def test_what_is_said_of_an_edition_tells_its_direction() -> None:
    (match,) = editions("Wang will attend the 23rd EU-China summit.")
    assert match.says.endswith("number 23 on 1 April 2022, looked ahead to")
    (match,) = editions("The 23rd EU-China summit ended.")
    assert match.says.endswith("number 23 on 1 April 2022, looked back on")


def test_a_series_with_its_parties_near_is_meant_and_no_other_of_that_name() -> None:
    (match,) = editions("Havana: the eighth party congress of Cuba chose a leader.")
    assert match.fact.id == "cuba-party-congress"


def test_a_number_is_told_years_later_less_than_a_year_is() -> None:
    (numbered,) = editions("The 24th EU-Japan summit filled the hall.")
    (of_a_year,) = editions("The 2017 EU-Japan summit filled the hall.")
    later = date(2024, 7, 6)
    assert numbered.numbered
    assert score_on(numbered, later)[0] < score_on(of_a_year, later)[0] - 1
