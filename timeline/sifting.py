"""Merged events to those that can stand on a timeline, and the rest as undated, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from timeline.cache import NO_CACHE, Cache, Notes, made_of
from timeline.clauses import analyse
from timeline.dealing import dealt
from timeline.interval import Granularity
from timeline.merge import Merged
from timeline.model import Event, Passage, Stance, Undated
from timeline.stemming import stem
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
    front_end,
    is_noun,
    is_teller,
    lowered,
    objection,
    shorten,
    tells_state,
    unclear,
    verbatim,
    without_front,
)
from timeline.workers import Jobs

_NO_EVENT = frozenset({STATE, OWN_WORDS, ONLY_MAYBE, TELLER, OTHER_TIME})
_LASTING = (Stance.ONGOING, Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED, Stance.DENIED)
"""Of these a state is worth telling: "has been low since May", "will be in Oslo till Friday"."""
_AHEAD = (Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED)
"""A plan of which something came is worth telling even of somebody who is not named."""
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
_LOOKED_AT = 6
"""Passages of an event in which words are looked for that tell it."""
_MANY = 200
"""Events from which on not everything happened where the story is set."""
_CHIEF_SHARE = 0.5
"""The share of the articles that must tell of the place a story is about."""
_WORTH_SHARING = 1000
"""With fewer events to tell in the words of their sources, processes are not worth their start."""
_LEAST_SOUND = 0.2
"""Where fewer of a story's events would stand, it is told in another way, and all are kept."""


Judged: TypeAlias = tuple[tuple[tuple[str, bool], ...], str]
"""The words that had to be known for a judgement, whether they were, and the judgement."""
Alone: TypeAlias = tuple[tuple[str, ...], str]
"""The words that would have to be known for another judgement, and the judgement."""
_JUDGED = msgspec.msgpack.Decoder(dict[bytes, Judged])
_Words: TypeAlias = tuple[str, str]
"""Why the words of a source would tell a reader nothing, and those words."""
_TOLD = msgspec.msgpack.Decoder(dict[bytes, _Words])
_LOOKED = msgspec.msgpack.Decoder(list[list[tuple[bytes, _Words]]])


class Judgements:
    """What was judged of a story's events before, and how they are told in their sources' words."""

    def __init__(self, cache: Cache = NO_CACHE, name: str = "") -> None:
        self.of_titles: Notes[Judged] = Notes(_JUDGED, cache, "judged", name)
        self.of_sources: Notes[_Words] = Notes(_TOLD, cache, "told in words", name)
        self.now: dict[int, tuple[Event, str]] = {}
        """The judgement on each event that was judged in this run, by its place in memory."""

    def save(self) -> None:
        """Keep what is new."""
        self.of_titles.save()
        self.of_sources.save()


class Sifted(msgspec.Struct, frozen=True):
    """What stands, and what was set aside with the reason."""

    merged: Merged
    undated: tuple[Undated, ...]


def without_remarks(
    events: Sequence[Event],
    story: Story,
    kept: Collection[str] = (),
    judged: Judgements | None = None,
    alone: Iterable[Alone] = (),
) -> tuple[tuple[Event, ...], tuple[Undated, ...]]:
    """Set aside, before anything is merged, what tells no event at all: states, opinions, quotes.

    ``kept`` are statements that the user speaks of.  A story in which hardly a title is sound (a
    chronicle without subjects, a diary) keeps them all.  ``judged`` spares judging again what was
    judged before; ``alone`` are the judgements on the events as ``judge_alone`` gives them.
    """
    judge = _Judge(story, judged or Judgements())
    for event, told in zip(events, alone, strict=False):
        judge.take(event, told)
    reasons = _reasons(events, judge)
    gone = {event.id for event in events if reasons[event.id] in _NO_EVENT and event.id not in kept}
    undated = tuple(
        one for event in events if event.id in gone for one in _undated(event, reasons[event.id])
    )
    return tuple(event for event in events if event.id not in gone), undated


