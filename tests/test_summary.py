"""summary: the most important days of a story, each in the sentences that tell it best."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline
from timeline import pieces
from timeline.cache import open_cache
from timeline.cli import main
from timeline.config import Config
from timeline.expressions import find_mentions
from timeline.grammar import load_rules
from timeline.model import Aside, Document, DocumentReading, Method, Publication
from timeline.pieces import cut, plain_print
from timeline.pipeline import resolve_as
from timeline.sentences import split_sentences
from timeline.summary import ToldDay, days, days_before, summarise, told_days
from timeline.summary.dated import read_dates
from timeline.summary.shown import without_day, without_opening

BURST = date(2021, 5, 4).toordinal()


def article(name: str, day: date, text: str, asides: tuple[Aside, ...] = ()) -> DocumentReading:
    """An article written on a day, read as far as its dates."""
    at = day.toordinal()
    publication = Publication(at, at, at, Method.GIVEN)
    document = Document(name, name, "", text, publication=publication, asides=asides)
    sentences = split_sentences(document)
    return resolve_as(Config(), document, sentences, find_mentions(document, sentences))


STORY = (
    article(
        "a",
        date(2021, 5, 4),
        "The Varnholm dam burst on Tuesday and drowned nine people in the valley below it. "
        "Share this page with all your friends today!\n\nFog is expected on 9 May in the hills.",
    ),
    article(
        "b",
        date(2021, 5, 5),
        "VARNHOLM (NWP) -- Nine people drowned when the Varnholm dam burst on Tuesday. "
        "I saw the Varnholm dam burst on Tuesday and the nine people who drowned.",
    ),
    article(
        "c",
        date(2021, 5, 20),
        "The Varnholm dam, which burst on 4 May, was inspected on 12 April, engineers said. "
        "Its owner had been warned on 12 April that the dam was weak.",
    ),
)


def told(story: tuple[DocumentReading, ...] = STORY, dates: int = 1, count: int = 1) -> list[str]:
    """The sentences of a summary, in its order."""
    return [one.text for day in summarise(story, dates, count) for one in day.sentences]


def test_the_day_that_most_articles_tell_comes_first() -> None:
    days = summarise(STORY, 3)
    assert days[0].day == BURST
    assert [day.score for day in days] == sorted((day.score for day in days), reverse=True)


def test_no_more_days_and_sentences_than_asked_for_and_only_between_the_bounds() -> None:
    assert len(summarise(STORY, 1)) == 1
    assert all(len(day.sentences) <= 2 for day in summarise(STORY, 9, 2))
    bounded = summarise(STORY, 9, first=BURST + 1)
    assert all(day.day > BURST for day in bounded)
    assert all(day.day < BURST for day in summarise(STORY, 9, last=BURST - 1))


def test_a_sentence_is_told_without_where_it_was_filed_and_keeps_its_place() -> None:
    [day] = summarise(STORY, 1, 3)
    texts = {reading.document.id: reading.document.text for reading in STORY}
    for one in day.sentences:
        assert "NWP" not in one.text
        assert "Tuesday" not in one.text
        words = iter(re.findall(r"\w+", texts[one.document][one.start : one.end]))
        assert all(word in words for word in re.findall(r"\w+", one.text))


def test_what_readers_and_pages_say_is_not_told() -> None:
    sentences = " ".join(told(STORY, 9, 9))
    assert "I saw" not in sentences
    assert "Share this" not in sentences


def test_a_country_is_no_pronoun() -> None:
    text = "The US sent engineers and two field hospitals to the Varnholm dam on Tuesday."
    shown = [text.replace(" on Tuesday", "")]
    assert told((article("a", date(2021, 5, 6), text),)) == shown


def test_a_sentence_printed_on_several_days_belongs_to_the_page() -> None:
    again = "Two men were charged on 3 May 2021 over the fire at the old Lissen paper mill."
    stories = tuple(article(f"d{n}", date(2021, 5, 5 + n), again) for n in range(3))
    assert told(stories) == []
    assert told(stories[:2]) == [again.replace(" on 3 May 2021", "")]


def test_what_was_set_aside_is_not_told() -> None:
    text = "The Varnholm dam burst on Tuesday and drowned nine people in the valley below."
    whole = article("a", date(2021, 5, 5), text)
    aside = article("a", date(2021, 5, 5), text, (Aside(0, len(text), "caption"),))
    assert told((whole,)) == [text.replace(" on Tuesday", "")]
    assert told((aside,)) == []


def test_a_second_sentence_tells_something_new() -> None:
    one = "The Varnholm dam burst on Tuesday and drowned nine people in the valley."
    same = "On Tuesday the dam of Varnholm burst, and nine people drowned in the valley."
    new = "Troops carried four hundred villagers to schools on higher ground on Tuesday."
    story = tuple(
        article(name, date(2021, 5, 5), text)
        for name, text in zip("abc", (one, same, new), strict=True)
    )
    assert set(told(story, 1, 2)) >= {new.replace(" on Tuesday", "")}


def test_nothing_dated_gives_nothing() -> None:
    assert summarise((), 5) == ()
    assert summarise((article("a", date(2021, 5, 5), "A dam can burst."),), 5, 2) == ()


@pytest.mark.parametrize("opening", load_rules("summary")["opening"], ids=lambda one: one["name"])
def test_each_opening_goes_as_its_examples_say(opening: dict[str, object]) -> None:
    for before, after in opening["examples"]:  # type: ignore[attr-defined]
        assert without_opening(before) == after


def spans(text: str, *words: str) -> list[tuple[int, int]]:
    """Where words stand in a text."""
    return [(text.index(each), text.index(each) + len(each)) for each in words]


# What stands in brackets is the day under which the sentence stands, in braces another date.
UNDER_ITS_DAY = [
    ("The dam burst on [4 May].", "The dam burst."),
    ("On [4 May], the dam burst.", "The dam burst."),
    ("[4 May]: The dam bursts.", "The dam bursts."),
    ("* [May 4, 2021] - Dam bursts, killing 9.", "Dam bursts, killing 9."),
    ("VARNHOLM (NWP) -- It burst on [Tuesday].", "It burst."),
    ("[Two days later], troops came.", "Troops came."),
    ("The dam (which burst on [4 May]) was old.", "The dam (which burst) was old."),
    ("The dam burst ([4 May]), and nine died.", "The dam burst, and nine died."),
    ("eBay sold the dam on [4 May].", "eBay sold the dam."),
    ("Mud has run since [4 May].", "Mud has run since 4 May."),
    ("It must close by [4 May].", "It must close by 4 May."),
    ("The [4 May] flood was foreseen.", "The 4 May flood was foreseen."),
    ("Victims of the [May 4, 2021], flood sued.", "Victims of the May 4, 2021, flood sued."),
    ("[Tuesday] saw the worst flood.", "Tuesday saw the worst flood."),
    ("It rained on {Monday} and [Tuesday].", "It rained on Monday and Tuesday."),
    ("It rained on [4 May], and it burst on {9 June}.", "It rained, and it burst on 9 June."),
    ("It burst on [4 May], and {last week} Lee left.", "It burst, and last week Lee left."),
    ("A flood of {Tuesday's} kind is rare.", "A flood of Tuesday's kind is rare."),
]


@pytest.mark.parametrize(("written", "shown"), UNDER_ITS_DAY)
def test_a_sentence_under_its_day_does_not_say_the_day_again(written: str, shown: str) -> None:
    text = re.sub(r"[\[\]{}]", "", written)
    own, others = (re.findall(pattern, written) for pattern in (r"\[(.*?)\]", r"\{(.*?)\}"))
    assert without_day(text, spans(text, *own), spans(text, *others)) == shown


CHRONOLOGY = (
    "4 May 2021: The Varnholm dam bursts and nine people drown. "
    "* 6 May 2021 - Troops reach the last village. 9 May 2021: The mayor resigns over it. "
    "12 May 2021: An inquiry opens in Lissen. It is led by a judge who knew 4 May well."
)


def test_an_article_with_a_day_in_front_of_several_lines_is_a_chronology() -> None:
    reading = article("a", date(2021, 6, 1), CHRONOLOGY)
    days = [date(2021, 5, day).toordinal() for day in (4, 6, 9, 12)]
    assert read_dates(reading, 4).lines == dict(enumerate(days))
    assert read_dates(reading, 5).lines == {}


@pytest.mark.parametrize(
    "text",
    [
        "4 May 2021: The dam, seen from the air. The dam burst on 4 May.",
        "On 4 May it burst. On 5 May it rained. On 6 May it dried. On 7 May Lee left.",
        " ".join(f"At 9:3{day} on {day} May, Ada wrote: No, never." for day in range(4, 9)),
    ],
)
def test_a_caption_and_dated_remarks_are_no_chronology(text: str) -> None:
    assert read_dates(article("a", date(2021, 6, 1), text), 4).lines == {}


def test_a_sentence_counted_from_a_deed_tells_its_own_day_and_not_that_of_the_deed() -> None:
    text = "Three days after the mill was sold on 3 May 2021, Norda sued."
    [days] = read_dates(article("a", date(2021, 6, 1), text), 4).words.values()
    assert [(one.day, one.counted) for one in days] == [
        (date(2021, 5, 6).toordinal(), True),
        (None, False),
    ]


def test_a_line_of_a_chronology_is_told_before_others() -> None:
    report = "Nine people drowned in the valley when the Varnholm dam burst on 4 May 2021."
    story = (article("a", date(2021, 6, 1), report), article("b", date(2021, 6, 2), CHRONOLOGY))
    assert told(story) == ["The Varnholm dam bursts and nine people drown."]


def test_a_day_that_a_chronology_lists_matters_more() -> None:
    def score(chronology: str) -> float:
        names = ("Lee", "Moss", "Quill", "Varn")
        story = tuple(
            article(name, date(2021, 6, 1), f"The Varnholm dam burst on 4 May 2021, {name} said.")
            for name in names
        )
        days = summarise((*story, article("c", date(2021, 6, 2), chronology)), 9)
        return next(day.score for day in days if day.day == BURST)

    factor = load_rules("summary")["weights"]["listed"]
    assert score(CHRONOLOGY) == pytest.approx(factor * score(CHRONOLOGY.replace(":", ",")))


def test_what_was_written_before_the_day_yields_to_what_was_written_after() -> None:
    ahead = "Prince Varn will open the new Lissen bridge across the wide river on 4 May."
    after = "Prince Varn opened the new Lissen bridge across the wide river on 4 May."
    both = (article("a", date(2021, 5, 1), ahead), article("b", date(2021, 5, 20), after))
    shown = after.replace(" on 4 May", "")
    assert told(both) == told(both[::-1]) == [shown]


def test_a_sentence_that_leans_on_another_does_not_come_first() -> None:
    leans = "It drowned nine people of Varnholm when the old dam burst on 4 May."
    stands = "The old dam of Varnholm drowned nine people."
    for opening in ("It", "She", "But it", "This"):
        text = leans.replace("It", opening, 1)
        story = tuple(article(name, date(2021, 5, 4), f"{text} {stands}") for name in "ab")
        assert told(story, 1, 2)[0] == stands


def test_a_sentence_about_several_days_yields_to_one_about_the_day() -> None:
    both = "The Varnholm dam burst on 4 May and nine people drowned in it, after a crack on 2 May."
    only = "The Varnholm dam burst on 4 May and nine people drowned in it, after a crack in it."
    story = (article("a", date(2021, 6, 1), both), article("b", date(2021, 6, 1), only))
    days = {day.day: day.sentences[0].text for day in summarise(story, 9)}
    assert days[BURST] == only.replace(" on 4 May", "")


def test_a_quotation_without_its_speaker_and_an_outcry_are_not_told() -> None:
    quoted = "“The Varnholm dam burst on 4 May and nobody came to help the villagers.”"
    outcry = "The Varnholm dam burst on 4 May and nobody came to help the villagers!"
    said = "“The Varnholm dam burst on 4 May and nobody came,” Ada Quill said."
    for text, count in ((quoted, 0), (outcry, 0), (said, 1)):
        assert len(told((article("a", date(2021, 5, 20), text),))) == count


# --- from the command line and from Python ---------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The story as files."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for reading in STORY:
        found = reading.document.publication
        assert found is not None
        assert found.day is not None
        day = date.fromordinal(found.day).isoformat()
        (folder / f"{day}-{reading.document.id}.txt").write_text(reading.document.text)
    return folder


def test_the_command_writes_the_days_in_order_with_their_rank(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["events", str(articles), "--dates", "2", "--sentences", "2", "--today", "2026-01-01"]
    assert main(words) == 0
    days = json.loads(capsys.readouterr().out)
    assert [day["date"] for day in days] == sorted(day["date"] for day in days)
    assert {day["rank"] for day in days} == {1, 2}
    assert all(len(day["summary"]) == len(day["passages"]) <= 2 for day in days)
    assert main([*words, "--from", "2021-05-05"]) == 0
    later = json.loads(capsys.readouterr().out)
    assert all(day["date"] >= "2021-05-05" for day in later)


_TEXTS = (
    "The Varnholm dam burst on Tuesday and drowned nine people in the valley below it. ",
    "Nine people drowned when the dam burst on 4 May. The dam was inspected on 12 April. ",
    (
        "- 12 April 2021: The Varnholm dam is inspected.\n- 4 May 2021: The dam bursts.\n"
        "- 6 May 2021: The owner of the dam resigns from his office.\n"
    ),
    "The council of Norden votes on the new school on 6 May, the mayor said on Wednesday. ",
)


@cache
def _written(name: int, text: int) -> DocumentReading:
    return article(f"a{name}", date(2021, 5, 3 + name), _TEXTS[text])


@given(
    st.lists(
        st.dictionaries(st.integers(0, 7), st.integers(0, 3), max_size=8), min_size=2, max_size=5
    ),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_what_is_remembered_of_articles_tells_the_days_that_all_of_them_tell(
    tmp_path_factory: pytest.TempPathFactory, stories: list[dict[int, int]], are_told: bool
) -> None:
    """Articles come, go and change, and with them what their story is about."""
    folder = tmp_path_factory.mktemp("remembered")
    for story in stories:
        readings = [_written(name, text) for name, text in sorted(story.items())]
        store = open_cache(folder)
        known = days_before(store, "x")
        prints = [plain_print(one) if are_told else b"" for one in readings]
        blocks = cut(readings, prints, 16)
        assert [*told_days(readings, 2, blocks=blocks, before=known)] == [*told_days(readings, 2)]
        known.save()
        store.close()


def test_only_days_of_which_an_article_is_new_are_told_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anew: list[int] = []
    real = days._Days._chosen

    def spy(told: Any, day: int, count: int) -> Any:
        anew.append(day)
        return real(told, day, count)

    monkeypatch.setattr(days._Days, "_chosen", spy)
    monkeypatch.setattr(pieces, "_USUAL", 1)
    before = days_before()

    def tell(*readings: DocumentReading) -> list[ToldDay]:
        anew.clear()
        blocks = cut(readings, [*map(plain_print, readings)])
        return [*told_days(readings, 2, blocks=blocks, before=before)]

    one, other = _written(0, 0), _written(5, 3)
    assert tell(one, other)
    assert anew
    assert tell(one, other)
    assert not anew
    tell(one, _written(5, 1))
    assert BURST in anew  # which the other article names now
    tell(one, _written(5, 1), article("a9", date(2021, 6, 9), "The ferry sank on 8 June 2021."))
    assert BURST not in anew
    assert date(2021, 6, 8).toordinal() in anew


@pytest.mark.parametrize(
    "words", [["--dates", "0"], ["--dates", "2", "--format", "csv"], ["--from", "2021-01-01"]]
)
def test_a_summary_that_cannot_be_written_is_refused(articles: Path, words: list[str]) -> None:
    try:
        status = main(["events", str(articles), *words])
    except SystemExit as stop:
        status = int(stop.code or 0)
    assert status == 2


def test_python_gives_the_same(articles: Path) -> None:
    days = timeline.read(articles, today=date(2026, 1, 1)).summary(1)
    assert [type(day) for day in days] == [ToldDay]
    assert days[0].day == BURST


def test_the_summary_is_the_same_whatever_the_order_of_hashes(articles: Path) -> None:
    def run(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "timeline", "events", str(articles), "--dates", "3"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert run("1") == run("2")
