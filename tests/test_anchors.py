"""Times counted from what happened: "three days after the contract was signed"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.anchors import Count, resolve_with_anchors
from timeline.anchors.told import Dated
from timeline.events import extract_events
from timeline.expressions import find_mentions
from timeline.grammar import load_rules
from timeline.interval import from_edtf
from timeline.merge import merge_events
from timeline.model import Document, DocumentReading, Method, Publication, Resolution
from timeline.resolve import resolve
from timeline.sentences import split_sentences

CASES = tomllib.loads((Path(__file__).parent / "cases" / "anchors.toml").read_text("utf-8"))
_WRITTEN = from_edtf("2021-06-30").days[0]


def read(text: str) -> DocumentReading:
    """A text written on 30 June 2021, with its times resolved and counted from its deeds."""
    publication = Publication(_WRITTEN, _WRITTEN, _WRITTEN, Method.GIVEN, share=1.0)
    document = Document(id="d", path="d", title="", text=text, publication=publication)
    sentences = split_sentences(document)
    return resolve_with_anchors(document, sentences, find_mentions(document, sentences))


def resolution_of(text: str, words: str) -> Resolution:
    """What the words of a text mean that are told last in it."""
    found = [each for each in read(text).resolutions if each.mention.surface == words]
    assert found, [each.mention.surface for each in read(text).resolutions]
    return found[-1]


def _edtf(resolution: Resolution) -> str:
    return "" if resolution.when is None else str(resolution.when)


def _deeds() -> Iterator[tuple[str, str]]:
    rules = load_rules("anchors")
    for entry in (*rules["deed"], *rules["stands_for"]):
        yield tuple(entry["example"])


@pytest.mark.parametrize(("sentence", "deed"), list(_deeds()))
def test_a_time_counted_from_a_deed_has_the_date_that_the_text_gives_the_deed(
    sentence: str, deed: str
) -> None:
    found = resolution_of(f"{sentence} Three days after {deed}, the rain came.", "Three days")
    assert _edtf(found) == "2021-05-06"
    assert deed in found.why


@pytest.mark.parametrize(
    "case", CASES["case"], ids=[f"{case['text'][-60:]}" for case in CASES["case"]]
)
def test_each_case_is_counted_as_its_words_say(case: dict[str, str]) -> None:
    found = resolution_of(case["text"], case["words"])
    assert _edtf(found) == case["edtf"], found.why


@pytest.mark.parametrize("length", ["12345678901 days", "0 days", "9999999 years", "1.5 decades"])
@pytest.mark.parametrize("lead", ["", "Within ", "In the "])
def test_no_number_is_too_long_or_too_small(lead: str, length: str) -> None:
    text = f"The mill was sold on 3 May 2021. {lead}{length} after the sale, Norda sued."
    assert read(text).resolutions
    number = length.split(maxsplit=1)[0]
    read(f"The trial opened on 3 May 2021. On the {number}th day of the trial he fled.")
    read(f"It sank on 3 May 2021. On the {number}th anniversary of the sinking he fled.")


def test_what_finds_no_anchor_keeps_its_reason() -> None:
    found = resolution_of("Three days after the vote, it rained.", "Three days")
    assert found.when is None
    assert found.why == "a length of time, not a place in it"


def test_it_is_told_what_was_counted_from_and_where_that_is_dated() -> None:
    text = "The mill was sold on 3 May 2021. A week after the sale, Norda sued."
    found = resolution_of(text, "A week")
    assert found.why == "a week after “the sale”, dated 3 May 2021"
    assert found.anchor == "“3 May 2021” in “The mill was sold on 3 May 2021.”, 3 May 2021"


def test_a_date_beside_the_deed_needs_no_other_sentence() -> None:
    found = resolution_of("Norda sued a week after the sale on 3 May 2021.", "a week")
    assert _edtf(found) == "2021-05-10~"
    assert found.anchor == "“3 May 2021”, 3 May 2021"


def test_a_length_keeps_its_value_and_a_day_gets_that_of_its_date() -> None:
    text = "The mill was sold on 3 May 2021. The day after the sale, Norda sued."
    assert resolution_of(text, "The day").value == "2021-05-04"
    text = "The mill was sold on 3 May 2021. Two days after the sale, Norda sued."
    assert resolution_of(text, "Two days").value == "P2D"


def test_it_is_no_surer_than_what_it_is_counted_from() -> None:
    text = "The mill was sold in May 2021. Two months after the sale, Norda sued."
    anchor, counted = read(text.replace("Two months", "One month")).resolutions
    assert counted.when is not None
    assert counted.when.is_soft
    assert counted.confidence < anchor.confidence


@given(st.integers(2, 400), st.sampled_from(["after", "before"]))
def test_days_are_counted_out(days: int, side: str) -> None:
    """Any number of days from a day is that day, before it or after."""
    text = f"The mill was sold on 3 May 2015. {days} days {side} the sale, Norda sued."
    found = resolution_of(text, f"{days} days")
    sold = from_edtf("2015-05-03").days[0]
    assert sold is not None
    assert found.when is not None
    assert found.when.days[0] == sold + (days if side == "after" else -days)


@given(
    st.lists(
        st.sampled_from(
            [
                "The mill was sold on 3 May 2021.",
                "Three days after the sale, Norda sued.",
                "A week after it sued, Norda lost.",
                "The day before the loss, the court met.",
                "Two hours before the meeting on 1 June 2021, Holm resigned.",
                "Days after the fire he left.",
                "a year after",
            ]
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_and_only_what_had_no_date_changes(sentences: list[str]) -> None:
    """However deeds and counts follow each other, mentions stay, and dates that were told stay."""
    text = " ".join(sentences)
    document = read(text).document
    split = split_sentences(document)
    before = resolve(document, split, find_mentions(document, split))
    after = read(text)
    assert [r.mention for r in after.resolutions] == [r.mention for r in before.resolutions]
    for old, new in zip(before.resolutions, after.resolutions, strict=True):
        assert old == new or (old.when is None and new.when is not None)


def test_what_follows_leans_on_a_time_that_was_counted() -> None:
    text = (
        "The mill was sold on 3 May 2021. Three days after the sale, Norda sued."
        " Two days later it lost."
    )
    assert _edtf(resolution_of(text, "Two days later")) == "2021-05-08"


def test_what_leans_on_a_counted_time_dates_what_others_are_counted_from() -> None:
    text = (
        "The mill was sold on 3 May 2021. Three days after the sale, Norda sued. Two days later"
        " Holm was arrested. A day after his arrest, Holm fled."
    )
    assert _edtf(resolution_of(text, "A day")) == "2021-05-09"


def test_the_work_grows_no_faster_than_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a text dates one deed, each time is held against the nearest of them only."""
    asked = 0
    tells = Dated.tells

    def counted(self: Dated, count: Count) -> bool:
        nonlocal asked
        asked += 1
        return tells(self, count)

    monkeypatch.setattr(Dated, "tells", counted)
    sizes = []
    for many in (200, 800):
        asked = 0
        read("The mill was sold on 3 May 2021. Three days after the sale, Norda sued. " * many)
        sizes.append(asked)
    assert 0 < sizes[1] <= 5 * sizes[0]