def sift_events(
    merged: Merged,
    story: Story,
    kept: Collection[str] = (),
    judged: Judgements | None = None,
    jobs: Jobs = 1,
) -> Sifted:
    """Set aside the merged events that are none, and tell the others well enough to be read alone.

    What no title of ours tells well is told in its source's own words.  Nothing is lost: every
    passage of what goes is returned with the reason.  ``judged`` is as in ``without_remarks``;
    ``jobs`` processes share what was not judged before.
    """
    judged = judged or Judgements()
    judge = _Judge(story, judged)
    chief = _chief_place(merged.events, story)
    many = len(merged.events) > _MANY
    if chief:
        placed = tuple(_placed(each, judge, chief, many=many) for each in merged.events)
        merged = Merged(placed, merged.disagreements)
    reasons = _reasons(merged.events, judge)
    spoken_of = set(kept)
    gone = {
        event.id
        for event in merged.events
        if reasons[event.id] in _NO_EVENT and spoken_of.isdisjoint((event.id, *event.parts))
    }
    untold = [each for each in merged.events if reasons[each.id] and each.id not in gone]
    sources = _in_words_of_sources(untold, judged, jobs)
    unclear_ones = {
        event.id: why
        for event in merged.events
        if event.id in sources and spoken_of.isdisjoint((event.id, *event.parts))
        if (why := sources[event.id][0])
        and len({passage.document for passage in event.passages}) == 1
    }
    reasons |= unclear_ones
    gone |= unclear_ones.keys()
    events = tuple(
        replace(told, title=sources[told.id][1]) if told.id in sources else told
        for told in (_unlinked(event, gone) for event in merged.events if event.id not in gone)
    )
    undated = tuple(
        one
        for event in merged.events
        if event.id in gone
        for one in _undated(event, reasons[event.id])
    )
    disputed = tuple(one for one in merged.disagreements if one.event not in gone)
    return Sifted(Merged(events, disputed), undated)


def _reasons(events: Sequence[Event], judge: _Judge) -> dict[str, str]:
    """Each event's id to why it should not stand; "" for all where hardly one would."""
    reasons = {event.id: judge.objection(event) for event in events}
    if sum(not why for why in reasons.values()) < _LEAST_SOUND * len(reasons):
        return dict.fromkeys(reasons, "")
    if Counter(reasons.values())[OWN_WORDS] > len(reasons) / 2:
        return {name: "" if why == OWN_WORDS else why for name, why in reasons.items()}
    return reasons


class _Judge:
    """Tells why events should not stand in a story, of each only once."""

    def __init__(self, story: Story, judged: Judgements) -> None:
        self._shares = story.shares
        self._notes = judged.of_titles
        self._now = judged.now

    def take(self, event: Event, alone: Alone) -> None:
        """Take over a judgement on an event, where its story knows no more than it assumed."""
        asked, reason = alone
        if not any(map(self._known, asked)):
            self._now[id(event)] = event, self._objection(event, reason)

    def objection(self, event: Event) -> str:
        found = self._now.get(id(event))
        if found is None:
            reason = self._any_objection(event)
            found = self._now[id(event)] = event, self._objection(event, reason)
        return found[1]

    def _objection(self, event: Event, reason: str) -> str:
        if event.stance in _LASTING or event.when.granularity not in _PASSING:
            return "" if reason == STATE else reason
        unsound = reason != "" and reason not in _NO_EVENT
        return STATE if unsound and tells_state(event.title, event.stance) else reason

    def _any_objection(self, event: Event) -> str:
        """As it was judged before, where the same words are known in the story."""
        tellers = [each.attribution for each in event.passages]
        key = made_of(event.title, event.stance, _quote(event), _names(event), tellers)
        found = self._notes.recall(key)
        if found is not None and all(self._known(word) == known for word, known in found[0]):
            return found[1]
        asked: dict[str, bool] = {}

        def known(word: str) -> bool:
            asked[word] = self._known(word)
            return asked[word]

        reason = _judge(event, known)
        self._notes.keep(key, (tuple(asked.items()), reason))
        return reason

    def _known(self, word: str) -> bool:
        return not self._shares or self._shares.get(stem(word), 0.0) >= _KNOWN_SHARE


