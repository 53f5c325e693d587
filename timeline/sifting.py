"""Merged events to those that can stand on a timeline, and the rest as undated, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from timeline.clauses import analyse
from timeline.interval import Granularity
from timeline.likeness import stem
from timeline.merge import Merged
from timeline.model import Event, Stance, Undated
from timeline.story import Story, terms_of
from timeline.titles import (
    ONLY_MAYBE,
    OTHER_TIME,
    OWN_WORDS,
    STATE,
    TELLER,
    THIN,
    UNKNOWN,
    UNREADABLE,
    is_noun,
    is_teller,
    lowered,
    objection,
    shorten,
    tells_state,
    unclear,
    verbatim,
)

_NO_EVENT = frozenset({STATE, OWN_WORDS, ONLY_MAYBE, TELLER, OTHER_TIME})
_LASTING = (Stance.ONGOING, Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED, Stance.DENIED)
"""Of these a state is worth telling: "has been low since May", "will be in Oslo till Friday"."""
_AHEAD = (Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED)
"""A plan is worth telling even of somebody who is not named: what came of it may name him."""
_PASSING = frozenset(
    {
        Granularity.SECOND,
        Granularity.MINUTE,
        Granularity.HOUR,
        Granularity.PART_OF_DAY,
        Granularity.DAY,
    }
)
"""How things were for no longer than that is an impression."""
_KNOWN_SHARE = 0.33
"""The share of the articles from which on their readers all know what a word means."""
_MANY = 200
"""Events from which on not everything happened where the story is set."""
_CHIEF_SHARE = 0.5
"""The share of the articles that must tell of the place a story is about."""
_LEAST_SOUND = 0.2
"""Where fewer of a story's events would stand, it is told in another way, and all are kept."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What stands, and what was set aside with the reason."""

    merged: Merged
    undated: tuple[Undated, ...]


def without_remarks(
    events: Sequence[Event], story: Story, kept: Collection[str] = ()
) -> tuple[tuple[Event, ...], tuple[Undated, ...]]:
    """Set aside, before anything is merged, what tells no event at all: states, opinions, quotes.

    ``kept`` are statements that the user speaks of.  A story in which hardly a title is sound (a
    chronicle without subjects, a diary) keeps them all.
    """
    reasons = _reasons(events, story)
    gone = {event.id for event in events if reasons[event.id] in _NO_EVENT and event.id not in kept}
    undated = tuple(
        one for event in events if event.id in gone for one in _undated(event, reasons[event.id])
    )
    return tuple(event for event in events if event.id not in gone), undated


def sift_events(merged: Merged, story: Story, kept: Collection[str] = ()) -> Sifted:
    """Set aside the merged events that are none, and tell the others well enough to be read alone.

    What no title of ours tells well is told in its source's own words.  Nothing is lost: every
    passage of what goes is returned with the reason.
    """
    chief = _chief_place(merged.events, story)
    many = len(merged.events) > _MANY
    merged = replace(
        merged, events=tuple(_placed(each, story, chief, many=many) for each in merged.events)
    )
    reasons = _reasons(merged.events, story)
    spoken_of = set(kept)
    gone = {
        event.id
        for event in merged.events
        if reasons[event.id] in _NO_EVENT and spoken_of.isdisjoint((event.id, *event.parts))
    }
    unclear_ones = {
        event.id: _unclear(event)
        for event in merged.events
        if reasons[event.id] and spoken_of.isdisjoint((event.id, *event.parts))
    }
    reasons |= {name: why for name, why in unclear_ones.items() if why and name not in gone}
    gone |= {name for name, why in unclear_ones.items() if why}
    events = tuple(
        _verbatim(_unlinked(event, gone)) if reasons[event.id] else _unlinked(event, gone)
        for event in merged.events
        if event.id not in gone
    )
    undated = tuple(
        one
        for event in merged.events
        if event.id in gone
        for one in _undated(event, reasons[event.id])
    )
    disputed = tuple(one for one in merged.disagreements if one.event not in gone)
    return Sifted(replace(merged, events=events, disagreements=disputed), undated)


