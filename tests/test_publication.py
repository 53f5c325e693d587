"""Publication dates: argued from what a text says, wide when it says little, never today."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from changing import replace

from timeline.expressions import find_mentions
from timeline.model import DateClaim, Document, Method, Publication
from timeline.publication import Habits, date_documents, dating, day_grid, load_knowledge
from timeline.publication.clue import Clue
from timeline.publication.clues import gather_clues
from timeline.publication.offsets import EDGES, histogram, offsets_of
from timeline.publication.posterior import DOUBT, Posterior, decide, weigh
from timeline.sentences import split_sentences

TODAY = date(2024, 6, 1)
GRID = day_grid(TODAY.toordinal())


def documents(*texts: str, **more: object) -> list[Document]:
    return [
        Document(id=f"d{n}", path=f"d{n}.txt", title=f"t{n}", text=text, **more)  # type: ignore[arg-type]
        for n, text in enumerate(texts)
    ]


def dated(*found: Document, infer: bool = False, independent: bool = False) -> list[Publication]:
    articles = [(one, find_mentions(one, split_sentences(one))) for one in found]
    habits = Habits(infer=infer, independent=independent)
    done, _ = date_documents(articles, load_knowledge(), GRID, habits)
    return [one.publication for one in done if one.publication is not None]


def day(found: Publication) -> str:
    return "" if found.day is None else date.fromordinal(found.day).isoformat()


def test_the_grid_agrees_with_the_calendar() -> None:
    for place in range(0, len(GRID), 997):
        there = date.fromordinal(int(GRID.ordinals[place]))
        assert (GRID.year[place], GRID.month[place]) == (there.year, there.month)
        assert GRID.weekday[place] == there.weekday()


STATED = [
    (
        "HARBOUR, March 3 (Wire) - The quay of the old port burned on Wednesday, March 3, 2021.",
        "2021-03-03",
    ),
    (
        "Published: 14 June 2016\n\nThe bridge was shut on Tuesday after cracks were found.",
        "2016-06-14",
    ),
    ("Updated May 5, 2010 9:14 a.m.\n\nCrews worked through the night on the leak.", "2010-05-05"),
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_a_text_that_prints_its_date_is_dated_to_the_day(text: str, expected: str) -> None:
    assert day(dated(*documents(text))[0]) == expected


def test_the_weekday_of_a_plan_and_of_a_report_fix_the_day_of_the_week() -> None:
    text = (
        "The mayor said on Sunday that the gates will open on Monday. "
        "The works began in March 2021, two years late."
    )
    found = dated(*documents(text))[0]
    assert found.day is not None
    assert date.fromordinal(found.day).weekday() == 6
    assert found.low is not None
    assert found.low <= date(2021, 5, 23).toordinal() <= (found.high or 0)


def test_an_anniversary_beside_its_year_fixes_the_year() -> None:
    text = (
        "The town marks the 20th anniversary of the flood this week. "
        "The 2001 flood took forty homes."
    )
    found = dated(*documents(text))[0]
    assert day(found)[:4] == "2021"
    assert any("20th anniversary" in one.words for one in found.evidence)


def test_a_text_that_says_nothing_gets_no_day_and_a_notice() -> None:
    one = documents("The cat sat on the mat.")[0]
    done, notices = date_documents([(one, ())], load_knowledge(), GRID)
    assert done[0].publication is not None
    assert done[0].publication.day is None
    assert done[0].publication.method is Method.UNKNOWN
    assert [notice.code for notice in notices] == ["undated-document"]


@pytest.mark.parametrize(
    "text", [*(text for text, _ in STATED), "The mayor said on Sunday he was well."]
)
def test_the_best_day_lies_in_its_interval_and_is_never_after_today(text: str) -> None:
    found = dated(*documents(text))[0]
    if found.day is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.day <= found.high <= TODAY.toordinal()


def test_metadata_decides_and_keeps_the_other_claims_as_evidence() -> None:
    claims = (
        DateClaim("file name", "2020-01-05", date(2020, 1, 5).toordinal()),
        DateClaim("front matter date", "2020-01-04", date(2020, 1, 4).toordinal()),
    )
    found = dated(*documents("It rained on Tuesday.", claims=claims))[0]
    assert (day(found), found.method) == ("2020-01-04", Method.GIVEN)
    assert len(found.evidence) == 2


def test_metadata_that_the_text_contradicts_is_told_with_the_fact() -> None:
    """Two facts that speak against the day equally much are no obstacle: one is named."""
    claims = (DateClaim("meta date", "2021-05-05", date(2021, 5, 5).toordinal()),)
    text = (
        "President Barack Obama met Secretary of State John Kerry. Vice President Joe Biden and "
        "President Francois Hollande spoke on Friday."
    )
    (one,) = documents(text, claims=claims)
    articles = [(one, find_mentions(one, split_sentences(one)))]
    (done,), (notice,) = date_documents(articles, load_knowledge(), GRID)
    assert notice.code == "metadata-contradicted"
    assert "5 May 2021" in notice.message
    assert done.publication is not None
    assert day(done.publication) == "2021-05-05"
    assert any("speaks against it" in clue.says for clue in done.publication.evidence)


def test_infer_leaves_metadata_out() -> None:
    claims = (DateClaim("front matter date", "1999-01-04", date(1999, 1, 4).toordinal()),)
    text = "Published: 14 June 2016\n\nThe bridge was shut on Tuesday."
    assert day(dated(*documents(text, claims=claims), infer=True)[0]) == "2016-06-14"


def test_a_claim_from_the_future_is_not_believed() -> None:
    claims = (DateClaim("front matter date", "2031-01-04", date(2031, 1, 4).toordinal()),)
    found = dated(*documents("It rained on Tuesday.", claims=claims))[0]
    assert found.method is not Method.GIVEN


def test_a_dated_article_of_the_same_story_dates_its_neighbour() -> None:
    story = (
        "The Marbeck lighthouse keeper Ada Thornquist rowed through the Skerry Narrows to the "
        "stranded trawler Gullveig and brought nine people ashore, the harbour office of "
        "Port Ellesmark said on Tuesday."
    )
    first, second = documents(story + " She was thanked at the quay.", story + " A band played.")
    stated = Document(
        id="a",
        path="a.txt",
        title="a",
        text=first.text,
        claims=(DateClaim("front matter date", "2013-08-14", date(2013, 8, 14).toordinal()),),
    )
    alone = dated(second)[0]
    together = dated(stated, second)[1]
    assert together.day is not None
    assert abs(together.day - date(2013, 8, 14).toordinal()) <= 7
    assert (alone.high or 0) - (alone.low or 0) > (together.high or 0) - (together.low or 0)
    apart = dated(stated, second, independent=True)[1]
    assert (apart.low, apart.high) == (alone.low, alone.high)


def test_an_event_told_by_two_with_other_words_for_its_day_dates_the_second() -> None:
    """ "On Monday" here and "next week" there, of one reopening: written in the same week."""
    told = (
        "The ferry Gullveig will reopen the Skerry line to Port Ellesmark {when}, the harbour "
        "master Ada Thornquist said. The line had been shut since the storm at Marbeck."
    )
    claims = (DateClaim("front matter date", "2013-08-15", date(2013, 8, 15).toordinal()),)
    (first,) = documents(told.format(when="next week"), claims=claims)
    second = replace(documents(told.format(when="on Monday"))[0], id="b", path="b.txt")
    found = dated(first, second)[1]
    assert found.low is not None
    assert found.low >= date(2013, 8, 12).toordinal()
    assert (found.high or 0) <= date(2013, 8, 20).toordinal()
    assert any("tells the same" in one.says for one in found.evidence)


def test_evidence_quotes_the_text() -> None:
    text = STATED[1][0]
    for one in dated(*documents(text))[0].evidence:
        if one.start >= 0:
            assert text[one.start : one.end] == one.words


def test_the_strip_holds_nearly_all_of_the_posterior() -> None:
    found = dated(*documents(STATED[0][0]))[0]
    assert sum(share for _, share in found.strip) == pytest.approx(1.0, abs=0.05)


def test_histograms_are_densities() -> None:
    """Each learned table sums to one over what is possible, so that no group shouts."""
    for group in ("weekday past first", "weekday future later"):
        table = histogram(group)
        assert table is not None
        assert float(np.exp(table).mean()) == pytest.approx(1.0, abs=0.01)
    near = histogram("near body past")
    assert near is not None
    widths = np.diff(np.asarray(EDGES["near"]))
    assert float((np.exp(near) * widths).sum() / 366) == pytest.approx(1.0, abs=0.02)


HISTORY = (
    "On 3 May {year} the valve failed. On 7 May it was shut. In June the board met. On 14 November "
    "the tank burst. The court ruled in July {next}."
)


def test_a_history_was_written_after_its_end_and_nobody_knows_how_long() -> None:
    [found] = dated(*documents(HISTORY.format(year=2012, next=2013)))
    assert found.low is not None
    assert found.high is not None
    assert date.fromordinal(found.low) == date(2013, 7, 31)
    assert found.high - found.low > 5 * 365
    [evidence] = found.evidence
    assert evidence.words == "July 2013"


def test_a_history_with_the_date_of_its_writing_has_that() -> None:
    stamped = f"Published: 14 June 2016\n\n{HISTORY.format(year=2012, next=2013)}"
    assert day(dated(*documents(stamped))[0]) == "2016-06-14"


def test_when_a_history_of_what_is_long_over_was_written_is_not_known() -> None:
    [found] = dated(*documents(HISTORY.format(year=1812, next=1813)))
    assert found.method is Method.UNKNOWN


def test_targets_say_nothing_about_the_day_of_writing() -> None:
    one = documents("Emissions must end by 2060.")[0]
    assert offsets_of(one, find_mentions(one, split_sentences(one))) == ()


def test_a_collection_has_what_is_known_of_each_article_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    look = dating.find_known
    monkeypatch.setattr(
        dating, "find_known", lambda one, *more: looked.append(one.id) or look(one, *more)
    )
    texts = [f"The tsunami in Japan struck on Friday. Report {n} of it came soon." for n in "ab"]
    remembered = dated(*documents(*texts))
    assert sorted(looked) == ["d0", "d1"]
    monkeypatch.setattr(dating, "_MOST_FOUND", 0)
    assert dated(*documents(*texts)) == remembered
    assert len(looked) > 4


def clues_of(text: str) -> tuple[Clue, ...]:
    [found] = documents(text)
    mentions = find_mentions(found, split_sentences(found))
    return gather_clues(found, mentions, GRID, load_knowledge())


@pytest.mark.parametrize(
    "text",
    [
        "LONDON, March 30 (Wire) - Ministers met.",
        "LONDON, March 30 (Wire) - Ministers will meet.",
        "LONDON, March 30 (Wire) - Ministers are to meet next week, and will speak.",
    ],
)
def test_a_dateline_tells_the_same_whatever_is_planned(text: str) -> None:
    [found] = documents(text)
    mentions = find_mentions(found, split_sentences(found))
    groups = [one.group for one in offsets_of(found, mentions) if one.value == 330]
    assert groups == ["near dateline"]
    assert histogram("near dateline") is not None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In the years since 7.56am on Monday 15 September 2008 they worked.", "full told past"),
        ("The ferry left Vell at 7.56am on 15 September 2008 with six men.", "full told past"),
        ("Posted by Bo Rask on 15 September 2008 7:56 AM\n\nThey worked.", "full stamp on top"),
        ("Updated at 7.56am on Monday 15 September 2008\n\nThey worked.", "full stamp on top"),
    ],
)
def test_a_date_with_a_clock_is_a_stamp_unless_a_sentence_runs_into_it(
    text: str, place: str
) -> None:
    [found] = documents(text)
    mentions = find_mentions(found, split_sentences(found))
    assert [one.group for one in offsets_of(found, mentions) if one.kind == "full"] == [place]


TOLD_TWICE = [
    ("The cable was mended today (14 October 2011), the firm said.", "2011-10-14"),
    ("The cable was mended last night [14 October 2011], the firm said.", "2011-10-15"),
    ("The mill burned yesterday (July 21st, 2013), police said.", "2013-07-22"),
    (
        "A quake struck the coast today, Thursday, March 14, 2013, and was felt inland.",
        "2013-03-14",
    ),
    ("The port opens tomorrow (3 May 2012) to the public.", "2012-05-02"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_TWICE)
def test_a_day_told_from_the_writing_and_by_its_date_says_when_that_was(
    text: str, expected: str
) -> None:
    [found] = dated(*documents(text))
    assert (day(found), found.low == found.high) == (expected, True)
    assert "is called" in found.evidence[0].says


def test_a_weekday_beside_its_date_is_of_the_week_of_writing() -> None:
    clues = clues_of("He died on Saturday (July 24, 2004), they said.")
    [clue] = [one for one in clues if one.kind == "apposed"]
    first = date(2004, 7, 24).toordinal()
    likely = GRID.ordinals[clue.scores > clue.scores.max() - 1]
    assert likely.tolist() == [*range(first, first + 7)]
    assert clue.words == "Saturday (July 24, 2004)"
    assert not [one for one in clues if one.words == "July 24, 2004"]


def test_a_year_told_twice_says_which_year_it_was() -> None:
    [clue] = [one for one in clues_of("Sales rose last year (2010).") if one.kind == "apposed"]
    assert set(GRID.year[clue.scores == clue.scores.max()].tolist()) == {2011}


def test_times_side_by_side_that_count_from_nothing_are_not_told_twice() -> None:
    for text in ("He died in 2004 (July 24, 2004).", "Sales rose last year (May 3, 2010)."):
        assert [one for one in clues_of(text) if one.kind == "apposed"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board met\non Apr 12 2007\nThe board of the bank met.", "2007-04-12"),
        ("The board met\n(April 12, 2007)--\nThe board of the bank met.", "2007-04-12"),
        ("Aftershocks\n11/28/05\nThe ground shook again in the south.", "2005-11-28"),
        ("Posted on 28.11.2005\nThe ground shook again in the south.", "2005-11-28"),
        (
            "The board met\nApril 12, 2007\nThe cable went down on Saturday 7 April 2007.",
            "2007-04-12",
        ),
    ],
)
def test_the_first_date_that_stands_alone_above_an_article_dates_it(
    text: str, expected: str
) -> None:
    [found] = dated(*documents(text))
    assert day(found) == expected


def test_the_month_an_address_is_filed_under_dates_an_article_unless_its_text_alone_may() -> None:
    [filed] = documents("The mill burned on Friday.", url="https://b.example/2010/09/mill.html")
    [found], [alone] = dated(filed), dated(filed, infer=True)
    assert day(found).startswith("2010-09-")
    assert [found.low, found.high] >= [date(2010, 9, 1).toordinal(), date(2010, 9, 30).toordinal()]
    assert found.evidence[0].words == "2010/09"
    assert "2010/09" not in {one.words for one in alone.evidence}


def test_a_date_in_figures_that_can_be_two_days_argues_for_both() -> None:
    [found] = documents("Aftershocks\n11/09/2005\nThe ground shook again in the south.")
    mentions = find_mentions(found, split_sentences(found))
    [one] = [offset for offset in offsets_of(found, mentions) if offset.kind == "full"]
    days = {date(2005, 11, 9).toordinal(), date(2005, 9, 11).toordinal()}
    assert {one.value, one.other} == days


def test_a_date_in_two_kinds_of_places_counts_less_than_twice() -> None:
    once = clues_of("Nothing was said of it on May 5, 2010 by anybody.")
    twice = clues_of("May 5, 2010 was dry. Nothing was said of it on May 5, 2010 by anybody.")
    shares = [[one.share for one in found if "full" in one.kind] for found in (once, twice)]
    assert shares[0] == [1.0]
    assert len(shares[1]) == 2
    assert 1 < sum(shares[1]) < 2


def test_what_is_counted_from_a_happening_says_more_the_longer_ago_it_is() -> None:
    story = (
        "An earthquake has destroyed much of Port-au-Prince in Haiti. {} the earthquake in Haiti."
    )
    short, long = (
        next(one for one in clues_of(story.format(words)) if one.kind == "since")
        for words in ("It is three days since", "It is 300 days since")
    )
    assert 0 < short.scores.max() < long.scores.max()


def clue(at: date, kind: str = "happening", nats: float = 6.0, days: int = 20) -> Clue:
    scores = np.zeros(len(GRID))
    start = at.toordinal() - GRID.first
    scores[start : start + days] = nats
    return Clue(kind, "words", "says", scores)


def near(kind: str, *days: date) -> float:
    """The probability of the first day's clue, beside one of that kind that says nothing."""
    mass = weigh([*(clue(one) for one in days), clue(days[0], kind, 0.0)], GRID).mass
    start = days[0].toordinal() - GRID.first
    return float(mass[start : start + 20].sum())


def test_clues_that_meet_confirm_each_other_beyond_what_they_add_up_to() -> None:
    met, apart = date(2009, 5, 1), date(2001, 5, 1)
    [one, other] = [near("happening", met, met), near("company", met, met)]
    assert other < one < 1 - DOUBT / 2
    assert near("happening", met, apart) < 0.6


def test_the_best_day_and_the_shortest_interval_are_those_a_search_of_all_finds() -> None:
    generator = np.random.default_rng(7)
    for _ in range(20):
        mass = np.zeros(len(GRID))
        for _ in range(6):
            start = int(generator.integers(0, len(GRID) - 400))
            length = int(generator.integers(1, 400))
            mass[start : start + length] += generator.random() / length
        mass = (mass + 1e-12) / (mass + 1e-12).sum()
        found = decide(Posterior((), mass), GRID)
        assert found.day is not None
        sums = np.concatenate(([0.0], np.cumsum(mass)))
        best = found.day - GRID.first
        ends = np.searchsorted(sums, sums[: best + 1] + 0.9 - 1e-12)
        lengths = np.maximum(ends, best + 1) - np.arange(best + 1)
        lengths[ends == len(sums)] = len(sums)
        assert (found.high or 0) - (found.low or 0) + 1 == lengths.min()
