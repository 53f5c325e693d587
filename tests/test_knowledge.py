"""Dated facts: the packs are sound, names are matched with sense, and days are scored as told."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from timeline import knowledge
from timeline.errors import RulesError
from timeline.knowledge import facts as scoring
from timeline.knowledge.facts import FactBase, load_facts
from timeline.knowledge.packs import read_packs
from timeline.knowledge.vocabulary import AGREEMENT, KINDS, OFFICE, Fact, FactMatch

FOLDER = Path(knowledge.__file__).parent
PACKS = sorted(path for path in FOLDER.glob("*.toml") if path.name != "words.toml")
BASE = load_facts()
DAYS = np.arange(date(1900, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1)


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


# --- the packs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_every_pack_loads_by_itself(path: Path) -> None:
    found = read_packs([path]).facts.values()
    assert found
    assert all(fact.kind in KINDS and fact.source and fact.label for fact in found)


def test_no_fact_stands_in_two_packs() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in PACKS:
        for fact_id in read_packs([path]).facts:
            homes[fact_id].append(path.name)
    assert {fact_id: files for fact_id, files in homes.items() if len(files) > 1} == {}
    assert len(homes) == len(BASE.facts)


def test_every_fact_has_days_in_order_within_reason() -> None:
    latest = date(2040, 1, 1).toordinal()
    for fact in BASE.facts:
        assert fact.start is not None, fact.id
        assert fact.start < latest, fact.id
        assert fact.end is None or fact.start < fact.end <= latest, fact.id
        assert fact.said_from is None or fact.said_from <= fact.start, fact.id
        if fact.end is None:
            assert fact.as_of is not None, fact.id
            assert fact.start <= fact.as_of, fact.id


def test_the_numbers_of_a_series_rise_with_its_days() -> None:
    for fact in BASE.facts:
        counted = [(one.number, one.term.start) for one in fact.editions if one.number is not None]
        assert counted == sorted(counted), fact.id


def test_an_edition_of_talks_lasts_three_months_at_most_and_two_hardly_overlap() -> None:
    for path in FOLDER.glob("series-talks-*.toml"):
        for fact in read_packs([path]).facts.values():
            for term in fact.terms:
                assert term.start is not None, fact.id
                assert term.end is not None, fact.id
                assert term.end - term.start <= 92, fact.id
            for first, second in pairwise(fact.terms):
                assert (first.end or 0) <= (second.start or 0) + 1, (fact.id, second.start_text)


OVERLAPS = {
    ("ci-president-gbagbo", "ci-president-ouattara"): "both were sworn in after the vote of 2010",
}
"""Two holders of one seat at one time, and why that is true."""


def test_two_holders_of_a_single_seat_overlap_by_forty_days_at_most() -> None:
    forever = date(9999, 1, 1).toordinal()
    seats: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for fact in BASE.facts:
        if fact.seat is not None and fact.seat.single:
            for term in fact.terms:
                seats[fact.seat.id].append((term.start or 1, term.end or forever, fact.id))
    together = {
        (first[2], second[2])
        for terms in seats.values()
        for first, second in combinations(sorted(terms), 2)
        if first[2] != second[2] and min(first[1], second[1]) - second[0] > 40
    }
    assert together == set(OVERLAPS)


# --- names in their sentences ------------------------------------------------------------------

SAID: list[tuple[str, list[tuple[str, str]]]] = [
    # who holds an office
    ("President Barack Obama toured the yard.", [("holder", "us-president-obama")]),
    ("The Biden administration turned it down.", [("holder", "us-president-biden")]),
    ("Obama's administration turned it down.", [("holder", "us-president-obama")]),
    ("The Trump White House kept silent.", [("holder", "us-president-trump")]),
    ("President Donald J. Trump kept silent.", [("holder", "us-president-trump")]),
    ("Outgoing President Donald Trump packed.", [("holder", "us-president-trump")]),
    ("Vice President Dick Cheney was there.", [("holder", "us-vice-president-cheney")]),
    ("Vice President Biden was there.", [("holder", "us-vice-president-biden")]),
    ("Senator Barack Obama took the floor.", [("holder", "us-senator-obama")]),
    ("Fed Chairman Alan Greenspan frowned.", [("holder", "us-fed-chair-greenspan")]),
    (
        "Secretary of State Hillary Clinton landed.",
        [("holder", "us-secretary-of-state-clinton")],
    ),
    ("Prime Minister Margaret Thatcher rose.", [("holder", "uk-prime-minister-thatcher")]),
    ("British Prime Minister Tony Blair rose.", [("holder", "uk-prime-minister-blair")]),
    ("Gordon Brown, the prime minister, rose.", [("holder", "uk-prime-minister-brown")]),
    ("Foreign Secretary William Hague rose.", [("holder", "uk-foreign-secretary-hague")]),
    ("Emmanuel Macron, president of France, rose.", [("holder", "fr-president-macron")]),
    ("German Chancellor Angela Merkel rose.", [("holder", "de-chancellor-merkel")]),
    (
        "Russia's foreign minister, Sergei Lavrov, flew in.",
        [("holder", "ru-foreign-minister-lavrov")],
    ),
    (
        "Sergei Lavrov, Russia’s foreign minister, flew in.",
        [("holder", "ru-foreign-minister-lavrov")],
    ),
    ("Japan's prime minister, Shinzo Abe, flew in.", [("holder", "jp-prime-minister-abe")]),
    ("Chinese President Xi Jinping flew in.", [("holder", "cn-president-xi")]),
    ("Vladimir Putin, president of Russia, flew in.", [("holder", "ru-president-putin")]),
    ("Pope John Paul II knelt on the tarmac.", [("holder", "pope-ii")]),
    ("Pope Francis knelt.", [("holder", "pope-francis")]),
    ("Queen Elizabeth II cut the ribbon.", [("holder", "uk-monarch-elizabeth")]),
    ("UN Secretary-General Ban Ki-moon wrote.", [("holder", "un-secretary-general-ban")]),
    (
        "Secretary-General Antonio Guterres wrote.",
        [("holder", "un-secretary-general-guterres")],
    ),
    ("Apple CEO Tim Cook held it up.", [("holder", "apple-ceo-cook")]),
    ("Tim Cook, the chief executive of Apple, held it up.", [("holder", "apple-ceo-cook")]),
    # who held it, and who is to hold it
    ("Former President Bush opened a library.", [("former", "us-president-george-h-w-bush")]),
    ("The late Pope John Paul II was mourned.", [("former", "pope-ii")]),
    ("Ousted President Hosni Mubarak was tried.", [("former", "eg-president-mubarak")]),
    ("Former UN Secretary-General Kofi Annan wrote.", [("former", "un-secretary-general-annan")]),
    ("Ex-President Nicolas Sarkozy was tried.", [("former", "fr-president-sarkozy")]),
    ("President-elect Barack Obama chose a team.", [("elect", "us-president-obama")]),
    ("French President-elect Emmanuel Macron spoke.", [("elect", "fr-president-macron")]),
    ("The incoming Obama administration waits.", [("elect", "us-president-obama")]),
    # a name that holds no office here
    ("Chelsea Clinton gave a talk.", []),
    ("Clinton won the debate.", []),
    ("Clinton, a town in Mississippi, was flooded.", []),
    ("Bush-Cheney signs lined the road.", []),
    ("Crowds filled the mall in Washington.", []),
    ("President Washington crossed the river.", []),
    ("Then-President Bill Clinton signed it.", []),
    ("Vladimir Putin, then president of Russia, signed it.", []),
    ("Presidential candidate Barack Obama toured Ohio.", []),
    ("First lady Hillary Clinton toured Ohio.", []),
    ("Shadow foreign secretary William Hague rose.", []),
    ("Gordon Brown, prime minister from 2007 to 2010, rose.", []),
    ("Angela Merkel, the former chancellor of Germany, rose.", []),
    ("Kofi Annan, the former secretary-general of the United Nations, wrote.", []),
    ("Ban on plastic bags begins.", []),
    # editions of a series
    ("It opened the third Belt and Road Forum.", [("edition", "belt-and-road-forum")]),
    ("Delegates flew to COP26 by the hundred.", [("edition", "cop-climate")]),
    ("The 2014 World Cup drew crowds.", [("edition", "fifa-world-cup")]),
    ("The World Cup in Russia drew crowds.", [("edition", "fifa-world-cup")]),
    ("The G7 summit in Hiroshima ended.", [("edition", "g7-summit")]),
    ("The 10th BRICS summit ended.", [("edition", "brics-summit")]),
    ("The World Cup is a long way off.", []),
    ("It was his third World Cup.", []),
    # rounds, counted before the name
    ("The third round of six-party talks ended.", [("edition", "six-party-talks")]),
    ("The third round of the six-party talks ended.", [("edition", "six-party-talks")]),
    ("A third round of six-party talks is hoped for.", [("edition", "six-party-talks")]),
    ("Its third round of six-party talks ended.", []),
    ("The third round of the World Cup ended.", []),
    ("A third World Cup would be a wonder.", []),
    ("The envoy came third. The six-party talks went on.", []),
    ("In third place, the six-party talks went on.", []),
    # the place before the name, and marks that papers print in several ways
    ("The London G20 summit agreed it.", [("edition", "g20-summit")]),
    ("The Geneva WTO ministerial conference agreed it.", []),
    ("The 13th Shangri–La Dialogue opened.", [("edition", "shangri-la-dialogue")]),
    # what lasts longer than a year is told by its number alone
    ("The 109th Congress passed it.", [("edition", "us-congress")]),
    ("Congress in 2005 passed it.", []),
    # events, and anniversaries
    ("A ceasefire between Israel and Hamas holds in Gaza.", []),
    ("Hurricane Katrina took the roof.", [("mentions", "hurricane-katrina")]),
    ("The Treaty of Lisbon was read out.", [("mentions", "treaty-of-lisbon")]),
    (
        "Russia and China keep the 20th anniversary of the Treaty of Good-Neighborliness.",
        [("anniversary", "sino-russian-treaty")],
    ),
    ("The centenary of the Balfour Declaration came.", [("anniversary", "balfour-declaration")]),
    ("NATO marked the 60th anniversary of its founding.", [("anniversary", "nato-founding")]),
    ("NATO, which marks its 50th anniversary, grew.", [("anniversary", "nato-founding")]),
    (
        "The BBC showed a film on the 20th anniversary of the fall of the Berlin Wall.",
        [("anniversary", "berlin-wall-fall")],
    ),
    (
        "The 10th anniversary of the attacks of September 11 came.",
        [("anniversary", "september-11-remembered")],
    ),
    ("He was born on September 11, 1950.", []),
    ("On the 20th anniversary of the flood, the BBC went back.", []),
    ("NATO marked the 60th anniversary of the shipwreck.", []),
    # names too broad to tell a time
    ("NATO said it would send ships.", []),
    ("Congress passed the bill.", []),
    ("The United Nations sent tents.", []),
    ("The World Health Organization sent nurses to the BBC and to NASA.", []),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_a_name_says_what_the_words_around_it_make_of_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(match.sense, match.fact.id) for match in BASE.match(text)] == expected


def test_a_name_of_several_holders_keeps_them_all() -> None:
    match = one_match("President Bush spoke.")
    assert {match.fact.id, *ids(match.others)} == {
        "us-president-george-h-w-bush",
        "us-president-george-w-bush",
    }
    assert len(match.windows) == 2


def test_a_span_begins_and_ends_with_its_words() -> None:
    for text, _ in SAID:
        for match in BASE.match(f"  ({text})\n"):
            words = f"  ({text})\n"[match.start : match.end]
            assert words == words.strip(" (),\n")


def test_letters_that_grow_in_lower_case_leave_offsets_in_place() -> None:
    text = "İİİİ İstanbul: Russian Foreign Minister Sergei Lavrov flew in."
    match = one_match(text)
    assert text[match.start : match.end] == "Russian Foreign Minister Sergei Lavrov"


# --- what a match says of each day -------------------------------------------------------------


def one_match(text: str) -> FactMatch:
    (match,) = BASE.match(text)
    return match


def score_on(match: FactMatch, *days: str) -> list[float]:
    scores = BASE.log_likelihood(match, DAYS)
    return [float(scores[date.fromisoformat(day).toordinal() - int(DAYS[0])]) for day in days]


def test_a_holder_fits_the_term_and_hardly_the_years_before() -> None:
    match = one_match("President Barack Obama toured the yard.")
    before, first, last, after = score_on(
        match, "2008-01-20", "2009-01-20", "2017-01-19", "2019-01-01"
    )
    assert (first, last) == (0, 0)
    assert before <= -3
    assert before < after < 0


def test_a_holder_of_two_terms_fits_both_and_not_the_time_between() -> None:
    match = one_match("The Trump White House kept silent.")
    assert score_on(match, "2018-06-01", "2025-06-01") == [0, 0]
    assert score_on(match, "2023-01-01")[0] < -1


def test_a_former_holder_fits_the_years_since() -> None:
    match = one_match("Ousted President Hosni Mubarak was tried.")
    before, since = score_on(match, "2010-06-01", "2012-06-01")
    assert before <= -3
    assert since > -1


def test_somebody_elected_fits_the_weeks_before_the_term() -> None:
    match = one_match("President-elect Barack Obama chose a team.")
    early, chosen, later = score_on(match, "2008-03-01", "2008-12-01", "2010-01-01")
    assert chosen == 0
    assert max(early, later) <= -3


def test_an_event_cannot_be_told_before_it_and_fades_after() -> None:
    match = one_match("Hurricane Katrina took the roof.")
    before, week, year, decade = score_on(
        match, "2005-01-01", "2005-09-05", "2006-09-05", "2015-09-05"
    )
    assert before == pytest.approx(-scoring.BEFORE_EVENT, abs=0.1)
    assert before <= -4.4
    assert 0 >= week > year > decade > before


def test_an_anniversary_fits_its_year() -> None:
    match = one_match("The centenary of the Balfour Declaration came.")
    assert score_on(match, "2017-11-02") == [0]
    assert max(score_on(match, "2015-11-02", "2019-11-02")) <= -3


def test_an_edition_fits_its_days_better_than_the_edition_before() -> None:
    match = one_match("The 2014 World Cup drew crowds.")
    during, last, before, after = score_on(
        match, "2014-06-20", "2014-07-13", "2009-01-01", "2018-06-20"
    )
    assert last > -0.05
    assert during > -0.5
    assert max(before, after) < -2


def test_a_round_in_several_parts_fits_them_all() -> None:
    match = one_match("The fourth round of six-party talks went on.")
    assert match.low is not None
    assert match.low < date(2005, 7, 26).toordinal()
    assert score_on(match, "2005-09-19")[0] > -0.05
    assert score_on(match, "2005-07-28")[0] > -0.2


@pytest.mark.parametrize("text", [text for text, expected in SAID if expected])
def test_scores_are_finite_and_the_best_day_has_none(text: str) -> None:
    for match in BASE.match(text):
        scores = BASE.log_likelihood(match, DAYS)
        assert np.isfinite(scores).all()
        assert scores.max() == 0


# --- packs of users ----------------------------------------------------------------------------

OWN = """schema_version = 1

