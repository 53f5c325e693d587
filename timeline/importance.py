"""Merged events and what their story is about to events by how much they matter to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from timeline.grammar import load_rules
from timeline.model import Event, Passage
from timeline.story import Saying, Story, saying_of


def weigh_events(
    events: Sequence[Event], story: Story, kept: Callable[[str], float | None] | None = None
) -> tuple[Event, ...]:
    """Events, each with what its statements are worth to the story, in the order given.

    What an event is worth by itself (its date, its place in the article, its stance, who takes
    part) counts the less, the less its sentence is about the story; what a reader or the page says
    counts little, and so does what could only be told in its source's own words; each further
    source closes part of the gap to 1.  ``kept`` gives what ``share_kept`` is for a statement,
    by its id, where that is known.
    """
    rules = _rules()
    return tuple([_weighed(event, story, kept or _unknown, rules) for event in events])


def share_kept(saying: Saying, story: Story) -> float:
    """What part of its own worth a statement keeps in its story, 0-1."""
    rules = _rules()
    kept = 1.0
    if story.shares:
        about = story.about(saying.terms) / story.most
        kept = rules["aside_kept"] + (1.0 - rules["aside_kept"]) * about
    beside = saying.spoken or story.has_repeated(saying.mark)
    return kept * (rules["beside"] if beside else 1.0)


def said_in(passage: Passage) -> Saying:
    """A passage's sentence to what tells how much it is about a story."""
    return saying_of(" ".join(passage.quote.split()))


def _weighed(
    event: Event,
    story: Story,
    kept: Callable[[str], float | None],
    rules: Mapping[str, float],
) -> Event:
    passages = event.passages
    if len(passages) == 1:  # as most are
        factor, left = _share(passages[0], story, kept), 1.0
    else:
        factor = max((_share(passage, story, kept) for passage in passages), default=1.0)
        sources = len({passage.document for passage in passages})
        left = (1.0 - rules["source_gain"]) ** max(sources - 1, 0)
    told = rules["verbatim"] if event.title.startswith("“") else 1.0
    alone = rules["alone"] * event.importance * factor * told
    return replace(event, importance=round(1.0 - (1.0 - alone) * left, 4))


def _share(passage: Passage, story: Story, kept: Callable[[str], float | None]) -> float:
    known = kept(passage.statement)
    return share_kept(said_in(passage), story) if known is None else known


def _unknown(statement: str) -> None:
    """Nothing is known of any statement."""


@cache
def _rules() -> dict[str, float]:
    return {name: float(value) for name, value in load_rules("events")["importance"].items()}
