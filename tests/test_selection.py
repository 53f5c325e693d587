"""A part of a story: what each filter keeps, and what is said where nothing is left."""

from __future__ import annotations

from typing import Any

import pytest
from changing import replace
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_timeline import sample_timeline

from timeline.errors import TimelineError
from timeline.interval import Granularity, Interval
from timeline.model import Stance, Timeline
from timeline.selection import EVERYTHING, Filter, Key, Selection, read_filter, read_when, select

DAY = Interval.day
PEOPLE = ("Ines Calloway", "Tomas Abara", "Marrow & Sons", "Calloway Ltd")
STORY = replace(
    sample_timeline(),
    events=tuple(
        replace(event, actors=(PEOPLE[n % 4],), places=("Vell", "Old Vell")[n % 2 :])
        for n, event in enumerate(sample_timeline().events)
    ),
)


def kept(*filters: str, story: Timeline = STORY, **other: Any) -> set[str]:
    """The ids of the events that are left."""
    chosen = Selection(tuple(map(read_filter, filters)), **other)
    return {event.id for event in select(story, chosen).events}


def of(*people: str) -> set[str]:
    return {event.id for event in STORY.events if set(event.actors) & set(people)}


@pytest.mark.parametrize(
    ("filters", "people"),
    [
        (("actor=Tomas Abara",), ("Tomas Abara",)),
        (("actor=abara",), ("Tomas Abara",)),
        (("actor=  tomas   ABARA ",), ("Tomas Abara",)),
        (("ACTOR = Marrow & Sons",), ("Marrow & Sons",)),
        (("actor=Calloway",), ("Ines Calloway", "Calloway Ltd")),
        (("actor=Tomas Abara", "actor=Marrow"), ("Tomas Abara", "Marrow & Sons")),
    ],
)
def test_an_actor_is_found_by_whole_words_in_any_case_and_alternatives_add_up(
    filters: tuple[str, ...], people: tuple[str, ...]
) -> None:
    assert kept(*filters) == of(*people)


def test_filters_of_different_kinds_must_all_hold() -> None:
    both = kept("actor=Calloway", "stance=happened")
    assert both == of("Ines Calloway", "Calloway Ltd") & kept("stance=happened")
    assert both < kept("stance=happened")


def test_part_of_a_word_is_not_found() -> None:
    with pytest.raises(TimelineError, match="no event that is left has the actor “Cal”"):
        kept("actor=Cal")


def test_a_source_is_found_by_its_outlet_its_title_its_path_and_its_id() -> None:
    document = STORY.documents[0]
    told = {e.id for e in STORY.events if document.id in {p.document for p in e.passages}}
    assert told
    for name in (document.path, document.id, document.title):
        assert kept(f"source={name}") == told
    assert told <= kept(f"source={document.source}")


def test_words_are_found_in_titles_and_quotes() -> None:
    assert "opening" in kept("text=tidal barrier")
    quoted = {
        e.id for e in STORY.events if any("nine hours of debate" in p.quote for p in e.passages)
    }
    assert quoted
    assert kept("text=nine hours of debate") == quoted


@pytest.mark.parametrize("stance", [Stance.PLANNED, Stance.DENIED])
def test_a_stance_is_itself(stance: Stance) -> None:
    assert kept(f"stance={stance.value.upper()}") == {
        event.id for event in STORY.events if event.stance is stance
    }


@pytest.mark.parametrize(
    ("when", "since", "until", "is_in"),
    [
        (DAY(2021, 3, 24), "2021-03-24", "2021-03-24", True),
        (DAY(2021, 3, 24), "2021-03", "", True),
        (DAY(2021, 3, 24), "", "2021", True),
        (DAY(2021, 3, 24), "2021-03-25", "", False),
        (DAY(2021, 3, 24), "", "2021-03-23", False),
        (Interval.month(2021, 3), "2021-03-31", "", True),
        (Interval.month(2021, 3), "", "2021-03-01", True),
        (Interval.year(2019).since(), "2060", "", True),
        (Interval.year(2019).since(), "", "2018", False),
        (Interval.year(2019).until(), "", "1066", True),
        (Interval.year(2019).until(), "2020", "", False),
        (Interval(None, None, Granularity.YEAR), "2020", "2020", True),
    ],
)
def test_an_event_is_in_when_any_of_it_is(
    when: Interval, since: str, until: str, is_in: bool
) -> None:
    other = replace(STORY.events[0], id="other", when=DAY(2021, 3, 24))
    story = replace(STORY, events=(replace(STORY.events[0], id="it", when=when), other))
    chosen = Selection(
        since=read_when(since) if since else None, until=read_when(until) if until else None
    )
    try:
        left = {event.id for event in select(story, chosen).events}
    except TimelineError:
        left = set()
    assert ("it" in left) is is_in


@given(st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_the_top_are_the_most_important_and_keep_their_order(top: int) -> None:
    part = select(STORY, Selection(top=top))
    assert len(part.events) == min(top, len(STORY.events))
    left = [event.importance for event in STORY.events if event not in part.events]
    assert min(event.importance for event in part.events) >= max(left, default=0.0)
    assert [e for e in STORY.events if e in part.events] == list(part.events)


def test_disagreements_stay_with_their_events() -> None:
    disputed = STORY.disagreements[0].event
    part = select(STORY, Selection((Filter(Key.TEXT, "opens its tidal barrier"),)))
    assert not part.disagreements
    whole = select(STORY, Selection(top=len(STORY.events)))
    assert disputed in {one.event for one in whole.disagreements}


def test_everything_is_the_story_itself() -> None:
    assert select(STORY, EVERYTHING) is STORY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("actor", "is not a filter"),
        ("actor=", "is not a filter"),
        ("=Abara", "is not a filter"),
        ("colour=red", "stands actor, place, source, stance, theme or text"),
        ("stance=maybe", "A stance is happened, ongoing"),
    ],
)
def test_a_filter_that_is_none_says_what_can_be_written(text: str, words: str) -> None:
    with pytest.raises(TimelineError) as error:
        read_filter(text)
    assert words in str(error.value)


def test_where_nothing_is_left_the_error_names_what_there_is() -> None:
    with pytest.raises(TimelineError) as error:
        kept("actor=Nobody")
    assert "“Nobody”" in str(error.value)
    assert "Ines Calloway" in str(error.value)
    with pytest.raises(TimelineError, match="no event lies in that time"):
        kept(until=read_when("1000"))
    with pytest.raises(TimelineError, match="is not a date"):
        read_when("last week")
    nameless = replace(STORY, events=tuple(replace(e, actors=()) for e in STORY.events))
    with pytest.raises(TimelineError, match="no event of this story names any actor"):
        kept("actor=Abara", story=nameless)
