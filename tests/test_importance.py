"""importance: how much an event matters to its story."""

from __future__ import annotations

from changing import replace
from telling import dated, reading

from timeline.events import extract_events
from timeline.importance import weigh_events
from timeline.merge import merge_events
from timeline.model import DocumentReading, Event
from timeline.story import Story

DAM = "The Varnholm dam burst [on Tuesday], drowning nine people."
OTHER = "Nine more of the drowned were found below the Varnholm dam [on 9 May]."


def weighed(readings: list[DocumentReading]) -> list[Event]:
    """The events of some documents, merged and weighed."""
    events = [event for each in readings for event in extract_events(each)[0]]
    merged = merge_events(events, [each.document for each in readings])
    return list(weigh_events(merged.events, Story(readings)))


def told(*texts: tuple[str, str]) -> list[DocumentReading]:
    """One document for each text with its date."""
    return [reading(f"d{n}", [(text, [dated(day)])]) for n, (text, day) in enumerate(texts)]


def test_more_sources_make_an_event_more_important() -> None:
    weights = [
        weighed(told(*[(DAM, "2021-05-04")] * count))[0].importance for count in (1, 2, 3, 4)
    ]
    assert weights == sorted(set(weights))
    assert weights[-1] <= 1


def test_what_the_story_is_about_matters_more_than_what_stands_beside_it() -> None:
    beside = "A paper mill in distant Orsk closed its gates [on 9 May]."
    readings = told(
        (DAM, "2021-05-04"), (DAM, "2021-05-04"), (OTHER, "2021-05-09"), (beside, "2021-05-09")
    )
    about, other = (
        next(one for one in weighed(readings) if words in one.title)
        for words in ("drowned", "mill")
    )
    assert about.importance > other.importance


def test_what_a_reader_says_matters_less_than_the_same_told_by_an_article() -> None:
    spoken = "I think the Varnholm dam burst [on Tuesday], drowning nine people."
    alone = [weighed(told((text, "2021-05-04")))[0].importance for text in (DAM, spoken)]
    assert alone[0] > alone[1]


def test_few_articles_have_no_story_to_stand_beside() -> None:
    readings = told((DAM, "2021-05-04"), (OTHER, "2021-05-09"))
    assert Story(readings).shares == {}
    assert Story(told(*[(DAM, "2021-05-04")] * 4)).shares


def test_an_event_without_a_passage_keeps_part_of_its_worth() -> None:
    [event] = weighed(told((DAM, "2021-05-04")))
    bare = replace(event, passages=(), importance=0.8)
    [again] = weigh_events([bare], Story(()))
    assert 0 < again.importance <= 0.8