# --- what becomes of it: events ----------------------------------------------------------


def told(text: str) -> list[tuple[str, str]]:
    """The events of a text, as EDTF and title."""
    events, _ = extract_events(read(text))
    return [(str(event.when), event.title) for event in events]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        # The date of a deed never dates what came days after it, whose own day is told.
        (
            "Norda sued a week after the 3 May 2021 explosion.",
            [("2021-05-10~", "Norda sued")],
        ),
        (
            "Three days after the contract was signed on 3 May 2021, Norda paid the deposit.",
            [("2021-05-06", "Norda paid the deposit"), ("2021-05-03", "The contract was signed")],
        ),
        (
            "Three days after the explosion on 3 May 2021, the rig sank.",
            [("2021-05-06", "The rig sank")],
        ),
        # Nor is it left in a title what says how far it was away.
        (
            "The mill burned down on 3 May 2021. Just hours before the fire, Norda had insured it.",
            [("2021-05-03", "The mill burned down"), ("2021-05-03~", "Norda had insured the mill")],
        ),
        (
            "Four months before she was to retire, Eva Lund vanished in Vell in May 2021.",
            [("2021-05", "Eva Lund vanished in Vell")],
        ),
        # What only comes needs what it comes after.
        (
            "The talks came a day after the visit to Vell on 3 May 2021.",
            [("2021-05-04", "The talks came after the visit to Vell on 3 May 2021")],
        ),
        # Who says so is told, and not what it was counted from.
        (
            "The rig blew up on 3 May 2021. Days before the rig blew up, Lee said he would resign.",
            [
                ("2021-05-03", "The rig blew up"),
                ("2021-04-26~/2021-05-01~", "Lee says he would resign"),
            ],
        ),
        # A length in front of a clause that gives it no date is no part of the title either.
        (
            "On 3 May 2021, four days before the rig exploded, Lee boarded a helicopter.",
            [("2021-05-03", "Lee boarded a helicopter")],
        ),
    ],
)
def test_what_is_counted_from_a_deed_is_an_event_of_its_own_day(
    text: str, events: list[tuple[str, str]]
) -> None:
    assert told(text) == events


def test_what_dates_only_the_deed_is_left_with_its_reason() -> None:
    _, undated = extract_events(read("Norda sued a week after the 3 May 2021 explosion."))
    assert [(each.words, each.reason) for each in undated] == [
        ("the 3 May 2021", "another time is counted from it")
    ]


def test_what_is_counted_from_a_deed_is_not_that_deed() -> None:
    text = (
        "Anna Berg was murdered in Vell on 3 May 2021. Hours before the murder in Vell, Anna Berg"
        " phoned her sister."
    )
    document = read(text)
    events, _ = extract_events(document)
    assert len(merge_events(events, [document.document]).events) == 2
