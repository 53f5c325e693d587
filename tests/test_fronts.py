"""What stands in front of a sentence and is no part of it."""

from __future__ import annotations

import pytest
from changing import replace
from telling import Date, dated, reading

from timeline.captions import is_label, part_sentences
from timeline.events import extract_events
from timeline.expressions import LIVE
from timeline.model import TimexType
from timeline.titles import front_end, speaker_of, stamp_end

PAST = dated("2010-02-20", "past")


@pytest.mark.parametrize(
    "words",
    [
        "(AP Photo/Bo Rask)",
        "(By Bo Rask — Vell News)",
        "(Bo Rask - Bloomberg News)",
        "Friday, February 20, 2009; Page D01",
        "Tuesday, October 12, 2010; 10:38 PM",
        "VELL, Feb. 19 —",
        "SAN VELL, Brazil, Nov. 8 —",
        "VELL, June 17 (Reuters) -",
        "By Bo Rask | April 6, 2009; 10:00 AM ET",
        "(AP Photo/Bo Rask) (Bo Rask - AP) VELL, Oct. 12 —",
    ],
)
def test_credits_and_datelines_are_labels(words: str) -> None:
    assert is_label(words)


@pytest.mark.parametrize(
    "words",
    [
        "The mill (built in 1925) burned",
        "(The mill burned on Friday.)",
        "VELL was hit by a storm on Friday",
        "By May 2009 the mill had closed",
        "On May 12, 2009 the mill closed",
    ],
)
def test_sentences_are_none(words: str) -> None:
    assert not is_label(words)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("(Update 6:28 p.m. in Vell, 11:28 a.m. ET) The mill burns.", "The mill burns."),
        ("Vell, 2:16 p.m. ET) The mill burns.", "The mill burns."),
        ("(Updated 10:33 a.m. (1730)) The mill burns.", "The mill burns."),
        ("(10:40 a.m. ET) The mill burns.", "The mill burns."),
        ("LUNT: The mill burns.", "The mill burns."),
        ("* The mill burns.", "The mill burns."),
        ("BO RASK, MAYOR OF VELL (via phone): The mill burns.", "The mill burns."),
        ("The mill (update 6 p.m.) burns.", "The mill (update 6 p.m.) burns."),
        ("Lunt: The mill burns.", "Lunt: The mill burns."),
    ],
)
def test_what_a_sentence_tells_begins_behind_its_front(sentence: str, told: str) -> None:
    assert sentence[front_end(sentence) :] == told
    assert stamp_end(sentence) <= front_end(sentence)


def test_a_transcript_names_its_speakers() -> None:
    assert speaker_of("BO RASK, MAYOR: The mill burns.") == "Bo Rask"
    assert speaker_of("The mill burns.") == ""


HOUR: Date = ("2010-02-19T18:28", TimexType.TIME, PAST[2])
STAMPED = "(Update [6:28 p.m.] in Vell) The mayor of Vell resigned"


def test_a_day_in_an_entry_dates_it_and_not_the_hour_it_was_reported_at() -> None:
    events, undated = extract_events(reading("doc", [(f"{STAMPED} [on Friday].", [HOUR, PAST])]))
    assert [(e.title, e.when) for e in events] == [
        ("The mayor of Vell resigned", events[0].passages[0].resolution.when)
    ]
    assert [each.reason for each in undated] == [
        "it tells when it was reported, not when it happened"
    ]


def test_the_hour_dates_an_entry_without_a_day() -> None:
    events, undated = extract_events(reading("doc", [(f"{STAMPED}.", [HOUR])]))
    assert [event.title for event in events] == ["The mayor of Vell resigned"]
    assert not undated


def test_a_speaker_of_a_transcript_says_what_it_tells() -> None:
    told = [(f"LUNT: The mill of Vell burned [on Friday] {n}.", [PAST]) for n in range(5)]
    events, _ = extract_events(reading("doc", told))
    assert {event.passages[0].attribution for event in events} == {"Lunt"}
    assert all(event.title.startswith("The mill of Vell burned") for event in events)


@pytest.mark.parametrize(
    "words",
    [
        "(Getty Images)",
        "By the Vell Wire Staff",
        "By Bo Rask, Special to VNN | March 29, 2010",
        "Tue May 5, 2009 1:30 pm EDT",
        "Mill sold: study By Ada Lunt VELL | Thu Jun 11, 2009 6:08 pm EDT VELL (Reuters) -",
        "Wednesday 17 June 2009 15.39 BST",
        "2 mills burn in Vell * Two men dead, says the mayor VELL, May 10 (Reuters) -",
    ],
)
def test_heads_and_bylines_are_labels(words: str) -> None:
    assert is_label(words)


def test_an_hour_inside_a_sentence_of_a_live_report_opens_an_entry() -> None:
    told = reading("doc", [("Crews ran from the mills 2149 Mrs Lunt says they will stay.", [])])
    parts = [told.document.text[s.start : s.end] for s in part_sentences(told, is_live=True)]
    assert parts == ["Crews ran from the mills", "2149 Mrs Lunt says they will stay."]
    assert len(part_sentences(told)) == 1


def test_the_hour_of_an_entry_is_no_year() -> None:
    live = reading("doc", [("[1859] The fire in Vell is out.", [HOUR])])
    [one] = live.resolutions
    entry = reading("doc", [("[2149] Mrs Lunt says they will stay.", [dated("2149", "future")])])
    rule = replace(one.mention, rule=LIVE)
    hour = replace(one, mention=rule)
    both = f"{live.document.text} {entry.document.text}"
    shift = len(live.document.text) + 1
    [year] = entry.resolutions
    moved = replace(year.mention, start=year.mention.start + shift, end=year.mention.end + shift)
    sentences = (
        *live.sentences,
        *(replace(s, start=s.start + shift, end=s.end + shift) for s in entry.sentences),
    )
    told = replace(
        live,
        document=replace(live.document, text=both),
        sentences=sentences,
        resolutions=(hour, replace(year, mention=moved)),
    )
    _, undated = extract_events(told)
    assert "it tells an hour, and not of which day" in [
        each.reason for each in undated if each.words == "2149"
    ]
