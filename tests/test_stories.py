"""Golden stories: what a careful reader gets out of a folder, the whole path gets too."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import timeline
from timeline.interval import Interval, from_edtf
from timeline.model import Document, Event, Method, Timeline

ROOT = Path(__file__).parent.parent
STORY = tomllib.loads((ROOT / "tests/stories/ever-given.toml").read_text(encoding="utf-8"))
TODAY = date(2021, 12, 31)
EVENTS: list[dict[str, Any]] = STORY["event"]
DOCUMENTS: list[dict[str, Any]] = STORY["document"]
INFERRED = [one for one in DOCUMENTS if one["dated_by"] == "inferred"]
STATED = [one for one in DOCUMENTS if one["dated_by"] != "inferred"]


@cache
def told() -> Timeline:
    return timeline.read(ROOT / "examples", today=TODAY)


def document(name: str) -> Document:
    """The document of a golden name: a path, or the id of a JSON line."""
    return next(one for one in told().documents if name in (one.path, one.id))


def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def found(golden: dict[str, Any]) -> list[Event]:
    """The events that tell a golden event: at its time, in its words, by one of its tellers."""
    when: Interval = from_edtf(golden["when"])
    tellers = {document(name).id for name in golden["told_by"]}
    return [
        event
        for event in told().events
        if event.when.overlaps(when)
        and any(
            passage.document in tellers
            and all(word.lower() in passage.quote.lower() for word in golden["words"])
            for passage in event.passages
        )
    ]


@pytest.mark.parametrize("golden", STATED, ids=lambda one: one["doc"])
def test_a_stated_date_is_taken(golden: dict[str, Any]) -> None:
    publication = document(golden["doc"]).publication
    assert publication is not None
    assert publication.method in (Method.GIVEN, Method.METADATA)
    assert publication.day == ordinal(golden["published"])


def test_intervals_of_inferred_dates_hold_the_truth_nearly_always() -> None:
    """Of eight articles that do not say their day, at most one lies outside its 90 % interval."""
    outside = []
    for golden in INFERRED:
        publication = document(golden["doc"]).publication
        assert publication is not None
        assert publication.low is not None
        assert publication.high is not None
        if not publication.low <= ordinal(golden["published"]) <= publication.high:
            outside.append(golden["doc"])
    assert len(outside) <= 1, outside


def test_most_inferred_dates_are_a_week_off_at_most() -> None:
    near = [
        golden["doc"]
        for golden in INFERRED
        if abs((document(golden["doc"]).publication.day or 0) - ordinal(golden["published"])) <= 7  # type: ignore[union-attr]
    ]
    assert len(near) >= 7, near


def test_nearly_all_golden_events_are_there() -> None:
    missing = [golden["title"] for golden in EVENTS if not found(golden)]
    assert len(missing) <= 2, missing


def test_what_many_tell_is_one_event_with_many_sources() -> None:
    """Of the golden events that three or more tell, at most one is not seen to be the same."""
    alone = [
        golden["title"]
        for golden in EVENTS
        if len(golden["told_by"]) >= 3
        and max((len({p.document for p in e.passages}) for e in found(golden)), default=0) < 2
    ]
    assert len(alone) <= 1, alone


def test_the_planted_disagreement_is_shown() -> None:
    (planted,) = STORY["disagreement"]
    mistaken = document(planted["doc"]).id
    assert any(
        passage.document == mistaken
        for dispute in told().disagreements
        for _, passages in dispute.sides
        for passage in passages
    )


def test_every_passage_quotes_its_document() -> None:
    texts = {one.id: one.text for one in told().documents}
    for event in told().events:
        for passage in event.passages:
            assert texts[passage.document][passage.start : passage.end] == passage.quote
            mention = passage.resolution.mention
            assert texts[passage.document][mention.start : mention.end] == mention.surface


def test_reading_twice_tells_the_same() -> None:
    again = timeline.read(ROOT / "examples", today=TODAY)
    assert again.to_json() == timeline.read(ROOT / "examples", today=TODAY).to_json()