def judge_alone(event: Event) -> Alone:
    """An event to the words asked for in judging it, and why it should not stand if none is known.

    A word is known where many articles of the story have it.
    """
    asked: dict[str, None] = {}

    def known(word: str) -> bool:
        asked[word] = None
        return False

    reason = _judge(event, known)
    return tuple(asked), reason


def _quote(event: Event) -> str:
    return event.passages[0].quote if event.passages else ""


def _names(event: Event) -> tuple[str, ...]:
    return (*event.actors, *event.places)


def _judge(event: Event, known: Callable[[str], bool]) -> str:
    if event.passages and all(is_teller(each.attribution) for each in event.passages):
        return TELLER
    if len(event.passages) == 1 and is_noun(event.title):
        return UNREADABLE  # one word for it is not enough
    quote = _quote(event)
    return objection(event.title, event.stance, known, quote[front_end(quote) :], _names(event))


def _chief_place(events: Sequence[Event], story: Story) -> str:
    """The place that most articles tell of; "" where there is none that half of them do."""
    told = Counter(place for event in events for place in event.places)
    shares = {
        place: min((story.shares.get(term, 0.0) for term in terms_of(place)), default=0.0)
        for place in told
    }
    most = max(told, key=lambda place: (shares[place], told[place], place), default="")
    return most if most and shares[most] >= _CHIEF_SHARE else ""


def _placed(event: Event, judge: _Judge, chief: str, *, many: bool) -> Event:
    """With the place of the story before a title that tells too little without it."""
    if judge.objection(event) != THIN:
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


def _in_words_of_sources(
    events: Sequence[Event], judged: Judgements, jobs: Jobs
) -> dict[str, _Words]:
    """Events by their ids to the words of one source of each, and why these tell nothing.

    Those are of its first source that tells it clearly, or else of its first.
    """
    notes = judged.of_sources
    is_crowd = notes.are_first and len(events) >= _WORTH_SHARING
    works = [partial(_in_words_of_source, event, notes) for event in events]
    told: dict[str, _Words] = {}
    shared = dealt(works, jobs if is_crowd and isinstance(jobs, int) else 1, _LOOKED)
    for event, found in zip(events, shared, strict=True):
        for key, words in found:
            if not notes.has(key):
                notes.keep(key, words)
        told[event.id] = _best(event, [words for _, words in found])
    return told


def _in_words_of_source(event: Event, notes: Notes[_Words]) -> list[tuple[bytes, _Words]]:
    """What is told of the sources of an event up to the first that tells it clearly, by keys."""
    told: list[tuple[bytes, _Words]] = []
    for passage in event.passages[:_LOOKED_AT]:
        told.append(_in_words_of(event, passage, notes))
        if not _doubt(event, told[-1][1]):
            break
    return told


def _in_words_of(event: Event, passage: Passage, notes: Notes[_Words]) -> tuple[bytes, _Words]:
    """Why the words of one source would tell a reader nothing, and those words, by their key."""
    mention = passage.resolution.mention
    span = mention.start - passage.start, mention.end - passage.start
    of_period = event.when.granularity >= Granularity.MONTH
    key = made_of(passage.quote, span, of_period)
    found = notes.recall(key)
    if found is None:
        analysis = analyse(without_front(passage.quote))
        found = unclear(analysis, span, of_period=of_period), verbatim(analysis, span)
    return key, found


def _best(event: Event, told: Sequence[_Words]) -> _Words:
    """The last words, if nothing is to be said against them; else the first."""
    if not _doubt(event, told[-1]):
        return "", told[-1][1]
    return _doubt(event, told[0]), told[0][1]


def _doubt(event: Event, told: _Words) -> str:
    """Why an event's words would tell a reader nothing, where that counts against them."""
    planned = told[0] == UNKNOWN and event.stance in _AHEAD and event.led_to
    lasts = told[0] == OTHER_TIME and event.when.end is None
    return "" if planned or lasts else told[0]


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