def _reasons(events: Sequence[Event], story: Story) -> dict[str, str]:
    """Each event's id to why it should not stand; "" for all where hardly one would."""
    reasons = {event.id: _objection(event, story) for event in events}
    if sum(not why for why in reasons.values()) < _LEAST_SOUND * len(reasons):
        return dict.fromkeys(reasons, "")
    if Counter(reasons.values())[OWN_WORDS] > len(reasons) / 2:
        return {name: "" if why == OWN_WORDS else why for name, why in reasons.items()}
    return reasons


def _objection(event: Event, story: Story) -> str:
    reason = _any_objection(event, story)
    if event.stance in _LASTING or event.when.granularity not in _PASSING:
        return "" if reason == STATE else reason
    unsound = reason != "" and reason not in _NO_EVENT
    return STATE if unsound and tells_state(event.title, event.stance) else reason


def _any_objection(event: Event, story: Story) -> str:
    def known(word: str) -> bool:
        return not story.shares or story.shares.get(stem(word), 0.0) >= _KNOWN_SHARE

    if event.passages and all(is_teller(each.attribution) for each in event.passages):
        return TELLER
    quote = event.passages[0].quote if event.passages else ""
    if len(event.passages) == 1 and is_noun(event.title):
        return UNREADABLE  # one word for it is not enough
    names = (*event.actors, *event.places)
    return objection(event.title, event.stance, known, quote, names)


def _chief_place(events: Sequence[Event], story: Story) -> str:
    """The place that most articles tell of; "" where there is none that half of them do."""
    told = Counter(place for event in events for place in event.places)
    shares = {
        place: min((story.shares.get(term, 0.0) for term in terms_of(place)), default=0.0)
        for place in told
    }
    most = max(told, key=lambda place: (shares[place], told[place], place), default="")
    return most if most and shares[most] >= _CHIEF_SHARE else ""


def _placed(event: Event, story: Story, chief: str, *, many: bool) -> Event:
    """With the place of the story before a title that tells too little without it."""
    if not chief or _objection(event, story) != THIN:
        return event
    if many and len(event.passages) == 1:
        return event  # a large story has much beside it
    title = lowered(event.title)
    first = title.split(" ", 1)[0]
    if any(f" {first.lower()} " in passage.quote for passage in event.passages):
        title = first.lower() + title[len(first) :]
    return replace(event, title=shorten(f"{chief}: {title}"))


def _unlinked(event: Event, gone: Collection[str]) -> Event:
    """Without the links to what was set aside."""
    if event.led_to not in gone and event.outcome_of not in gone:
        return event
    return replace(
        event,
        led_to="" if event.led_to in gone else event.led_to,
        outcome_of="" if event.outcome_of in gone else event.outcome_of,
    )


def _verbatim(event: Event) -> Event:
    """In the words of its first source."""
    passage = event.passages[0]
    mention = passage.resolution.mention
    span = mention.start - passage.start, mention.end - passage.start
    return replace(event, title=verbatim(analyse(passage.quote), span))


def _unclear(event: Event) -> str:
    """Why the words of its one source would tell a reader nothing either."""
    if len({passage.document for passage in event.passages}) != 1:
        return ""
    passage = event.passages[0]
    mention = passage.resolution.mention
    span = mention.start - passage.start, mention.end - passage.start
    of_period = event.when.granularity >= Granularity.MONTH
    reason = unclear(analyse(passage.quote), span, of_period=of_period)
    if reason == UNKNOWN and event.stance in _AHEAD:
        return ""
    return "" if reason == OTHER_TIME and event.when.is_open else reason


def _undated(event: Event, reason: str) -> Sequence[Undated]:
    return [
        Undated(
            passage.document,
            passage.start,
            passage.end,
            passage.quote,
            passage.resolution.mention.surface,
            reason,
        )
        for passage in event.passages
    ]
