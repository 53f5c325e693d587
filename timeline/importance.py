"""Merged events and what their story is about to events by how much they matter to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from timeline.grammar import load_rules
from timeline.model import Event, Passage
from timeline.story import Story, terms_of


def weigh_events(events: Sequence[Event], story: Story) -> tuple[Event, ...]:
    """Events, each with what its statements are worth to the story, in the order given.

    What an event is worth by itself (its date, its place in the article, its stance, who takes
    part) counts the less, the less its sentence is about the story; what a reader or the page says
    counts little, and so does what could only be told in its source's own words; each further
    source closes part of the gap to 1.
    """
    return tuple(_weighed(event, story) for event in events)


def _weighed(event: Event, story: Story) -> Event:
    rules = _rules()
    factor = max((_factor(passage, story) for passage in event.passages), default=1.0)
    sources = len({passage.document for passage in event.passages})
    left = (1.0 - rules["source_gain"]) ** max(sources - 1, 0)
    told = rules["verbatim"] if event.title.startswith("“") else 1.0
    alone = rules["alone"] * event.importance * factor * told
    return replace(event, importance=round(1.0 - (1.0 - alone) * left, 4))


def _factor(passage: Passage, story: Story) -> float:
    """What part of its own worth a statement keeps in its story, 0-1."""
    rules = _rules()
    text = " ".join(passage.quote.split())
    kept = 1.0
    if story.shares:
        about = story.about(terms_of(text)) / story.most
        kept = rules["aside_kept"] + (1.0 - rules["aside_kept"]) * about
    return kept * (rules["beside"] if story.is_beside(text) else 1.0)


@cache
def _rules() -> dict[str, float]:
    return {name: float(value) for name, value in load_rules("events")["importance"].items()}