[pack]
name = "The harbour"
kind = "event"
source = "the harbour office"

[[fact]]
id = "{id}"
label = "the harbour fire"
names = ["Harbour Fire"]
{when}
"""


def own_pack(folder: Path, fact_id: str, when: str) -> Path:
    path = folder / "own.toml"
    path.write_text(OWN.format(id=fact_id, when=when), encoding="utf-8")
    return path


def test_a_users_pack_adds_facts(tmp_path: Path) -> None:
    own_pack(tmp_path, "harbour-fire", 'date = "2019-05-04"')
    base = load_facts([tmp_path])
    assert len(base.facts) == len(BASE.facts) + 1
    (match,) = base.match("The Harbour Fire was put out.")
    assert match.low == date(2019, 5, 4).toordinal()


def test_a_users_fact_replaces_ours_of_the_same_id(tmp_path: Path) -> None:
    base = load_facts([own_pack(tmp_path, "swine-flu", 'date = "2019-05-04"')])
    assert len(base.facts) == len(BASE.facts)
    assert BASE.match("The swine flu outbreak shut the school.") != ()
    assert base.match("The swine flu outbreak shut the school.") == ()
    assert [match.fact.id for match in base.match("The Harbour Fire.")] == ["swine-flu"]


BROKEN = [
    ("fact-one", 'date = "4 May 2019"', "own.toml:9", "date is no date", 'Write "2011"'),
    ("fact-one", 'date = "2019-02-30"', "own.toml:9", "date is no date", 'Write "2011"'),
    ("fact-one", "", "own.toml:9", "say when", "Write `start ="),
    ("fact-one", 'start = "2019"\nend = "2018"', "own.toml:9", "before it starts", ""),
    ("fact-one", 'date = "2019"\ncolour = "red"', "own.toml:9", "unknown key 'colour'", "known"),
    ("Fact One", 'date = "2019"', "own.toml", "not in kebab case", "Use small letters"),
    ("fact-one", "date = ", "own.toml:12", "not valid TOML", "Compare the line"),
]


@pytest.mark.parametrize(("fact_id", "when", "place", "fault", "remedy"), BROKEN)
def test_a_broken_pack_is_told_with_file_line_and_remedy(
    tmp_path: Path, fact_id: str, when: str, place: str, fault: str, remedy: str
) -> None:
    path = own_pack(tmp_path, fact_id, when)
    with pytest.raises(RulesError) as raised:
        load_facts([path])
    words = str(raised.value)
    assert place in words
    assert fault in words
    assert remedy in words


def series_pack(folder: Path, editions: str) -> Path:
    return own_pack(folder, "harbour-talks", f'kind = "series"\nedition = [{editions}]')


LINES = [
    ('"3 New Quay 2019-05-04 to 2019-05-06"', 3, 2019, "New Quay", "2019-05-04", "2019-05-06"),
    ('"3 2019-05-04"', 3, 2019, "", "2019-05-04", "2019-05-04"),
    ('"- Quay 2019-05"', None, 2019, "Quay", "2019-05-01", "2019-05-31"),
    ('"32 Quay 2021-07-23, of 2020"', 32, 2020, "Quay", "2021-07-23", "2021-07-23"),
    (
        '{ number = 3, year = 2019, place = "Quay", start = "2019-05-04", end = "2019-05-06" }',
        3,
        2019,
        "Quay",
        "2019-05-04",
        "2019-05-06",
    ),
]


@pytest.mark.parametrize(("line", "number", "year", "place", "first", "last"), LINES)
def test_an_edition_is_a_line_or_a_table(
    tmp_path: Path, line: str, number: int | None, year: int, place: str, first: str, last: str
) -> None:
    (fact,) = read_packs([series_pack(tmp_path, line)]).facts.values()
    (edition,) = fact.editions
    assert (edition.number, edition.year, edition.place) == (number, year, place)
    assert edition.term.start == date.fromisoformat(first).toordinal()
    assert edition.term.end == date.fromisoformat(last).toordinal() + 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('"the third, 2019"', "this is no edition"),
        ('"3 Quay 2019-05-04 to"', "this is no edition"),
        ('"3 Quay 2019-05-04 to 2019-05-03"', "before it starts"),
        ('"3 Quay 2019-02-30"', "start is no date"),
        ("3", "this is no edition"),
    ],
)
def test_a_wrong_edition_is_told_with_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(RulesError) as raised:
        load_facts([series_pack(tmp_path, line)])
    assert "own.toml:9" in str(raised.value)
    assert fault in str(raised.value)


def test_a_pack_that_is_not_there_is_told() -> None:
    with pytest.raises(RulesError, match="no such knowledge file"):
        load_facts([Path("nowhere.toml")])


# --- speed -------------------------------------------------------------------------------------


def cpu_seconds(work: object, times: int) -> float:
    assert callable(work)
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def test_the_packs_load_in_half_a_second() -> None:
    assert cpu_seconds(load_facts, 2) < 0.5


def test_three_kilobytes_are_matched_in_five_milliseconds() -> None:
    text = " ".join(text for text, _ in SAID)[:3000]
    assert len(text) == 3000
    assert cpu_seconds(lambda: BASE.match(text), 5) < 0.005


def test_an_empty_base_matches_nothing() -> None:
    assert FactBase(()).match("President Barack Obama toured the yard.") == ()


def test_kinds_are_all_in_use() -> None:
    assert {fact.kind for fact in BASE.facts} == set(KINDS)
    assert all((fact.kind == OFFICE) == (fact.seat is not None) for fact in BASE.facts)
    assert any(fact.kind == AGREEMENT and fact.parties for fact in BASE.facts)
